"""A merge is undone in one transaction: what nobody touched since is put back.

`plan` says beforehand what `undo` will do; both go through the same questions.
"""

from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.refusals import Refused
from customers.merging import hands
from customers.merging.belongings import CONTACT, Returning, all_links, all_moving, settle
from customers.merging.fields import Fields
from customers.merging.merging import Verb, both_locked, entry, stamped
from customers.merging.people import is_still_apart, part
from customers.models import Merge

BACK, KEPT, STUCK = "back", "kept", "stuck"
STATES = {
    BACK: gettext_lazy("put back"),
    KEPT: gettext_lazy("kept, because changed since"),
    STUCK: gettext_lazy("could not be put back"),
}
TONES = {BACK: "jade", KEPT: "amber", STUCK: "seal"}


@dataclass
class Plan:
    """What undoing a merge comes to at this moment, of customers as they are now."""

    merged: Merge
    survivor: object
    gone: object
    fields: dict[str, str] = field(init=False)

    def __post_init__(self):
        self.fields = {name: self._field_state(name) for name in self.merged.memory["fields"]}

    @cached_property
    def form(self) -> Fields:
        return Fields(self.survivor, self.gone)

    def _field_state(self, name) -> str:
        if name not in self.form.names:
            return STUCK
        is_same = self.form.raw(self.survivor, name) == self.merged.memory["fields"][name][1]
        return BACK if is_same else KEPT

    @cached_property
    def hands(self) -> dict[str, str]:
        return {
            group: BACK if hands.state(self.survivor, group) == after else KEPT
            for group, (_before, after) in self.merged.memory["hands"].items()
        }

    @cached_property
    def moved(self) -> dict[str, set[int]]:
        return {model: set(ids) for model, ids in self.merged.memory["rows"].items()}

    @cached_property
    def here(self) -> dict[str, set[int]]:
        """Of the rows that moved, those that still are where they moved to."""
        return {
            belongings.model: set(
                belongings.at(self.survivor.pk)
                .filter(pk__in=self.moved[belongings.model])
                .values_list("pk", flat=True)
            )
            for belongings in all_moving()
            if belongings.model in self.moved
        }

    @cached_property
    def going(self) -> dict[str, set[int]]:
        """Those of them that nothing holds which stays with the survivor."""
        going = {model: set(ids) for model, ids in self.here.items()}
        links = all_links()
        pairs = [pair for link in links for pair in link.pairs(self.moved, self.returning)]
        while held := [pair for pair in pairs if is_in(going, pair[0]) != is_in(going, pair[1])]:
            for pair in held:
                for model, pk in pair:
                    going.get(model, set()).discard(pk)
        return going

    @cached_property
    def apart(self) -> list[dict]:
        """The people taken for one whose contact still lies where it was put aside."""
        return [each for each in self.merged.memory.get("people", ()) if is_still_apart(each)]

    @property
    def returning(self) -> Returning:
        found: Returning = {}
        for each in self.apart:
            for model, ids in each["rows"].items():
                ends = (each["ours"], each["theirs"])
                found.setdefault(model, {}).update(dict.fromkeys(ids, ends))
        return found

    @property
    def parted(self) -> list[dict]:
        """Those of them that are two again."""
        return [each for each in self.apart if each["theirs"] in self.going.get(CONTACT, ())]

    @property
    def outcome(self) -> list[list]:
        """[what, state, how many] as JSON: "field:name", "hands:place" or "rows:sales.Order"."""
        lines = [[f"field:{name}", state, 1] for name, state in self.fields.items()]
        lines += [[f"hands:{group}", state, 1] for group, state in self.hands.items()]
        for model, ids in self.moved.items():
            here, going = (len(rows.get(model, ())) for rows in (self.here, self.going))
            counts = {BACK: going, KEPT: here - going, STUCK: len(ids) - here}
            lines += [[f"rows:{model}", state, n] for state, n in counts.items() if n]
        parted, people = len(self.parted), len(self.merged.memory.get("people", ()))
        counts = {BACK: parted, KEPT: people - parted}
        return lines + [["people", state, n] for state, n in counts.items() if n]


def is_in(rows: dict[str, set[int]], end: tuple) -> bool:
    model, pk = end
    return pk in rows.get(model, ())


def plan(merged: Merge) -> Plan:
    return Plan(merged, merged.survivor, merged.gone)


def undo(merged: Merge, *, by) -> Merge:
    """Raises Refused where the time is over, or the survivor went on into another customer."""
    with both_locked(merged.survivor, merged.gone, by) as (survivor, gone):
        merged = Merge.objects.select_for_update(no_key=True).get(pk=merged.pk)
        refuse_unless_undone_by(merged, survivor, gone, by)
        planned = Plan(merged, survivor, gone)
        merged.outcome, merged.undone_at, merged.undone_by = planned.outcome, timezone.now(), by
        merged.save(update_fields=["outcome", "undone_at", "undone_by"])
        with (
            entry(survivor, Verb.UNMERGED, gone, by),
            entry(gone, Verb.UNMERGED, survivor, by, deleted=True),
        ):
            _put_back(planned, by)
            gone.deleted_at = gone.deleted_by = gone.merged_into = None
            gone._find_hands()
        settle([survivor.pk, gone.pk])
    return merged


def refuse_unless_undone_by(merged, survivor, gone, by):
    if merged.is_undone:
        raise Refused(_("This merge was undone already."), _("This page shows what came of it."))
    if not merged.can_be_undone:
        raise Refused(
            _("The time to undo this merge is over."),
            _("Add the other customer anew, and move over by hand what is its own."),
        )
    survivor.refuse_if_merged()
    survivor._refuse_if_deleted(expected=False)
    for customer in (survivor, gone):
        customer.refuse_unless_merged_by(by)


def _put_back(planned: Plan, by):
    memory, survivor = planned.merged.memory, planned.survivor
    back = [name for name, state in planned.fields.items() if state == BACK]
    values = {name: memory["fields"][name][0] for name in back}
    stamped(survivor, planned.form.write(survivor, values), by)
    for group, state in planned.hands.items():
        if state == BACK:
            hands.put_back(survivor, group, memory["hands"][group][0])
    survivor._find_hands()
    for belongings in reversed(all_moving()):
        if ids := planned.going.get(belongings.model):
            belongings.move(ids, planned.gone.pk)
            belongings.put_right(memory["ways"].get(belongings.model, []), planned.gone)
    for each in planned.parted:
        part(each)


@dataclass(frozen=True)
class Line:
    """One line of what comes, or came, of undoing."""

    label: str
    state: str
    count: int
    is_rows: bool

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def told(self) -> str:
        return str(STATES[self.state])


def lines(merged: Merge, outcome: list[list]) -> list[Line]:
    """The outcome in words, what is not put back first."""
    fields = Fields(merged.survivor, merged.gone)
    labels = {f"rows:{one.model}": str(one.label) for one in all_moving()}
    labels |= {"people": _("people taken for one")}
    labels |= {f"hands:{group}": str(label) for group, label in hands.LABELS.items()}
    found = [
        Line(
            capfirst(labels.get(what) or fields.label_of(what.partition(":")[2]) or what),
            state,
            count,
            what == "people" or what.startswith("rows:"),
        )
        for what, state, count in outcome
    ]
    return sorted(found, key=lambda line: list(STATES).index(line.state), reverse=True)
