"""What looking back asks: a day and a holder, a period and a team."""

from datetime import date, datetime, timedelta

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.days import start_of
from crm.models import Team
from crm.people.fields import ReceiverField
from crm.people.principals import managed_team_ids
from crm.widgets import DayInput

EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)
PLAUSIBLE = [MinValueValidator(EARLIEST), MaxValueValidator(LATEST)]
ONE_DAY = timedelta(days=1)
TIMES = 2


class DayForm(forms.Form):
    day = forms.DateField(label=_("On"), widget=DayInput, validators=PLAUSIBLE)


class HeldOnForm(DayForm):
    """Whose customers, on which day."""

    holder = ReceiverField(label=_("Whose"), help_text=_("A colleague, or a team's pool."))


class FairnessForm(forms.Form):
    """Which team, which period, and how often returned is too often."""

    team = forms.ModelChoiceField(None, label=_("Team"), empty_label=None)
    since = forms.DateField(label=_("From"), widget=DayInput, validators=PLAUSIBLE)
    until = forms.DateField(label=_("Until"), widget=DayInput, validators=PLAUSIBLE)
    times = forms.IntegerField(label=_("Returned more often than"), min_value=0, max_value=1000)

    def __init__(self, data, *, user):
        teams = Team.objects.order_by("name")
        if not user.is_admin:
            teams = teams.filter(pk__in=managed_team_ids(user))
        super().__init__(usual(teams) | data.dict())
        self.fields["team"].queryset = teams

    def clean(self):
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The end lies before the beginning."))

    @property
    def period(self) -> tuple[datetime, datetime]:
        """From the first instant to the one after the last."""
        given = self.cleaned_data
        return start_of(given["since"]), start_of(given["until"] + ONE_DAY)


def usual(teams) -> dict:
    """The running month and the first team there is; topmost ones come first."""
    today = timezone.localdate()
    top = teams.order_by("parent__pk", "name").filter(parent=None).first() or teams.first()
    first = {"since": today.replace(day=1).isoformat(), "until": today.isoformat()}
    return {"team": top.pk if top else "", "times": TIMES, **first}
