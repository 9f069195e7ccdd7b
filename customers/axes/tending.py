"""The verbs on axes and categories. None of them touches a customer.

`order` of a category is its place in the whole tree, depth first, so that sorting customers by
an axis is sorting by one number; every verb that changes the tree numbers it anew.
"""

from django.db import connection, transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from crm.refusals import Refused
from customers.models import Axis, Category


@transaction.atomic
def add_axis(**names) -> Axis:
    """A new axis behind the others; it is a column, filter and import target at once."""
    lock_axes()
    last = Axis.objects.aggregate(position=Max("position"), order=Max("order"))
    position = (last["position"] or 0) + 1
    order = (last["order"] or 0) + 1
    return Axis.objects.create(key=free_key(names["name_en"], position), position=position, order=order, **names)


def free_key(name: str, position: int) -> str:
    """A word for URLs and parameters that no axis and no fixed column of a list has."""
    key = slugify(name).replace("-", "_")[:30]
    return f"{key or 'axis'}_{position}"


@transaction.atomic
def move_axis(axis: Axis, step: int):
    """One place up (-1) or down (1) among the axes in use."""
    lock_axes()
    axes = list(Axis.objects.in_use())
    swap(axes, axes.index(axis), step)
    for order, each in enumerate(axes, start=1):
        Axis.objects.filter(pk=each.pk).update(order=order)


@transaction.atomic
def add_category(axis: Axis, parent: Category | None, **fields) -> Category:
    lock_axes()
    category = Category.objects.create(axis=axis, parent=parent, order=2**31 - 1, **fields)
    number_anew(axis)
    return category


@transaction.atomic
def move_category(category: Category, step: int):
    """One place up (-1) or down (1) among its siblings."""
    lock_axes()
    siblings = list(Category.objects.filter(axis=category.axis, parent=category.parent))
    swap(siblings, siblings.index(category), step)
    number_anew(category.axis, {category.parent_id: siblings})


@transaction.atomic
def put_under(category: Category, parent: Category | None):
    """Moves a category with all below it under another of its axis, or to the top.

    Raises Refused when that would put it below itself.
    """
    lock_axes()
    if parent and parent.pk in Category.objects.filter(pk=category.pk).subtree_ids():
        raise Refused(
            _("%(category)s cannot stand below itself.") % {"category": category},
            _("Choose a place outside of it."),
        )
    category.parent = parent
    category.save(update_fields=["parent"])
    number_anew(category.axis)


def swap(items: list, at: int, step: int):
    other = at + step
    if 0 <= other < len(items):
        items[at], items[other] = items[other], items[at]


def number_anew(axis: Axis, rearranged: dict | None = None):
    """Gives every category of the axis its depth-first number, children of `rearranged` in the
    order given there."""
    children: dict[int | None, list] = {}
    for category in Category.objects.filter(axis=axis):
        children.setdefault(category.parent_id, []).append(category)
    ids = [category.pk for category in depth_first(children | (rearranged or {}), None)]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE customers_category c SET "order" = n.place
            FROM unnest(%s::int[]) WITH ORDINALITY AS n(id, place)
            WHERE c.id = n.id AND c."order" <> n.place
            """,
            [ids],
        )


def depth_first(children: dict, parent: int | None):
    for category in children.get(parent, ()):
        yield category
        yield from depth_first(children, category.pk)


def lock_axes():
    """One admin at a time arranges the axes; whoever reads them is not held up."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE customers_axis IN SHARE ROW EXCLUSIVE MODE")
