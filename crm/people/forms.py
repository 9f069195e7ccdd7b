"""Forms for people and teams. What they refuse beyond single fields, the domain refuses."""

from django import forms
from django.contrib.auth.forms import UsernameField
from django.forms.models import ModelChoiceIterator, ModelChoiceIteratorValue
from django.utils.translation import gettext_lazy as _

from crm.people import directory, teams
from crm.people.fields import PersonField
from crm.people.models import Team, User

INDENT = "\u2003"


class TreeIterator(ModelChoiceIterator):
    """Teams in the order of their tree, each indented under its parent."""

    def __iter__(self):
        yield ("", self.field.empty_label)
        for node in teams.walk():
            value = ModelChoiceIteratorValue(node.team.pk, node.team)
            yield value, INDENT * node.depth + node.team.name


class TeamField(forms.ModelChoiceField):
    iterator = TreeIterator

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Team"))
        kwargs.setdefault("empty_label", _("No team"))
        kwargs.setdefault("required", False)
        super().__init__(Team.objects.all(), **kwargs)


class PeopleFilter(forms.Form):
    text = forms.CharField(label=_("Name, user name, email or phone"), required=False)
    team = TeamField(empty_label=_("All teams"))
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        states = [(code, label) for code, (label, _condition) in directory.STATES.items()]
        self.fields["state"].choices = [("", _("Everybody")), *states]

    def conditions(self) -> dict:
        """What of the query could be understood; `errors` names the rest."""
        self.full_clean()
        return self.cleaned_data


class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("display_name", "phone", "language", "daily_mail")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["daily_mail"].label = _("A mail each morning with what I have not read")
        choices = self.fields["language"].choices
        self.fields["language"].choices = [("", _("As the browser asks")), *list(choices)[1:]]


class PersonForm(forms.ModelForm):
    team = TeamField()

    class Meta:
        model = User
        fields = ("display_name", "username", "email", "phone", "team", "is_admin")
        field_classes = {"username": UsernameField}
        labels = {"username": _("User name"), "email": _("Email")}
        help_texts = {
            "username": _("Letters, digits and @ . + - _"),
            "email": _("Signs in with it, and gets links to a new password there."),
            "is_admin": _("Sees everything and manages people, teams, axes and imports."),
        }

    def clean_username(self):
        username = self.cleaned_data["username"]
        return self._unless_taken(username, _("Somebody already has this user name."), "username")

    def clean_email(self):
        email = User.objects.normalize_email(self.cleaned_data["email"])
        if not email:
            return email
        return self._unless_taken(email, _("Somebody already has this email address."), "email")

    def _unless_taken(self, value, sentence, field):
        others = User.objects.exclude(pk=self.instance.pk)
        if others.filter(**{f"{field}__iexact": value}).exists():
            raise forms.ValidationError(sentence)
        return value


class InviteForm(PersonForm):
    class Meta(PersonForm.Meta):
        fields = ("display_name", "username", "email", "team", "is_admin")


class TeamForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=150)
    parent = TeamField(label=_("Under"), empty_label=_("At the top"))
    manager = PersonField(
        label=_("Manager"),
        help_text=_("Sees what everybody in this team and the teams below it sees."),
        required=False,
    )
    has_pool = forms.BooleanField(
        label=_("Keeps a pool of its own"),
        help_text=_("Without one, its members use the pool of the team above."),
        required=False,
    )


class ManagedTeamForm(forms.Form):
    team = TeamField(empty_label=_("Choose a team"), required=True)


class ViewAsForm(forms.Form):
    """Whose product an administrator wants to see, and which page of it first."""

    person = PersonField(label=_("Person"))
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].among = User.objects.active().filter(is_admin=False)
