"""What becomes of a row: the differences to the customer it means, and the policy about them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from crm.naming import fold
from crm.sentences import Sentence, in_each_language
from customers.imports.checking.ids import Ids
from customers.imports.checking.matching import Match
from customers.imports.checking.reading import Draft
from customers.imports.checking.slots import Slot
from customers.imports.checking.source_keys import KeyJudge
from customers.imports.checking.standing import Standing, Standings
from customers.imports.records import defaults_of
from customers.imports.writing.deriving import Deriver
from customers.models import Contact, Customer, RowCheck, SheetImport
from customers.models.imports import Policy
from customers.recognising import Agreement, keys_of, phone_keys

Verdict = RowCheck.Verdict
MATCHES_KEPT = 5
MOVES_NOBODY = _(
    "%(column)s: this customer is held otherwise, and an import moves nobody."
    " Assign it, or leave its owner out of the sheet."
)


@dataclass(slots=True)
class Judged:
    """What the check says of a row, by its draft; the other fields are RowCheck's."""

    number: int
    draft: Draft
    name: str = ""
    verdict: str = ""
    customer_id: int | None = None
    contact_id: int | None = None
    version: int | None = None
    values: dict = field(default_factory=dict)
    changes: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    matches: list[Match] = field(default_factory=list)
    decision: str = ""
    keys: list[str] = field(default_factory=list)

    def refuse(self, why: Sentence, column: int | None = None):
        self.problems.append([column, why])
        self.verdict, self.values = Verdict.REFUSED, {}


class Judge:
    """Settles the rows of one chunk in their order: each sees what those above it make."""

    def __init__(self, sheet_import: SheetImport, standings: Standings, ids: Ids, keys: KeyJudge):
        self.sheet_import, self.standings, self.ids = sheet_import, standings, ids
        self.keys = keys
        self.of_customers, self.of_contacts = Deriver(Customer), Deriver(Contact)
        self.empty = defaults_of(Contact)

    def settle(self, draft: Draft, row: Judged, chosen: tuple[str, int | None]):
        """`chosen` is what an administrator decided of the row, and of which customer."""
        row.decision, customer_id = chosen
        matches = [match for match in row.matches if match.customer_id in self.standings]
        policy, match = self._meant(matches, row.decision, customer_id)
        if not row.decision and (doubt := self.keys.doubt(draft, self.standings, matches)):
            row.verdict = Verdict.ASKED
            row.problems.append([None, doubt])
        elif match is None and policy in (Policy.ASK, Policy.SKIP):
            row.verdict = Verdict.ASKED if policy == Policy.ASK else Verdict.SKIPPED
        elif match is None or policy == Policy.CREATE:
            self._create(draft, row)
        else:
            self._compare(draft, row, match, policy)

    def _meant(self, matches, decision, customer_id) -> tuple[str, Match | None]:
        """What to do, and with which customer; none where there is none, or several."""
        if not matches:
            return decision or Policy.CREATE, None
        telling = most_telling(matches)
        policy = self.sheet_import.policy_for(telling[0].agreement)
        if decision:
            telling = [m for m in matches if m.customer_id == customer_id] or telling
            policy = decision
        if len(telling) > 1:
            is_plain = policy in (Policy.CREATE, Policy.SKIP)
            return (policy if is_plain else Policy.ASK), None
        return policy, telling[0]

    # --- a new customer ---------------------------------------------------------------------

    def _create(self, draft, row):
        row.verdict, row.customer_id = Verdict.NEW, self.ids.next(Customer)
        row.values["customer"] = filled(draft.customer)
        row.values["customer"]["id"] = row.customer_id
        standing = self.standings[row.customer_id] = Standing()
        self._add_contact(draft, row, standing)
        self._tell_keys(draft, row)
        if row.verdict == Verdict.NEW:
            standing.take(row.values, row.contact_id)

    def _add_contact(self, draft, row, standing):
        if not draft.contact:
            return
        row.contact_id = self.ids.next(Contact)
        row.values["new_contact"] = {
            **filled(draft.contact),
            "id": row.contact_id,
            "customer_id": row.customer_id,
            "is_primary": not standing.has_primary,
        }

    def _tell_keys(self, draft, row):
        """The keys that come with the row, unless its contact is somebody else's."""
        if wrong := self.keys.misplaced(draft, row.customer_id):
            row.refuse(wrong)
            return
        if draft.said.system:
            row.values["by"] = [draft.said.system, [target for target, _old, _new in row.changes]]
        if told := self.keys.told(draft, row.customer_id, row.contact_id):
            row.values["source"] = told
            self.keys.hear(row.customer_id, told)

    # --- one that is there -------------------------------------------------------------------

    def _compare(self, draft, row, match, policy):
        row.customer_id, standing = match.customer_id, self.standings[match.customer_id]
        row.version = standing.version
        contact_id = self.keys.contact_of(draft, row.customer_id) or same_contact(draft, standing)
        theirs = standing.contacts.get(contact_id, {})
        differing, kept = self.keys.sift(
            draft, row.customer_id, differences(draft.customer, standing.record)
        )
        row.values |= {"kept": kept} if kept else {}
        of_contact = differences(draft.contact, theirs)
        if not differing and not of_contact and not self.keys.told(draft, row.customer_id):
            row.verdict, row.contact_id = Verdict.SAME, contact_id
            return
        row.changes = [[slot.name, old, new] for slot, old, new in differing + of_contact]
        if not row.decision and contradicts(differing, match):
            policy = Policy.ASK
        if policy in (Policy.ASK, Policy.SKIP):
            row.verdict = Verdict.ASKED if policy == Policy.ASK else Verdict.SKIPPED
            return
        if policy == Policy.FILL:
            differing, of_contact = empty_ones(differing), empty_ones(of_contact)
        self._change(draft, row, standing, contact_id, differing, of_contact)

    def _change(self, draft, row, standing, contact_id, differing, of_contact):
        told = self.keys.told(draft, row.customer_id)
        if not differing and not of_contact and not told:
            row.verdict = Verdict.SKIPPED
            return
        row.verdict = Verdict.CHANGED
        row.changes = [[slot.name, old, new] for slot, old, new in differing + of_contact]
        if self._refuse_move(differing, row):
            return
        if differing:
            row.values["customer"] = self._changed(differing, standing.record, self.of_customers)
        if of_contact and contact_id:
            row.contact_id, theirs = contact_id, standing.contacts[contact_id]
            row.values["contact"] = self._changed(of_contact, theirs, self.of_contacts)
            columns = {slot.column for slot, _old, _new in of_contact}
            # As the database has them: what nobody said is not null there.
            row.values["contact_was"] = {c: theirs.get(c, self.empty[c]) for c in columns}
        elif of_contact:
            self._add_contact(draft, row, standing)
        row.contact_id = row.contact_id or (contact_id if draft.said.contact else None)
        self._tell_keys(draft, row)
        if row.verdict == Verdict.CHANGED:
            standing.take(row.values, row.contact_id)

    def _changed(self, differing, record, deriver) -> dict:
        """The columns that change, as they will be."""
        after = dict(record)
        for slot, _old, new in differing:
            slot.put(after, new)
        columns = {slot.column for slot, _old, _new in differing}
        return {column: after[column] for column in columns} | deriver.after(after, columns)

    def _refuse_move(self, differing, row) -> bool:
        """A sheet moves nobody: whose a customer is changes by a verb, with its reasons."""
        moved = next((slot for slot, _old, _new in differing if slot.column == "owner_id"), None)
        if moved is None:
            return False
        why = in_each_language(lambda: MOVES_NOBODY % {"column": moved.target.label})
        row.refuse(why, next(iter(moved.source.columns), None))
        return True


