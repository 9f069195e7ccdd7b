"""The departments of a customer as a tree."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Count, Q

from crm.naming import sort_key
from intel.models import Department


@dataclass
class Branch:
    """A department at its place, `depth` counted from 0 at the top, with its known people."""

    department: Department
    people: int
    depth: int = 0
    branches: list["Branch"] = field(default_factory=list)

    def walk(self) -> Iterator["Branch"]:
        """This branch and all below it, each parent before its children."""
        yield self
        for branch in self.branches:
            yield from branch.walk()


def organisation(customer) -> list[Branch]:
    """The top departments with all that stands below them, by name."""
    departments = {found.pk: found for found in _departments(customer)}
    below: dict[int | None, list[Department]] = {}
    for department in departments.values():
        if not department.deleted_at:
            below.setdefault(_living_parent(department, departments), []).append(department)
    return _grown(below, None, 0)


def in_order(customer) -> Iterator[Branch]:
    for top in organisation(customer):
        yield from top.walk()


def _departments(customer):
    people = Count("dossiers", filter=Q(dossiers__contact__deleted_at__isnull=True))
    found = Department.objects.filter(customer=customer).select_related("head")
    return sorted(found.annotate(people=people), key=lambda found: sort_key(found.name))


def _living_parent(department, departments) -> int | None:
    parent = departments.get(department.parent_id)
    while parent and parent.deleted_at:
        parent = departments.get(parent.parent_id)
    return parent.pk if parent else None


def _grown(below, parent_id, depth) -> list[Branch]:
    return [
        Branch(found, found.people, depth, _grown(below, found.pk, depth + 1))
        for found in below.get(parent_id, ())
    ]
