"""What every list promises about verbs on everything that matches; `GridContract` inherits it.

Rows change while the dialog is open, or while the job waits: one leaves the match, one enters it,
one is new, one gets out of sight, one is deleted. Those that were chosen are acted upon as far as
they still may be, and the others are told.
"""

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import F
from django.urls import resolve
from django.utils import timezone

from crm.grid.changes import running as changing
from crm.grid.changes.models import ChangeSet
from crm.grid.column_types import Text
from crm.grid.exporting import running as exporting
from crm.grid.exporting.models import ExportRecord
from crm.grid.removing import running as removing
from crm.grid.removing.models import Removal
from customers.bulk import running as bulk
from customers.models import BulkRun, Customer
from tests.exports.conftest import table_of
from tests.factories import make_pool, make_user
from tests.house import browser_of

AS_ASKED = ("done", "same")
MOMENTS = ["while the dialog is open", "while the job waits"]


@dataclass
class Told:
    """What became of a whole set: the rows done, the others with why, and how many unseen."""

    done: set[int]
    why: dict[int, str] = field(default_factory=dict)
    unseen: int = 0


@dataclass
class Scene:
    """The rows of one try. `stay` still match at the end, `left` does no more."""

    stay: list
    left: Any
    far: Any
    gone: Any
    enters: Any

    @property
    def chosen(self) -> list:
        return [*self.stay, self.left, self.far, self.gone]


class WholeSetContract:
    can_be_renamed = can_be_deleted = True

    def call(self, row, text):
        """Gives a row another name, by which the list is narrowed."""
        type(row)._base_manager.filter(pk=row.pk).update(**{self.name_column().path: text})

    def take_out_of_sight(self, row):
        customer = row if isinstance(row, Customer) else row.customer_of()
        far = make_user("Far away", team=make_pool())
        Customer.objects.filter(pk=customer.pk).update(owner=far, pool=None)

    def put_aside(self, row):
        """As somebody else deletes it."""
        if hasattr(row, "deleted_at"):
            type(row)._base_manager.filter(pk=row.pk).update(deleted_at=timezone.now())
        else:
            type(row)._base_manager.filter(pk=row.pk).delete()

    def name_column(self):
        columns = self.grid.declared.values()
        return next(c for c in columns if c.link and isinstance(c, Text))

    @pytest.mark.parametrize("moment", MOMENTS)
    def test_a_verb_on_a_whole_set_does_the_chosen_rows_and_tells_of_the_others(
        self, moment, monkeypatch, settings
    ):
        if not self.grid.key:
            pytest.skip("nothing chooses in a list that is not registered")
        if moment == MOMENTS[1]:
            settings.EXPORT_AT_ONCE = 0
            for running in (bulk, removing, changing):
                monkeypatch.setattr(running, "AT_ONCE", 0)
        self.boss = make_user("Boss", team=self.owner.team, manager_of=self.owner.team)
        self.mate = make_user("Mate", team=self.owner.team)
        actions = self.asked(user=self.boss).actions_on_selection
        offered = [action for action in actions if not action.exactly]
        assert offered
        for action in offered:
            self.actor = self.said_by(action)
            with undone():
                self.try_verb(action, moment)

    def said_by(self, action):
        """Who says a verb to the rows of `self.owner`: by default whoever leads them."""
        return self.owner if action.url.endswith("/claim/") else self.boss

    def try_verb(self, action, moment):
        verb = VERBS[resolve(action.url).view_name](self, action)
        scene = self.scene()
        verb.prepare(scene.chosen)
        verb.open()
        if moment == MOMENTS[0]:
            untouched = self.change(scene)
            verb.send()
        else:
            verb.send()
            untouched = self.change(scene)
        before = self.state_of(untouched)
        told = verb.carry_out()
        assert told.done == {row.pk for row in [*scene.stay, scene.left]}, (action.label, told)
        others = {row.pk for row in scene.chosen} - told.done
        assert set(told.why) <= others, (action.label, told)
        assert all(told.why.values()), (action.label, told)
        assert len(told.why) + told.unseen == (len(others) if verb.tells else 0), action.label
        assert self.state_of(untouched) == before, action.label

    def scene(self) -> Scene:
        rows = [self.make(self.owner) for _number in range(5)]
        enters = self.make(self.owner) if self.can_be_renamed else None
        for number, row in enumerate(rows if enters else ()):
            self.call(row, f"Works {number}")
        if enters:
            self.call(enters, "Other")
        return Scene(rows[:2], *rows[2:], enters=enters)

    def query(self) -> str:
        return f"{self.name_column().name}=Works" if self.can_be_renamed else ""

    def change(self, scene) -> list:
        """What happens meanwhile; the rows that nobody chose."""
        new = self.make(self.owner)
        if self.can_be_renamed:
            self.call(scene.left, "Something else")
            self.call(scene.enters, "Works entering")
            self.call(new, "Works new")
        self.take_out_of_sight(scene.far)
        if self.can_be_deleted:
            self.put_aside(scene.gone)
        else:
            self.take_out_of_sight(scene.gone)
        return [row for row in (new, scene.enters, scene.far, scene.gone) if row]

    def state_of(self, rows) -> list[dict]:
        found = self.grid.model._base_manager.filter(pk__in=[row.pk for row in rows])
        return list(found.order_by("pk").values())


