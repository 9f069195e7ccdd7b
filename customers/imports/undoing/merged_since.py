"""What went into something else since an import made it: there it stays, with what it brought."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.sentences import Sentence, sentence
from customers.imports.undoing.untouched import because
from customers.merging.following import survivors_of
from customers.models import Contact, Customer, Merge

MERGED = _("It was merged into %(what)s since.")
CUSTOMER_MERGED = _("Its customer was merged into %(what)s since.")
TAKEN_UP = _("Another was merged into it since.")


def merged_customers(ids: Iterable[int], text=MERGED) -> dict[int, Sentence]:
    """By those of the customers that were merged, a sentence that names whom they went into."""
    onward = survivors_of(list(ids))
    names = Customer.objects.in_bulk(onward.values())
    return {pk: sentence(text, what=names[last].name) for pk, last in onward.items()}


def merged_people(people: dict[int, bool], customer_ids: set[int]) -> dict[int, Sentence]:
    """By those of the contacts that went into others, and by those that the import made, as
    `people` says of each, others into them; `customer_ids` are where they were."""
    found = Contact.objects.in_bulk(people)
    pairs = united_at({*customer_ids, *(each.customer_id for each in found.values())})
    names = Contact.objects.in_bulk(pairs.values())
    took = {pk for pk in pairs.values() if people.get(pk)}
    went = {pk: names[ours].name for pk, ours in pairs.items() if pk in people}
    return because(TAKEN_UP, took) | {pk: sentence(MERGED, what=n) for pk, n in went.items()}


def united_at(customer_ids: set[int]) -> dict[int, int]:
    """The contacts of merged customers that became one with another: {theirs: ours}."""
    at = Q(survivor__in=customer_ids) | Q(gone__in=customer_ids)
    merges = Merge.objects.filter(at, undone_at=None).order_by("pk")
    people = merges.values_list("memory__people", flat=True)
    return {each["theirs"]: each["ours"] for pairs in people for each in pairs or ()}
