"""Keys of other systems in the rows of a chunk: whom they mean, and which system is believed."""

from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.sentences import Sentence, sentence
from customers.imports.checking.reading import NAMELESS, ColumnReader, Draft
from customers.imports.checking.said import Key, Said, text_of
from customers.imports.checking.slots import NOTHING, Slot
from customers.imports.checking.standing import Standings
from customers.imports.mapping import Source
from customers.imports.mapping.targets import CONTACT, KEYS, SOURCE_SYSTEM
from customers.models import ContactKey, Customer, CustomerKey, RowCheck, SheetImport
from customers.source_systems.precedence import Precedence

MOVED_ONLY = "owner"
"""The field that imports never change: no system is believed about it."""


class SaidReader:
    """Reads what rows of one import say of their systems; look-ups are loaded once."""

    def __init__(self, sheet_import: SheetImport, sources: list[Source]):
        readers = [
            ColumnReader(s)
            for s in sources
            if s.target.name in (KEYS, CONTACT + KEYS, SOURCE_SYSTEM)
        ]
        self.readers = {reader.source.target.name: reader for reader in readers}
        self.system = sheet_import.system_id
        self.is_used = bool(readers or self.system)

    def read(self, cells: list, draft: Draft):
        """Puts it into the draft, with what is wrong with it."""
        if not self.is_used:
            return
        system = self._value(SOURCE_SYSTEM, cells, draft) or self.system
        keys = (self._keys(name, cells, draft, system) for name in (KEYS, CONTACT + KEYS))
        draft.said = Said(system, *keys)
        if draft.said.contact and not draft.contact and not draft.problems:
            draft.problems.append([None, sentence(NAMELESS)])

    def _keys(self, name, cells, draft, system) -> tuple[Key, ...]:
        found = [(named or system, key) for named, key in self._value(name, cells, draft) or ()]
        if any(named is None for named, _key in found):
            reader = self.readers[name]
            alone = _("The key stands alone. Say of which system it is: “ERP: 1001”.")
            draft.problems += reader.located(reader.sentences([alone]))
            return ()
        return tuple(dict.fromkeys(found))

    def _value(self, name, cells, draft):
        reader = self.readers.get(name)
        text = reader.source.text(cells) if reader else ""
        if not reader or not text:
            return None
        value, wrong = reader.of(text)
        draft.problems += reader.located(wrong)
        return value


@dataclass
class Heard:
    """What systems say of one customer: by system, and by key; its people by their keys."""

    systems: dict[int, dict] = field(default_factory=dict)
    keys: dict[Key, dict] = field(default_factory=dict)
    people: dict[Key, int] = field(default_factory=dict)

    def hear(self, key: Key, said: dict):
        self.systems[key[0]] = self.systems.get(key[0], {}) | said
        self.keys[key] = self.keys.get(key, {}) | said

    def take(self, source: dict):
        """What a row's values["source"] adds."""
        for system, key, said in source.get("keys", ()):
            self.hear((system, key), said)
        for system, key, contact_id in source.get("people", ()):
            self.people[system, key] = contact_id