@contextmanager
def undone():
    """Leaves nothing behind for the next verb."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Verb:
    """One verb as it is said in the browser. `tells`: it says of each row what became of it."""

    tells = True

    def __init__(self, case, action):
        self.case, self.url = case, action.url
        self.browser = browser_of(case.actor)

    def prepare(self, rows):
        """What the rows need for the verb to make sense."""

    def open(self):
        asked = {"all": "1", "grid": self.case.grid.key, "query": self.case.query()}
        dialog = self.browser.get(self.url, asked)
        assert dialog.status_code == 200, (self.url, dialog.content.decode()[:500])
        self.context = dialog.context
        self.form = dict(self.kept())

    def kept(self):
        return self.context["selection"].kept

    def data(self) -> dict:
        return {}

    def send(self):
        answer = self.browser.post(self.url, {**self.form, **self.data()})
        assert answer.status_code < 400, (self.url, answer.content.decode()[:500])
        self.answer = answer


class Bulk(Verb):
    """On customers; a new verb says here what its form needs, if anything."""

    @property
    def name(self):
        return self.url.rstrip("/").rsplit("/", 1)[-1]

    def prepare(self, rows):
        actor, mate = self.case.actor, self.case.mate
        soon, shared = timezone.localdate() + timedelta(days=5), {"scope": "card", "by": actor}
        act = {
            "claim": lambda row: row.owner_id and row.share(mate, **shared),
            "unshare": lambda row: row.share(mate, **shared),
            "unprotect": lambda row: row.protect(until=soon, reason="Tender", by=actor),
            "unlist": lambda row: row.whitelist(reason="Ours", by=actor),
        }.get(self.name)
        for row in rows if act else ():
            row.refresh_from_db()
            act(row)

    def data(self):
        mate, soon = self.case.mate, timezone.localdate() + timedelta(days=5)
        return {
            "assign": {"to": mate.pk},
            "share": {"receiver": mate.pk, "scope": "card"},
            "unshare": {"receiver": mate.pk},
            "protect": {"until": soon.isoformat(), "reason": "Tender"},
            "release": {"reason": "Closed down"},
            "whitelist": {"reason": "Ours"},
            "unlist": {"reason": "Ours no more"},
            "spread": {"team": self.case.actor.team_id, "way": "turn"},
        }.get(self.name, {})

    def carry_out(self) -> Told:
        run = BulkRun.objects.latest("pk")
        if run.is_planned:
            self.browser.post(f"{run.get_absolute_url()}confirm/", {"reason": "Spread"})
        bulk.work(run.pk)
        return told_by(run.rows.annotate(record_id=F("customer")), run.unseen)


class Delete(Verb):
    def carry_out(self) -> Told:
        removal = Removal.objects.latest("pk")
        removing.work(removal.pk)
        return told_by(removal.rows, removal.unseen)


class Edit(Verb):
    """One value for the first column that is not the name."""

    def kept(self):
        return self.context["many"].selection.kept

    def data(self):
        many, name = self.context["many"], self.case.name_column().name
        for column in many.columns.values():
            form = many.grid.editing.form_of(many.example, {column.form_field})
            value = column.name != name and self.case.another(form, column.form_field, "")
            if value:
                return {"column": column.name, f"new-{column.form_field}": value}
        raise AssertionError("no column takes another value")

    def carry_out(self) -> Told:
        changes = ChangeSet.objects.latest("pk")
        if changes.is_draft:
            self.browser.post(changes.url("apply"))
        changing.work(changes.pk)
        return told_by(changes.changes, changes.left_over)


class Export(Verb):
    """A file tells of the rows in it alone."""

    tells = False

    def kept(self):
        return self.context["wanted"].kept

    def data(self):
        return {"kind": "csv"}

    def carry_out(self) -> Told:
        record = ExportRecord.objects.filter(ids__isnull=False).latest("pk")
        if getattr(self.answer, "streaming", False):
            body = b"".join(self.answer.streaming_content)
        else:
            exporting.work(record.pk)
            record.refresh_from_db()
            body = exporting.files.path_of(record).read_bytes()
        rows = self.case.grid.model._base_manager.filter(pk__in=record.ids)
        seen = set(
            self.case.grid(self.case.actor, record.params).base().values_list("pk", flat=True)
        )
        done = {row.pk for row in rows} & seen
        assert len(table_of(body)) - 1 == len(done)
        return Told(done)


def told_by(rows, unseen) -> Told:
    found = list(rows.values_list("record_id", "state", "why"))
    done = {pk for pk, state, _why in found if state in AS_ASKED}
    return Told(done, {pk: why for pk, _state, why in found if pk not in done}, unseen)


VERBS = {
    "customers:bulk": Bulk,
    "grids:delete": Delete,
    "grids:edit": Edit,
    "grids:export": Export,
}
"""By the place of their dialog; a verb with another says here how it is carried out."""
