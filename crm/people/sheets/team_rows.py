"""Teams as a sheet. Rows are known by number or name; the others are new."""

from copy import copy
from functools import partial

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export import fields

from crm.naming import fold
from crm.people import accounts, teams
from crm.people.fields import is_id
from crm.people.forms import TeamForm
from crm.people.locking import lock_people_and_teams
from crm.people.models import Team, User
from crm.people.named import person_finder
from crm.people.sheets import synonyms, texts
from crm.people.team_names import TeamNames
from crm.sheets.resources.previewed import PreviewedResource

FACTS = ("name", "parent", "manager", "has_pool")


class SheetTeamForm(TeamForm):
    parent = None  # type: ignore[assignment]
    manager = None  # type: ignore[assignment]


class TeamResource(PreviewedResource):
    headings = {
        "id": gettext_lazy("Number"),
        "name": gettext_lazy("Team"),
        "parent": gettext_lazy("Under"),
        "manager": gettext_lazy("Manager"),
        "has_pool": gettext_lazy("Keeps a pool of its own"),
    }
    also = synonyms.TEAMS
    title = gettext_lazy("Teams")
    name_field = "name"
    most_rows = 2_000

    parent = fields.Field(column_name="parent", readonly=True)
    manager = fields.Field(column_name="manager", readonly=True)

    class Meta:
        model = Team
        fields = ("id", "name", "parent", "manager", "has_pool")
        skip_diff = True

    def __init__(self, by=None):
        super().__init__()
        if by:
            accounts.require_admin(by)
            lock_people_and_teams()
        self.names = TeamNames()
        self.people = {user.pk: user for user in User.objects.all()}
        self.alike = [fold(user.name) for user in self.people.values()]
        self.find_person = person_finder()
        self.rows = {pk: self.as_it_is(team) for pk, team in self.names.teams.items()}
        self.seen: dict[int, int] = {}

    # --- out ----------------------------------------------------------------------------

    def get_queryset(self):
        return [self.names.teams[node.team.pk] for node in teams.walk()]

    def dehydrate_id(self, team):
        return team.pk

    def dehydrate_parent(self, team) -> str:
        return self.names.teams[team.parent_id].name if team.parent_id else ""

    def dehydrate_manager(self, team) -> str:
        """The name, or where others have it too the user name."""
        manager = self.people.get(team.manager_id)
        if manager is None:
            return ""
        return manager.name if self.alike.count(fold(manager.name)) == 1 else manager.username

    def dehydrate_has_pool(self, team) -> str:
        return texts.flag_text(team.has_pool)

    # --- in -----------------------------------------------------------------------------

    def in_order(self, rows):
        """Each team behind those it stands under; of a circle, as they come."""
        waiting, done = list(rows), []
        while waiting:
            names = {fold(row.get("name", "")) for row in waiting} - {""}
            later = [row for row in waiting if fold(row.get("parent", "")) in names]
            if len(later) == len(waiting):
                return done + waiting
            done += [row for row in waiting if fold(row.get("parent", "")) not in names]
            waiting = later
        return done

    def get_instance(self, instance_loader, row):
        found = self.team_of(row)
        if found and self.seen.setdefault(found.pk, self.number) != self.number:
            raise ValidationError(
                _("Row %(row)s is about the same team: leave one of the two.")
                % {"row": self.seen[found.pk]}
            )
        return copy(found) if found else None

    def team_of(self, row) -> Team | None:
        text = row.get("id")
        if not text:
            return self.names.called(row.get("name", ""))
        if is_id(text) and int(text) in self.names.teams:
            return self.names.teams[int(text)]
        raise ValidationError(
            {
                "id": _("No team has the number %(id)s. Leave it empty for a new one.")
                % {"id": text[:20]}
            }
        )

    def import_instance(self, instance, row, **kwargs):
        self.before = self.rows.get(instance.pk, {})
        given = dict.fromkeys(self.fields, "") | self.before
        given |= {
            name: text for name, text in row.items() if text or name not in ("id", "has_pool")
        }
        given["has_pool"] = given["has_pool"] or texts.flag_text(False)
        if given != self.before:
            self.fill(instance, given)
        self.after = self.as_it_is(instance)

    def fill(self, team, row):
        faults: dict = {}
        has_pool = texts.readable(partial(texts.flag, row["has_pool"]), "has_pool", faults)
        if row["parent"] != self.before.get("parent", ""):
            read = partial(texts.team_of, self.names, row["parent"])
            team.parent = texts.readable(read, "parent", faults)
        if row["manager"] != self.before.get("manager", ""):
            team.manager = texts.readable(partial(self.person, row["manager"]), "manager", faults)
        form = SheetTeamForm({"name": row["name"]})
        faults = form.errors.as_data() | faults
        if faults:
            raise ValidationError(faults)
        team.name, team.has_pool = form.cleaned_data["name"], has_pool

    def person(self, text: str) -> User | None:
        return self.find_person(text) if text else None

    # --- writing ------------------------------------------------------------------------

    def write(self, team, is_new):
        facts = {name: getattr(team, name) for name in FACTS}
        was = Team() if is_new else self.names.teams[team.pk]
        changed = {name: value for name, value in facts.items() if value != getattr(was, name)}
        saved = teams.save_team(was, **(facts if is_new else changed))
        team.pk = team.id = saved.pk
        self.names.keep(saved)
        self.seen[saved.pk] = self.number
