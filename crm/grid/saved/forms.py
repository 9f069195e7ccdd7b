"""The form of a view: its name and with whom it is shared."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.grid.saved.models import EVERYBODY, LONGEST_NAME
from crm.grid.saved.sharing import may_share_with_everybody, teams_open_to


class ViewForm(forms.Form):
    """`shares` says what was chosen: {"team": Team or None, "for_everybody": bool}."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST_NAME)
    shared_with = forms.ChoiceField(
        label=gettext_lazy("Shared with"),
        required=False,
        help_text=gettext_lazy("Everybody sees only the rows that are open to them."),
    )

    def __init__(self, *args, user, view=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.view = user, view
        self.teams = {str(team.pk): team for team in self._teams()}
        named = [(pk, self._label(team)) for pk, team in self.teams.items()]
        everybody = [(EVERYBODY, _("Everybody"))] if self._may_choose_everybody() else []
        self.fields["shared_with"].choices = [("", _("Nobody but me")), *named, *everybody]
        if view:
            self.initial = {"name": view.name, "shared_with": self._chosen()}

    def _teams(self) -> list:
        """What it is shared with now stays a choice, whoever may no longer choose it anew."""
        teams = list(teams_open_to(self.user))
        now = self.view and self.view.team
        return teams if now is None or now in teams else [now, *teams]

    def _label(self, team):
        return _("%(team)s and the teams below it") % {"team": team.name}

    def _may_choose_everybody(self) -> bool:
        return may_share_with_everybody(self.user) or bool(self.view and self.view.for_everybody)

    def _chosen(self) -> str:
        return EVERYBODY if self.view.for_everybody else str(self.view.team_id or "")

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    @property
    def shares(self) -> dict:
        chosen = self.cleaned_data["shared_with"]
        return {"team": self.teams.get(chosen), "for_everybody": chosen == EVERYBODY}


class NewViewForm(ViewForm):
    """Beside that whether it is pinned and opened first; `query` is the state to be saved."""

    is_pinned = forms.BooleanField(label=gettext_lazy("Pin to the navigation"), required=False)
    is_default = forms.BooleanField(label=gettext_lazy("Open this list with it"), required=False)
    query = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)
