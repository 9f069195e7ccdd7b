"""The verbs on source systems and their orders. None of them touches a customer."""

from django.db import connection, transaction

from customers.axes.tending import swap
from customers.models import FieldRank, SourceSystem
from customers.source_systems.precedence import Precedence


@transaction.atomic
def add_system(name: str) -> SourceSystem:
    """A new system, believed less than all others."""
    lock_systems()
    return SourceSystem.objects.create(name=name, rank=SourceSystem.objects.count() + 1)


@transaction.atomic
def move_system(system: SourceSystem, step: int):
    """One place up (-1) or down (1) among those in use; archived ones keep their places."""
    lock_systems()
    systems = list(SourceSystem.objects.all())
    in_use = [each for each in systems if not each.is_archived]
    swap(in_use, system, step)
    moved = iter(in_use)
    for rank, each in enumerate(systems, start=1):
        here = each if each.is_archived else next(moved)
        SourceSystem.objects.filter(pk=here.pk).update(rank=rank)


@transaction.atomic
def order_field(target: str):
    """Gives a field an order of its own, which begins as the general one."""
    lock_systems()
    keep_order(target, Precedence().order(target))


@transaction.atomic
def move_in_field(target: str, system: SourceSystem, step: int):
    """One place up (-1) or down (1) in a field's own order, among the systems in use."""
    lock_systems()
    precedence = Precedence()
    if target in precedence.own:
        in_use = set(SourceSystem.objects.in_use().values_list("pk", flat=True))
        order = precedence.order(target)
        systems = [pk for pk in order if pk in in_use]
        swap(systems, system.pk, step)
        keep_order(target, [*systems, *(pk for pk in order if pk not in in_use)])


@transaction.atomic
def forget_order(target: str):
    """The field follows the general order again."""
    lock_systems()
    FieldRank.objects.filter(target=target).delete()


def keep_order(target: str, systems: list[int]):
    FieldRank.objects.filter(target=target).delete()
    FieldRank.objects.bulk_create(
        FieldRank(target=target, system_id=pk, rank=rank) for rank, pk in enumerate(systems, 1)
    )


def lock_systems():
    """One admin at a time orders the systems; whoever reads them is not held up."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE customers_sourcesystem IN SHARE ROW EXCLUSIVE MODE")
