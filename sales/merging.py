"""What of this room moves along when a customer goes into another."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from customers import engagement
from customers.merging.belongings import Belongings, Link, after_moving, register_moving
from customers.merging.people import OfPerson, register_of_person
from sales.engagement import added_up
from sales.models import Order

NUMBER_KEPT = 36


def renumbered(rows, survivor) -> Iterator[tuple[Order, str]]:
    """The orders whose number the survivor has too, each with one that is free."""
    living = Order.objects.filter(customer=survivor, deleted_at__isnull=True)
    taken = set(living.values_list("number", flat=True))
    for order in rows.filter(deleted_at__isnull=True, number__in=list(taken)):
        taken.add(free := free_number(order.number, taken))
        yield order, free


def free_number(number: str, taken) -> str:
    tries = (f"{number[:NUMBER_KEPT]}-{step}" for step in range(2, len(taken) + 3))
    return next(free for free in tries if free not in taken)


def give_free_numbers(rows, survivor) -> list:
    changes = [[order.pk, order.number, free] for order, free in renumbered(rows, survivor)]
    for pk, _old, free in changes:
        Order.objects.filter(pk=pk).update(number=free)
    return changes


def give_numbers_back(memory, gone):
    for pk, old, free in memory:
        Order.objects.filter(pk=pk, customer=gone, number=free).update(number=old)


def foretell_numbers(rows, survivor) -> list[str]:
    sentence = _("Both have an order %(number)s: this one becomes %(free)s.")
    return [
        sentence % {"number": order.number, "free": free}
        for order, free in renumbered(rows, survivor)
    ]


@after_moving
def add_up(customer_ids):
    engagement.record(added_up(customer_ids))


register_of_person(OfPerson("sales.Activity"))
register_moving(
    Belongings("sales.Activity"),
    Belongings("sales.Opportunity"),
    Belongings(
        "sales.Order",
        make_way=give_free_numbers,
        put_right=give_numbers_back,
        foretell=foretell_numbers,
    ),
    links=(Link("sales.Activity", "pk", "contact"), Link("sales.Order", "pk", "opportunity")),
)
