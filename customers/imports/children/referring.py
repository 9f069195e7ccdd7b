"""The customers that rows name: by a key, else the credit code, else the name, else a phone."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import connection
from django.utils.translation import gettext_lazy as _

from crm.naming import fold
from customers.imports.children.drafts import Draft
from customers.models import Contact, Customer, SheetImport, customers_by_key
from customers.recognising import keys_of

TOGETHER = 100
"""GIN compares each row it finds with all keys that are asked for: few at a time are cheaper."""
TOLD_BY = {
    "c": "customer.credit_code",
    "n": "customer",
    "p": "customer.phone",
}
KEYS = "customer.source_keys"
TOLD = ("customer", KEYS, "customer.credit_code", "customer.phone")


class Customers:
    """Those that the drafts of one chunk name and whoever uploaded the sheet may write in."""

    def __init__(self, sheet_import: SheetImport, drafts: list[Draft]):
        self.sheet_import = sheet_import
        self.by_key = keyed([pair for draft in drafts for pair in draft.said.get(KEYS, ())])
        self.by_agreement = agreeing({key for draft in drafts for key in told_keys(draft)})
        ids = {*self.by_key.values(), *(pk for pks in self.by_agreement.values() for pk in pks)}
        writable = Customer.objects.writable_inside_by(sheet_import.uploaded_by)
        self.writable = writable.in_bulk(list(ids)) if ids else {}

    @staticmethod
    def are_named(draft: Draft) -> bool:
        return any(draft.said.get(target) for target in TOLD)

    def take(self, draft: Draft, customer_id: int):
        """The customer of a record that is known."""
        if customer_id not in self.writable:
            writable = Customer.objects.writable_inside_by(self.sheet_import.uploaded_by)
            self.writable |= writable.in_bulk([customer_id])
        if customer_id in self.writable:
            draft.row.customer_id = customer_id
        else:
            self._refuse_unknown(draft)

    def refer(self, draft: Draft):
        """Says whose the draft's record is; refuses what names nobody, or several."""
        said = draft.said
        ids = {self.by_key[pair] for pair in said.get(KEYS, ()) if pair in self.by_key}
        if found := [pk for pk in ids if pk in self.writable]:
            self._choose(draft, KEYS, found)
            return
        for key in told_keys(draft):
            if found := [pk for pk in self.by_agreement.get(key, ()) if pk in self.writable]:
                self._choose(draft, TOLD_BY[key[0]], found)
                return
        self._refuse_unknown(draft)

    def _choose(self, draft: Draft, target: str, found: list[int]):
        """Of several called nearly so the one that is called exactly so."""
        if target == "customer" and len(found) > 1:
            name = fold(draft.said["customer"])
            found = [pk for pk in found if fold(self.writable[pk].name) == name] or found
        if len(found) > 1:
            draft.refuse(
                _("%(count)d customers may be meant: name the credit code, or a key."),
                target,
                count=len(found),
            )
        elif self._contradicts(draft, self.writable[found[0]]):
            draft.refuse(_("A customer of this name has another credit code."), target)
        else:
            draft.row.customer_id = found[0]

    @staticmethod
    def _contradicts(draft: Draft, customer: Customer) -> bool:
        code = draft.said.get("customer.credit_code")
        return bool(code and customer.credit_code and customer.credit_code != code)

    @staticmethod
    def _refuse_unknown(draft: Draft):
        said = [target for target in TOLD if draft.said.get(target)]
        if not said:
            draft.refuse(_("The row names no customer."))
            return
        draft.refuse(
            _("No such customer is known: “%(text)s”. Import the customers first."),
            said[0],
            text=as_text(draft.said[said[0]])[:80],
        )


def as_text(said) -> str:
    """Of a name or a code, of numbers, of keys with their systems."""
    if isinstance(said, str):
        return said
    return ", ".join(each if isinstance(each, str) else each[1] for each in said)


def keyed(pairs: list[tuple[int, str]]) -> dict[tuple[int, str], int]:
    """The customers that systems call so."""
    asked: dict[int, set[str]] = defaultdict(set)
    for system, key in pairs:
        asked[system].add(key)
    found = ((s, customers_by_key(s, keys)) for s, keys in asked.items())
    return {(system, key): pk for system, ids in found for key, pk in ids.items()}


def told_keys(draft: Draft) -> list[str]:
    """What the row tells of its customer, as customers keep it (`customers.recognising`)."""
    said = draft.said
    code = said.get("customer.credit_code", "")
    return keys_of(said.get("customer", ""), code, said.get("customer.phone", ()))


def agreeing(keys: Iterable[str]) -> dict[str, list[int]]:
    """The customers that have each of these keys, themselves or by a contact."""
    found: dict[str, dict[int, None]] = defaultdict(dict)
    ordered = sorted(keys)
    with connection.cursor() as cursor:
        # The planner cannot know that a key is nearly nobody's.
        cursor.execute("SET LOCAL enable_seqscan = off")
    for start in range(0, len(ordered), TOGETHER):
        some = ordered[start : start + TOGETHER]
        for pk, theirs in holders(some):
            for key in set(some).intersection(theirs):
                found[key][pk] = None
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = on")
    return {key: list(ids) for key, ids in found.items()}


def holders(keys: list[str]) -> Iterable[tuple[int, list[str]]]:
    yield from (
        Customer.objects.living()
        .filter(duplicate_keys__overlap=keys)
        .values_list("pk", "duplicate_keys")
    )
    if phones := [key for key in keys if key.startswith("p")]:
        yield from (
            Contact.objects.living()
            .filter(duplicate_keys__overlap=phones)
            .values_list("customer_id", "duplicate_keys")
        )
