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
from customers.rules.reasons import reason_label
from customers.rules.resolving import rules_of

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


class AboutForm(forms.Form):
    """Whom a question is about."""

    user = PersonField(label=_("Somebody else"), query="?of=mine")


class ShareForm(VerbForm):
    receiver = ReceiverField(label=_("With"), help_text=_("A colleague or a whole team."))
    scope = forms.ChoiceField(
        label=_("What"),
        choices=SCOPES,
        initial=Share.Scope.CARD,
        widget=forms.RadioSelect,
    )
    may_edit = forms.BooleanField(label=_("May change it"), required=False)
    may_reshare = forms.BooleanField(
        label=_("May share it on"),
        required=False,
        help_text=_("At most what they have themselves; it ends with their share."),
    )
    until = forms.DateField(
        label=_("Until the end of"),
        required=False,
        widget=DayInput,
        # West of Greenwich the end of the last day is an instant that cannot be read back.
        validators=[MaxValueValidator(LAST_DAY)],
        help_text=_("Empty: until somebody ends it."),
    )

    def prepare(self):
        owner = self.customer.owner if self.customer else self.user
        rules = rules_of(owner).sharing
        if not rules.may_reshare or owner != self.user and not self.user.manages(owner):
            del self.fields["may_reshare"]
        if rules.longest_days:
            self.fields["until"].required = True
            self.fields["until"].help_text = _("At most %(days)d days from today.") % {
                "days": rules.longest_days
            }

    def clean_until(self) -> datetime | None:
        """The last instant of the day, in the reader's time zone."""
        day = self.cleaned_data["until"]
        return timezone.make_aware(datetime.combine(day, time(23, 59, 59))) if day else None


class ProtectForm(VerbForm):
    until = forms.DateField(label=_("Until the end of"), widget=DayInput)
    reason = reason_field(label=_("Reason"))
    next_step = reason_field(
        label=_("Next step"), required=False, help_text=_("What you will do meanwhile.")
    )

    def prepare(self):
        today = timezone.localdate()
        longest = self._longest()
        self.fields["until"].initial = today + min(USUAL_PROTECTION, timedelta(days=longest))
        self.fields["until"].help_text = _("At most %(days)d days: until %(last)s.") % {
            "days": longest,
            "last": short_day(today + timedelta(days=longest)),
        }

    def _longest(self) -> int:
        """In days: the rules of the owner's team bind the owner, not those above."""
        if self.customer and self.customer.is_led_by(self.user):
            return settings.LONGEST_PROTECTION_DAYS
        rules = rules_of(self.customer.owner if self.customer else self.user).protection
        return min(rules.longest_days, settings.LONGEST_PROTECTION_DAYS)


class ReleaseForm(VerbForm):
    pool = forms.ModelChoiceField(None, label=_("To the pool of"), required=False)
    reason = reason_field(label=_("Reason"), help_text=_("The next owner reads it."))
    text = reason_field(label=_("In words"), required=False)

    def prepare(self):
        self._offer_reasons(rules_of(self.customer.owner if self.customer else self.user).returning)
        self.fields["pool"].queryset = pools_open_to(self.user).order_by("name")
        self.fields["pool"].empty_label = _("the pool the rules name")

    def _offer_reasons(self, rules):
        """A list where the rules have one, with room for words; else words alone."""
        if not rules.reasons:
            del self.fields["text"]
            return
        choices = [("", "—"), *((key, reason_label(key)) for key in rules.reasons)]
        self.fields["reason"] = forms.ChoiceField(
            label=_("Reason"), choices=choices, help_text=_("The next owner reads it.")
        )
        self.fields["text"].required = rules.needs_text


class WhitelistForm(VerbForm):
    reason = reason_field(label=_("Reason"))
