"""The verbs on axes and categories. None of them touches a customer.

`order` of a category is its place in the whole tree, depth first, so that sorting customers by
an axis is sorting by one number; every verb that changes the tree numbers it anew.
"""

from django.db import connection, transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from crm.refusals import Refused
from customers.models import Axis, Category, Customer

LEVELS = 8
BEHIND_ALL = 2**31 - 1


@transaction.atomic
def add_axis(**fields) -> Axis:
    """A new axis behind the others; it is a column, filter and import target at once."""
    lock_axes()
    last = Axis.objects.aggregate(position=Max("position"), order=Max("order"))
    position, order = ((number or 0) + 1 for number in (last["position"], last["order"]))
    key = free_key(fields["name_en"], position)
    return Axis.objects.create(key=key, position=position, order=order, **fields)


def free_key(name: str, position: int) -> str:
    """A word for URLs and parameters that no axis and no fixed column of a list has: it ends in
    the axis's own number, and they end in none."""
    word = slugify(name).replace("-", "_")[:30]
    return f"{word or 'axis'}_{position}"


@transaction.atomic
def move_axis(axis: Axis, step: int):
    """One place up (-1) or down (1) among the axes in use."""
    lock_axes()
    axes = list(Axis.objects.in_use())
    swap(axes, axis, step)
    for order, each in enumerate(axes, start=1):
        Axis.objects.filter(pk=each.pk).update(order=order)


@transaction.atomic
def add_category(axis: Axis, parent: Category | None, **fields) -> Category:
    """A new category, the last of those under `parent`. Raises Refused when its code is taken."""
    (category,) = add_categories(axis, parent, [fields])
    return category


@transaction.atomic
def add_categories(axis: Axis, parent: Category | None, several: list[dict]) -> list[Category]:
    """The same for several at once, which stand in this order."""
    lock_axes()
    refuse_too_deep(parent, 1)
    place = {"axis": axis, "parent": parent, "order": BEHIND_ALL}
    made = []
    for fields in several:
        refuse_taken_code(axis, fields.get("code", ""))
        made.append(Category.objects.create(**place, **fields))
    number_anew(axis)
    return made


@transaction.atomic
def change_category(category: Category, **fields):
    lock_axes()
    refuse_taken_code(category.axis, fields.get("code", ""), category)
    Category.objects.filter(pk=category.pk).update(**fields)


@transaction.atomic
def move_category(category: Category, step: int):
    """One place up (-1) or down (1) among its siblings."""
    lock_axes()
    category.refresh_from_db(fields=["parent"])
    siblings = list(Category.objects.filter(axis=category.axis, parent=category.parent))
    swap(siblings, category, step)
    number_anew(category.axis, {category.parent_id: siblings})


@transaction.atomic
def put_under(category: Category, parent: Category | None):
    """Moves a category with all below it under another of its axis, or to the top.

    Raises Refused when that would put it below itself, or the tree too deep.
    """
    lock_axes()
    refuse_below_itself(category, parent)
    refuse_too_deep(parent, height_of(category))
    Category.objects.filter(pk=category.pk).update(parent=parent, order=BEHIND_ALL)
    number_anew(category.axis)


@transaction.atomic
def delete_category(category: Category):
    """Takes away what never was used. Raises Refused for any other: it can be archived."""
    # Writers of customers wait, so that none takes the category meanwhile.
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE customers_customer IN SHARE MODE")
    lock_axes()
    refuse_if_used(category)
    category.delete()
    number_anew(category.axis)


# --- refusals -------------------------------------------------------------------------------


def refuse_if_used(category: Category):
    why = ""
    if category.children.exists():
        why = _("There are categories below %(category)s.")
    elif Customer.objects.filter(category_ids__contains=[category.pk]).exists():
        why = _("Customers are classified as %(category)s.")
    if why:
        raise Refused(
            why % {"category": category},
            _("Archive it instead: nobody can choose it any more, and what has it keeps it."),
        )


def refuse_taken_code(axis: Axis, code: str, category: Category | None = None):
    others = axis.categories.exclude(pk=category.pk) if category else axis.categories
    holder = others.filter(code=code).first() if code else None
    if holder:
        raise Refused(
            _("“%(code)s” is the code of %(category)s.") % {"code": code, "category": holder},
            _("Choose another one, or leave it empty."),
        )


def refuse_below_itself(category: Category, parent: Category | None):
    if parent and category.pk in Category.objects.with_ancestors([parent.pk]):
        raise Refused(
            _("%(category)s cannot stand below itself.") % {"category": category},
            _("Choose a place outside of it."),
        )


def refuse_too_deep(parent: Category | None, height: int):
    """`height` is how many levels are put under `parent`."""
    above = len(Category.objects.with_ancestors([parent.pk])) if parent else 0
    if parent and not above:
        raise Refused(_("%(category)s was deleted meanwhile.") % {"category": parent})
    if above + height > LEVELS:
        raise Refused(
            _("A tree of categories has at most %(levels)d levels.") % {"levels": LEVELS},
            _("Choose a place further up."),
        )


# --- the tree -------------------------------------------------------------------------------


def swap(items: list, item, step: int):
    """Changes places with the neighbour; whoever is at the end, or gone meanwhile, stays."""
    at = items.index(item) if item in items else -1
    if at >= 0 and 0 <= at + step < len(items):
        items[at], items[at + step] = items[at + step], items[at]


def height_of(category: Category) -> int:
    """How many levels it makes with all below it."""
    height, level = 0, [category.pk]
    while level:
        height += 1
        level = list(Category.objects.filter(parent__in=level).values_list("pk", flat=True))
    return height


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
