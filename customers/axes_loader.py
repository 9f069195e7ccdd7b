"""Brings the standard axes into the database, without touching what an admin made of them."""

from django.db import transaction

from customers.axes_data import STANDARD_AXES, Standard, StandardAxis
from customers.models import Axis, Category

# A list of all fifteen is too wide to read; the others are one tick away.
SHOWN = {"industry", "region", "value", "stage"}


@transaction.atomic
def load_standard_axes() -> None:
    """Adds the standard axes and categories that are missing.

    What exists keeps its name, order, colour and place in the tree. A standard category that
    was deleted comes back; one that was archived stays archived.
    """
    for position, standard in enumerate(STANDARD_AXES, start=1):
        _load_categories(_axis(standard, position), standard.categories())


def _axis(standard: StandardAxis, position: int) -> Axis:
    axis, _ = Axis.objects.get_or_create(
        key=standard.key,
        defaults={
            "position": position,
            "order": position,
            "name_zh": standard.name_zh,
            "name_en": standard.name_en,
            "in_grid": standard.key in SHOWN,
            "has_bands": any(each.amount_from is not None for each in standard.categories()),
        },
    )
    return axis


def _load_categories(axis: Axis, standards: tuple[Standard, ...]) -> None:
    """Level by level: a category is written once its parent has an id."""
    ids = _ids_by_code(axis)
    orders = {standard.code: order for order, standard in enumerate(standards, start=1)}
    missing = [standard for standard in standards if standard.code not in ids]
    while missing:
        level = [each for each in missing if not each.parent or each.parent in ids]
        _write(axis, level, ids, orders)
        ids = _ids_by_code(axis)
        missing = [each for each in missing if each.code not in ids]


def _ids_by_code(axis: Axis) -> dict[str, int]:
    return dict(axis.categories.exclude(code="").values_list("code", "pk"))


def _write(axis: Axis, level: list[Standard], ids: dict[str, int], orders: dict[str, int]) -> None:
    Category.objects.bulk_create(
        Category(
            axis=axis,
            parent_id=ids.get(each.parent),
            code=each.code,
            order=orders[each.code],
            name_zh=each.name_zh,
            name_en=each.name_en,
            tone=each.tone,
            amount_from=each.amount_from,
            amount_to=each.amount_to,
        )
        for each in level
    )