def most_telling(matches: list[Match]) -> list[Match]:
    """A key of another system says it all; a phone number says something where nothing else does."""
    keyed = [m for m in matches if m.agreement == Agreement.SOURCE]
    return keyed or [m for m in matches if m.agreement != Agreement.PHONE] or matches


def filled(values: Iterable[tuple[Slot, object]]) -> dict:
    record: dict = {}
    for slot, value in values:
        slot.fill(record, value)
    return record


def differences(values, record: dict) -> list[tuple]:
    """(slot, old, new) of what a row says otherwise; what it does not say stays."""
    pairs = ((slot, slot.get(record), new) for slot, new in values if not slot.only_begins)
    return [(slot, old, new) for slot, old, new in pairs if old != new]


def empty_ones(differing) -> list[tuple]:
    """Those with nothing there. A pooled customer is nobody's on purpose."""
    return [each for each in differing if each[1] is None and each[0].column != "owner_id"]


def contradicts(differing, match: Match) -> bool:
    """Whether the names agree and the credit codes do not: likely two companies."""
    if match.agreement in (Agreement.SOURCE, Agreement.CODE):
        return False
    return any(slot.column == "credit_code" and old for slot, old, _new in differing)


def same_contact(draft: Draft, standing: Standing) -> int | None:
    """The contact that a row means: of the same name, else of the same number."""
    said: dict = {slot.column: value for slot, value in draft.contact}
    if not said:
        return None
    numbers = set(phone_keys((said.get("mobile", ""), said.get("phone", ""))))
    name, by_number = fold(said["name"]), None
    for pk, contact in standing.contacts.items():
        if fold(contact["name"]) == name:
            return pk
        if numbers & set(phone_keys((contact.get("mobile") or "", contact.get("phone") or ""))):
            by_number = by_number or pk
    return by_number


def keys_in(draft: Draft) -> list[str]:
    said: dict = {slot.column: value for slot, value in draft.customer}
    person: dict = {slot.column: value for slot, value in draft.contact}
    by_name = keys_of(said.get("name", ""), said.get("credit_code", ""), said.get("phones", ()))
    return [
        *draft.said.texts,
        *by_name,
        *phone_keys((person.get("mobile", ""), person.get("phone", ""))),
    ]
