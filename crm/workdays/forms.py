"""What the calendar and the leaves ask."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from crm.people.fields import PersonField
from crm.people.models import User
from crm.widgets import DayInput
from crm.workdays.calendar import AS_USUAL, FIRST_YEAR, LAST_YEAR

KINDS = {"rest": False, "working": True, "usual": AS_USUAL}
EARLIEST, LATEST = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)


class SpecialDayForm(forms.Form):
    kind = forms.ChoiceField(label=_("This day is"), widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        required=False,
        help_text=_("Shown in the calendar: the holiday, or what the day makes up for."),
    )

    def __init__(self, *args, usually_works: bool, **kwargs):
        super().__init__(*args, **kwargs)
        usual = _("as every week: working") if usually_works else _("as every week: rest")
        self.fields["kind"].choices = [
            ("rest", _("a day of rest")),
            ("working", _("a working day")),
            ("usual", usual),
        ]

    @property
    def is_working(self) -> bool | None:
        return KINDS[self.cleaned_data["kind"]]


class DayField(forms.DateField):
    """A day the calendar reaches."""

    widget = DayInput
    default_validators = [MinValueValidator(EARLIEST), MaxValueValidator(LATEST)]


class LeaveForm(forms.Form):
    person = PersonField(label=_("Who"), query="?of=mine")
    first_day = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"), help_text=_("The last day they are away."))
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        led = User.objects.led_by(user)
        self.fields["person"].among = led if user.is_admin else led.exclude(pk=user.pk)


class LastDayForm(forms.Form):
    last_day = DayField(label=_("Last day"), help_text=_("The last day they are away."))
