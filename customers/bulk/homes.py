"""Where customers stand on an axis, and in which regions people are at home."""

from collections.abc import Sequence

from django.db.models import Count, F

from customers.models import Axis, Category, Customer

REGION, VALUE = "region", "value"
PROVINCE = 1
"""The topmost level of an axis's tree."""


def axis_of(key: str) -> Axis | None:
    return Axis.objects.in_use().filter(key=key).first()


def category_on(axis: Axis) -> F:
    """The category of a customer on the axis; positions count from 1, the lookup from 0."""
    return F(f"category_ids__{axis.position - 1}")


def tops_on(customer_ids: Sequence[int], axis: Axis, level=PROVINCE) -> list[int | None]:
    """Each customer's category at a level of an axis's tree, in the order of the ids."""
    rows = Customer.objects.filter(pk__in=customer_ids).annotate(category=category_on(axis))
    found = dict(rows.values_list("pk", "category"))
    tops = tops_of(set(found.values()) - {None}, level)
    return [tops.get(found.get(pk) or 0) for pk in customer_ids]


def homes_of(people: Sequence[int], axis: Axis, level=PROVINCE) -> dict[int, int | None]:
    """The region most frequent among what each person holds; None of who holds nothing placed."""
    held = Customer.objects.filter(owner__in=people, deleted_at=None).order_by()
    counts = held.annotate(region=category_on(axis)).values_list("owner", "region")
    numbers = [row for row in counts.annotate(Count("pk")) if row[1] is not None]
    tops = tops_of({region for _owner, region, _number in numbers}, level)
    totals: dict[int, dict[int, int]] = {person: {} for person in people}
    for owner, region, number in numbers:
        totals[owner][tops[region]] = totals[owner].get(tops[region], 0) + number
    return {person: most_frequent(regions) for person, regions in totals.items()}


def most_frequent(numbers: dict[int, int]) -> int | None:
    return min(numbers, key=lambda region: (-numbers[region], region), default=None)


def tops_of(category_ids, level: int) -> dict[int, int]:
    """Each category's ancestor at a level, itself where it stands no deeper."""
    found = Category.objects.with_ancestors(category_ids)
    return {pk: line_of(found[pk])[:level][-1] for pk in category_ids if pk in found}


def line_of(category) -> list[int]:
    """The ids from the top of the tree down to the category."""
    line = []
    while category is not None:
        line.append(category.pk)
        category = category.parent
    return line[::-1]
