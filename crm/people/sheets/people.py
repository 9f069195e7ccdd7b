"""The changed sheet of people, in again. Rows are known by number, user name or email; the others
are new.

Every rule is that of the form and the verbs an admin has for one person. A sheet holds no
password: whoever is new gets a link to choose one, or stays inactive.
"""

from copy import copy
from dataclasses import dataclass
from functools import partial

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from crm.people import accounts, departures, invitations, teams
from crm.people.fields import is_id
from crm.people.locking import lock_people_and_teams
from crm.people.models import Team, User
from crm.people.sheets import texts
from crm.people.sheets.people_columns import PeopleColumns
from crm.people.sheets.person_form import KEYS, PLAIN, SheetPersonForm, keys_of
from crm.refusals import Refused

LEFT_TO_US = ("id", "username", "is_admin", "is_active")
NAMESAKES = 1000


@dataclass(frozen=True)
class Choices:
    """What the admin chose beside the sheet: whether teams that are missing are created, and
    whether new people are invited or stay inactive."""

    create_teams: bool = False
    invite: bool = True


class PeopleResource(PeopleColumns):
    """`missing` are the teams nobody knows, `created` those made for the sheet, `to_invite` the
    ids of those who get a link, `notes` what whoever moved somebody should know."""

    def __init__(self, by, choices: Choices):
        accounts.require_admin(by)
        lock_people_and_teams()
        super().__init__()
        self.by, self.choices = by, choices
        self.rows = {pk: self.as_it_is(user) for pk, user in self.known.items()}
        self.holders = {key: user for user in self.known.values() for key in keys_of(user)}
        self.taken = {key: user.pk for key, user in self.holders.items()}
        self.seen: dict[tuple, int] = {}
        self.given: dict[int, int] = {}
        self.missing: list[str] = []
        self.created: list[str] = []
        self.to_invite: list[int] = []
        self.notes: list[str] = []

    def in_order(self, rows):
        """Whoever takes something over comes before whoever gives it up."""

        def rank(row) -> tuple:
            leaves = texts.is_flag(row.get("is_active", ""), False)
            return leaves, texts.is_flag(row.get("is_admin", ""), False)

        return sorted(rows, key=rank)

    def before_import(self, dataset, **kwargs):
        wanted = [text for row in dataset.dict for text in self.teams_named(row)]
        # The longest way first: a team named alone may stand on somebody else's way.
        for text in sorted(dict.fromkeys(wanted), key=lambda text: -len(text)):
            self.look_for(text)

    def teams_named(self, row) -> list[str]:
        return [text for text in (row.get("team", ""), *self.managed_names(row)) if text]

    def managed_names(self, row) -> list[str]:
        text = row.get("manages", "")
        is_mark = texts.is_flag(text, True) or texts.is_flag(text, False)
        return [] if is_mark else texts.several(text)

    def look_for(self, text: str):
        try:
            if self.names.find(text):
                return
            if self.choices.create_teams:
                self.names.make(text)
                self.created.append(text)
            else:
                self.missing.append(text)
        except (ValidationError, Refused):
            return  # the row says it

    def get_instance(self, instance_loader, row):
        found = self.person_of(row)
        keys = [("id", found.pk if found else 0)]
        keys += [(name, row.get(name, "").casefold()) for name in KEYS]
        for key in keys:
            if key[1] and self.seen.setdefault(key, self.number) != self.number:
                raise ValidationError(
                    _("Row %(row)s is about the same person: leave one of the two.")
                    % {"row": self.seen[key]}
                )
        return copy(found) if found else None

    def person_of(self, row) -> User | None:
        if text := row.get("id"):
            if is_id(text) and int(text) in self.known:
                return self.known[int(text)]
            raise ValidationError(
                {
                    "id": _("Nobody has the number %(id)s. Leave it empty for a new person.")
                    % {"id": text[:20]}
                }
            )
        return self.with_value("username", row) or self.with_value("email", row)

    def with_value(self, name, row) -> User | None:
        text = row.get(name, "").casefold()
        return self.holders.get((name, text)) if text else None

    def import_instance(self, instance, row, **kwargs):
        self.before = self.rows.get(instance.pk, {})
        row = self.completed(row)
        if row != self.before:
            self.fill(instance, row)
        self.refuse_given_twice(instance)
        self.after = self.as_it_is(instance)

    def completed(self, row) -> dict[str, str]:
        """The row with what it leaves to us."""
        given = dict.fromkeys(self.fields, "") | self.before
        given |= {name: text for name, text in row.items() if text or name not in LEFT_TO_US}
        given["is_admin"] = given["is_admin"] or texts.flag_text(False)
        given["is_active"] = given["is_active"] or texts.flag_text(True)
        given["username"] = given["username"] or self.free_name(given["email"].partition("@")[0])
        return given

    def free_name(self, name: str) -> str:
        for each in (name, *(f"{name}{number}" for number in range(2, NAMESAKES))):
            key = ("username", each.casefold())
            if name and key not in self.holders and key not in self.seen:
                self.seen[key] = self.number
                return each
        return ""

    def fill(self, person, row):
        faults: dict = {}
        flags = {
            name: texts.readable(partial(texts.flag, row[name]), name, faults)
            for name in ("is_admin", "is_active")
        }
        if row["team"] != self.before.get("team"):
            read = partial(texts.team_of, self.names, row["team"])
            person.team = texts.readable(read, "team", faults)
        if row["manages"] != self.before.get("manages", ""):
            read = partial(self.managed, row["manages"], person)
            person.manages_now = texts.readable(read, "manages", faults)
        form = SheetPersonForm(row | flags, instance=person, taken=self.taken)
        faults = form.errors.as_data() | faults
        if not row["username"]:
            faults["username"] = [_("Give a user name or an email: the person is known by it.")]
        if faults:
            raise ValidationError(faults)
        person.is_active = flags["is_active"] and bool(person.pk or self.choices.invite)

    def managed(self, text: str, person) -> list[Team]:
        if texts.is_flag(text, True) and not person.team:
            raise ValidationError(_("Name the team: this person is in none."))
        if texts.is_flag(text, True):
            return [person.team]
        found = [texts.team_of(self.names, name) for name in self.managed_names({"manages": text})]
        return sorted({team for team in found if team}, key=lambda team: team.name)

    def refuse_given_twice(self, person):
        for team in getattr(person, "manages_now", None) or []:
            other = self.given.setdefault(team.pk, self.number)
            if other != self.number:
                raise ValidationError(
                    {
                        "manages": _("Row %(row)s gives %(team)s to somebody else: leave one.")
                        % {"row": other, "team": team.name}
                    }
                )

    # --- writing ------------------------------------------------------------------------

    def write(self, person, is_new):
        wakes = is_new or not self.known[person.pk].is_active
        if is_new:
            person.pk = self.added(person).pk
        else:
            self.change(person)
        self.hand_teams(person)
        if not is_new and self.known[person.pk].is_active and not person.is_active:
            accounts.deactivate(person, by=self.by)
        if wakes and person.is_active and not person.has_usable_password():
            self.to_invite.append(person.pk)
        self.keep_names(person)

    def keep_names(self, person):
        """What somebody gave up may be taken further down."""
        for key in keys_of(self.known[person.pk]) if person.pk in self.known else ():
            self.taken.pop(key, None)
        self.taken |= dict.fromkeys(keys_of(person), person.pk)

    def added(self, person) -> User:
        values = {name: getattr(person, name) for name in (*PLAIN, "team", "is_active")}
        added = invitations.invite(by=self.by, **values)
        person.password = added.password
        return added

    def change(self, person):
        was = self.known[person.pk]
        if person.is_active and not was.is_active:
            accounts.reactivate(person, by=self.by)
        values = {name: getattr(person, name) for name in (*PLAIN, "team")}
        values = {name: value for name, value in values.items() if value != getattr(was, name)}
        if values:
            moved = accounts.change(person, by=self.by, **values)
            self.notes += filter(None, [departures.note_of_move(moved)] * ("team" in values))

    def hand_teams(self, person):
        wanted = getattr(person, "manages_now", [])
        had = list(self.managed_by(person.pk))
        for team in had:
            # Somebody above in the sheet may have taken it over already.
            if team not in wanted and self.names.teams[team.pk].manager_id == person.pk:
                self.names.keep(teams.set_manager(team, None))
        for team in wanted:
            if team not in had:
                self.names.keep(teams.set_manager(team, User.objects.get(pk=person.pk)))
