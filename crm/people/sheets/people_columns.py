"""People as a sheet: its columns, and what stands in them."""

from django.utils.translation import gettext_lazy, pgettext_lazy
from import_export import fields

from crm.naming import fold
from crm.people.models import Team, User
from crm.people.sheets import synonyms, texts
from crm.people.team_names import TeamNames
from crm.sheets.resources.previewed import PreviewedResource

NO_PASSWORDS = gettext_lazy(
    "The column “%(heading)s” has no place in a sheet: delete it. "
    "Whoever is new chooses a password by a link."
)


class PeopleColumns(PreviewedResource):
    headings = {
        "id": gettext_lazy("Number"),
        "display_name": pgettext_lazy("person", "Name"),
        "username": gettext_lazy("User name"),
        "email": gettext_lazy("Email"),
        "phone": gettext_lazy("Phone"),
        "team": gettext_lazy("Team"),
        "manages": gettext_lazy("Manages"),
        "is_admin": gettext_lazy("Administrator"),
        "is_active": gettext_lazy("Active"),
    }
    also = synonyms.PEOPLE
    refused = {fold(word): NO_PASSWORDS for word in synonyms.PASSWORDS}
    title = gettext_lazy("People")
    name_field = "display_name"
    most_rows = 2_000

    team = fields.Field(column_name="team", readonly=True)
    manages = fields.Field(column_name="manages", readonly=True)

    class Meta:
        model = User
        skip_diff = True
        fields = (
            *("id", "display_name", "username", "email", "phone"),
            *("team", "manages", "is_admin", "is_active"),
        )

    def __init__(self):
        super().__init__()
        self.names = TeamNames()
        self.known = {user.pk: user for user in User.objects.select_related("team")}
        for team in self.names.teams.values():
            self.managed_by(team.manager_id).append(team)

    def managed_by(self, pk) -> list[Team]:
        user = self.known.get(pk)
        if user is None:
            return []
        if not hasattr(user, "manages_now"):
            user.manages_now = []
        return user.manages_now

    def get_queryset(self):
        return sorted(self.known.values(), key=lambda user: (user.sort_name, user.pk))

    def dehydrate_team(self, user) -> str:
        return self.names.path(user.team)

    def dehydrate_manages(self, user) -> str:
        return texts.BETWEEN.join(map(self.names.path, getattr(user, "manages_now", [])))

    def dehydrate_is_admin(self, user) -> str:
        return texts.flag_text(user.is_admin)

    def dehydrate_is_active(self, user) -> str:
        return texts.flag_text(user.is_active)
