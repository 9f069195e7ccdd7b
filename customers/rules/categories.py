"""Categories of every axis together, as rules name and choose them: "Value · A"."""

from collections.abc import Iterable, Iterator

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from crm import naming
from crm.models import Team
from customers.classification import OPTIONS_SHOWN, Node, Tree, spellings
from customers.models import Axis, Category

BETWEEN = " · "


class Names:
    """What the ids in rules are called, in the reader's language; each category is read once."""

    def __init__(self):
        self._categories: dict[int, Category] = {}

    def load(self, ids: Iterable[int]):
        missing = set(ids) - set(self._categories)
        if missing:
            self._categories |= Category.objects.with_ancestors(missing)

    def category(self, pk: int | str) -> str:
        self.load([int(pk)])
        found = self._categories.get(int(pk))
        if found is None:
            return _("a category that is gone")
        return label(self._axes[found.axis_id], path_of(found))

    def knows(self, pk: int | str) -> bool:
        self.load([int(pk)])
        return int(pk) in self._categories

    def team(self, pk: int) -> str:
        return self._teams.get(pk) or _("a team that is gone")

    @cached_property
    def _axes(self) -> dict[int, Axis]:
        return Axis.objects.in_bulk()

    @cached_property
    def _teams(self) -> dict[int, str]:
        return dict(Team.objects.values_list("pk", "name"))


def ids_in(stored) -> Iterator[int]:
    """The categories that stored sections name, however deep."""
    parts = stored.items() if isinstance(stored, dict) else enumerate(stored)
    for key, value in parts:
        if key in ("by_category", "least_by_category", "without_categories"):
            yield from map(int, value)
        elif key == "category":
            yield value
        elif isinstance(value, dict | list | tuple):
            yield from ids_in(value)


def path_of(category: Category) -> str:
    above = f"{path_of(category.parent)}{BETWEEN}" if category.parent else ""
    return f"{above}{category.name}"


def label(axis: Axis, path: str) -> str:
    return f"{axis.name}{BETWEEN}{path}"


def find(query: str) -> list[tuple[int, str, str]]:
    """What fits the query on any axis, the shallow first, as (id, label, code).

    A word may name the axis: "value A". Without a query, the tops of every axis.
    """
    found = [(node, axis) for axis, tree in trees() for node in fitting(axis, tree, query)]
    best = sorted(found, key=lambda pair: pair[0].depth)[:OPTIONS_SHOWN]
    return [(node.pk, label(axis, node.path), node.code) for node, axis in best]


def named(text: str) -> int | None:
    """The only category in use so labelled, for those who type and choose nothing."""
    wanted = text.strip().casefold()
    found = [
        node.pk
        for axis, tree in trees()
        for node in tree.in_use()
        if wanted in {label(axis, node.path).casefold(), node.path.casefold()}
    ]
    return found[0] if len(found) == 1 else None


def trees() -> list[tuple[Axis, Tree]]:
    axes = list(Axis.objects.in_use())
    by_axis = Tree.of_each(axes)
    return [(axis, by_axis[axis.pk]) for axis in axes]


def fitting(axis: Axis, tree: Tree, query: str) -> list[Node]:
    terms = naming.query_terms(query)
    others = [term for term in terms if term not in spellings(axis.name_zh, axis.name_en)]
    found = tree.find(query)
    if len(others) < len(terms):
        found = [*found, *(node for node in tree.find(" ".join(others)) if node not in found)]
    return found