class KeyJudge:
    """Of the rows of one chunk; `standings` has the customers they may mean."""

    def __init__(self, sheet_import: SheetImport, standings: Standings, drafts: list[Draft]):
        ids, self.standings = list(standings), standings
        self.sheet_import, self.takes_hands = sheet_import, sheet_import.overwrites_hands
        self.heard: dict[int, Heard] = {}
        self.people: dict[Key, int] = {}
        self.holders: dict[Key, set[int]] = {}
        self.precedence = Precedence()
        said = [draft.said for draft in drafts]
        if any(each.system or each.customer or each.contact for each in said):
            self._read_keys(ids)
            asked = {key for each in said for key in each.contact}
            self._read_people(ids, asked)
            self._read_people_above(asked, drafts[0].number)
            self._read_rows_above(ids, drafts[0].number)

    def _read_keys(self, ids):
        found = CustomerKey.objects.filter(customer__in=ids).order_by("pk")
        for pk, system, key, said in found.values_list("customer", "system", "key", "said"):
            self.hear(pk, {"keys": [[system, key, said]]})

    def _read_people(self, ids, asked: set[Key]):
        """Of these customers, and whoever has the keys that are asked for."""
        named = Q(system__in={system for system, _key in asked}, key__in={key for _s, key in asked})
        living = ContactKey.objects.filter(contact__deleted_at=None)
        found = living.filter(Q(contact__customer__in=ids) | named)
        for customer, contact, system, key in found.values_list(
            "contact__customer", "contact", "system", "key"
        ):
            self.of(customer).people[system, key] = contact
            self.people[system, key] = customer

    def _read_people_above(self, asked: set[Key], number):
        """Whoever gets one of the keys by a row above."""
        texts = {text_of(key, "k"): key for key in asked}
        above = self.sheet_import.keys.filter(key__in=texts, number__lt=number)
        for text, customer in above.order_by("-number").values_list("key", "customer_id"):
            self.people.setdefault(texts[text], customer)

    def _read_rows_above(self, ids, number):
        above = self.sheet_import.checks.filter(
            customer__in=ids,
            number__lt=number,
            verdict__in=RowCheck.WRITTEN,
            values__has_key="source",
        )
        for pk, values in above.order_by("number").values_list("customer_id", "values"):
            self.hear(pk, values["source"])

    def hear(self, customer_id: int, source: dict):
        """What a row's values["source"] adds to what is known of a customer."""
        self.of(customer_id).take(source)
        for system, key, _contact in source.get("people", ()):
            self.people.setdefault((system, key), customer_id)
        for system, key, _said in source.get("keys", ()):
            self.holders.setdefault((system, key), set()).add(customer_id)

    def of(self, customer_id: int) -> Heard:
        return self.heard.setdefault(customer_id, Heard())

    # --- whom a row means -----------------------------------------------------------------------

    def doubt(self, draft: Draft, standings, matches) -> Sentence | None:
        """Why the keys and the credit code contradict each other; None where they do not."""
        if not draft.said.customer:
            return None
        keyed = [m.customer_id for m in matches if set(draft.said.customer) & self.keys_of(m)]
        code = next((v for slot, v in draft.customer if slot.column == "credit_code"), None)
        others = [m.customer_id for m in matches if m.customer_id not in keyed]
        coded = [pk for pk in others if code and standings[pk].record.get("credit_code") == code]
        if not keyed or not coded or standings[keyed[0]].record.get("credit_code") == code:
            return None
        key, code = (standings[pk].record.get("name", "") for pk in (keyed[0], coded[0]))
        said = _("By its key this is %(key)s, by its credit code %(code)s.")
        return sentence(said, key=key, code=code)

    def keys_of(self, match) -> set[Key]:
        return set(self.of(match.customer_id).keys)

    def contact_of(self, draft: Draft, customer_id: int) -> int | None:
        """The contact that one of the row's keys means."""
        people = self.of(customer_id).people
        return next((people[key] for key in draft.said.contact if key in people), None)

    def misplaced(self, draft: Draft, customer_id: int) -> Sentence | None:
        """Why the row's contact cannot be one of this customer; None where it can."""
        for key in draft.said.contact:
            holder = self.people.get(key, customer_id)
            if holder != customer_id:
                return sentence(
                    _("The contact %(key)s is one of %(customer)s. Name that customer in the row."),
                    key=key[1],
                    customer=self._name_of(holder),
                )
        return None

    def _name_of(self, customer_id: int) -> str:
        """Of one that is there, or that a row makes."""
        if (standing := self.standings.get(customer_id)) and standing.record.get("name"):
            return standing.record["name"]
        there = Customer.objects.filter(pk=customer_id).values_list("name", flat=True)
        made = self.sheet_import.checks.filter(customer=customer_id).order_by("number")
        return there.first() or made.values_list("name", flat=True).first() or ""

    # --- which system is believed ---------------------------------------------------------------

    def sift(self, draft: Draft, customer_id: int, differing: list[tuple]) -> tuple[list, list]:
        """(what may be overwritten, what stays): of the latter [target, what the row says, its
        system, the one that is believed, or None where somebody edited it by hand]."""
        if not draft.said.system or not differing:
            return differing, []
        heard, open_ones, kept = self.of(customer_id), [], []
        for slot, old, new in differing:
            believed = self._believed(slot, draft.said.system, heard)
            if believed is None and not self._is_by_hand(slot, old, draft.said, heard):
                open_ones.append((slot, old, new))
            else:
                system = self.precedence.names[draft.said.system]
                kept.append([slot.name, new, system, believed])
        return open_ones, kept

    def _believed(self, slot: Slot, system: int, heard: Heard) -> str | None:
        if slot.name == MOVED_ONLY:
            return None
        above = self.precedence.above(system, slot.name)
        says = (each for each in above if heard.systems.get(each, {}).get(slot.name) not in NOTHING)
        found = next(says, None)
        return None if found is None else self.precedence.names[found]

    def _is_by_hand(self, slot: Slot, old, said: Said, heard: Heard) -> bool:
        """Whether no system ever said what stands there."""
        if old in NOTHING or self.takes_hands or not said.witness or slot.name == MOVED_ONLY:
            return False
        return all(each.get(slot.name) != old for each in heard.systems.values())

    # --- what is kept of it ---------------------------------------------------------------------

    def told(self, draft: Draft, customer_id: int, contact_id: int | None = None) -> dict:
        """What the row adds to what is known of keys: values["source"]; {} if nothing."""
        if not draft.said.customer and not draft.said.contact:
            return {}
        heard = self.of(customer_id)
        said = spoken(draft)
        keys, was = [], []
        for key in draft.said.customer:
            says = said if key == draft.said.witness else {}
            before = heard.keys.get(key)
            news = {t: v for t, v in says.items() if before is None or before.get(t) != v}
            if (before is None and not self._is_taken(key, customer_id)) or (
                before is not None and news
            ):
                keys.append([*key, news])
                was += [[*key, {t: before.get(t) for t in news}]] if before is not None else []
        people = [[*key, contact_id] for key in draft.said.contact if key not in heard.people]
        found = {"keys": keys, "was": was, "people": people}
        return {name: entries for name, entries in found.items() if entries}

    def _is_taken(self, key: Key, customer_id: int) -> bool:
        return bool(self.holders.get(key, set()) - {customer_id})


def spoken(draft: Draft) -> dict:
    """What the row's system says of the customer, by target."""
    if not draft.said.witness:
        return {}
    return {slot.name: value for slot, value in draft.customer if slot.name != MOVED_ONLY}
