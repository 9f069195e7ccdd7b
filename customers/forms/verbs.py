"""What the verbs ask: to whom, until when, why. Each form has `kept`, the verb's arguments."""

from datetime import date, datetime, time, timedelta

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.days import short_day
from crm.people.fields import PersonField, ReceiverField
from crm.people.models import User
from crm.widgets import DayInput
from customers.models.share import Share
from customers.pools import pools_open_to

LONGEST_REASON = 500
LAST_DAY = date(2099, 12, 31)
SCOPES = [
    (Share.Scope.CARD, _("The card and its contacts")),
    (Share.Scope.EVERYTHING, _("Everything: activities, opportunities, orders, intelligence")),
]
USUAL_PROTECTION = timedelta(days=30)


def reason_field(**kwargs):
    widget = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(widget=widget, max_length=LONGEST_REASON, **kwargs)


class VerbForm(forms.Form):
    """`user` is who acts, `customer` what is acted on, None for several."""

    def __init__(self, *args, user, customer=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.customer = user, customer
        self.prepare()

    def prepare(self):
        """The place to fit the fields to user and customer."""


class AssignForm(VerbForm):
    to = PersonField(label=_("To"), query="?of=mine")
    reason = reason_field(
        label=_("Reason"), required=False, help_text=_("Needed if the customer is protected.")
    )

    def prepare(self):
        self.fields["to"].among = User.objects.led_by(self.user)


class ShareForm(VerbForm):
    receiver = ReceiverField(label=_("With"), help_text=_("A colleague or a whole team."))
    scope = forms.ChoiceField(
        label=_("What"),
        choices=SCOPES,
        initial=Share.Scope.CARD,
        widget=forms.RadioSelect,
    )
    may_edit = forms.BooleanField(label=_("May change it"), required=False)
    until = forms.DateField(
        label=_("Until the end of"),
        required=False,
        widget=DayInput,
        # West of Greenwich the end of the last day is an instant that cannot be read back.
        validators=[MaxValueValidator(LAST_DAY)],
        help_text=_("Empty: until somebody ends it."),
    )

    def clean_until(self) -> datetime | None:
        """The last instant of the day, in the reader's time zone."""
        day = self.cleaned_data["until"]
        return timezone.make_aware(datetime.combine(day, time(23, 59, 59))) if day else None


class ProtectForm(VerbForm):
    until = forms.DateField(label=_("Until the end of"), widget=DayInput)
    reason = reason_field(label=_("Reason"))

    def prepare(self):
        today = timezone.localdate()
        self.fields["until"].initial = today + USUAL_PROTECTION
        last = today + timedelta(days=settings.LONGEST_PROTECTION_DAYS)
        self.fields["until"].help_text = _("At most %(days)d days: until %(last)s.") % {
            "days": settings.LONGEST_PROTECTION_DAYS,
            "last": short_day(last),
        }


class ReleaseForm(VerbForm):
    pool = forms.ModelChoiceField(None, label=_("To the pool of"), required=False)
    reason = reason_field(label=_("Reason"), help_text=_("The next owner reads it."))

    def prepare(self):
        self.fields["pool"].queryset = pools_open_to(self.user).order_by("name")
        self.fields["pool"].empty_label = _("the owner's team")
