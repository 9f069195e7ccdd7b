"""The categories of an axis as people look for them: by name, pinyin, English, code, with a path."""

from dataclasses import dataclass
from functools import lru_cache

from django.utils.functional import cached_property
from django.utils.translation import get_language

from crm import naming
from customers.models import Axis, Category, Customer

OPTIONS_SHOWN = 30
PLACES = "region"
SPELLINGS_KEPT = 20_000
FIELDS = ("pk", "parent_id", "name_zh", "name_en", "code", "archived_at")


@dataclass(frozen=True)
class Node:
    """A category at its place: `path` from the top of the tree, itself last."""

    pk: int
    name_zh: str
    name_en: str
    code: str
    is_archived: bool
    above: "Node | None"

    @property
    def name(self) -> str:
        return self.name_zh if (get_language() or "zh").startswith("zh") else self.name_en

    @property
    def depth(self) -> int:
        return self.above.depth + 1 if self.above else 0

    @property
    def path(self) -> str:
        return f"{self.above.path} · {self.name}" if self.above else self.name

    @property
    def full_names(self) -> set[str]:
        names = {self.name_zh, self.name_en, self.path, self.code}
        return {name.casefold() for name in names if name}

    def matches(self, terms) -> bool:
        """Every term is found here or above, one of them here."""
        return any(map(self.has, terms)) and all(map(self.has_in_path, terms))

    def has(self, term) -> bool:
        return term in spellings(self.name_zh, self.name_en) or self.code.lower().startswith(term)

    def begins_with(self, terms) -> bool:
        lines = spellings(self.name_zh, self.name_en).splitlines()
        return any(line.startswith(term) for line in lines for term in terms)

    def has_in_path(self, term) -> bool:
        return self.has(term) or bool(self.above and self.above.has_in_path(term))


@lru_cache(maxsize=SPELLINGS_KEPT)
def spellings(name_zh: str, name_en: str) -> str:
    return naming.search_text([name_zh, name_en], [])


class Tree:
    """The categories of one axis, depth first."""

    def __init__(self, axis: Axis, rows=None):
        self.axis, self._rows = axis, rows

    @classmethod
    def of_each(cls, axes) -> dict[int, "Tree"]:
        """The trees of several axes by the axis's id, in one query."""
        rows: dict[int, list] = {axis.pk: [] for axis in axes}
        categories = Category.objects.filter(axis__in=rows).order_by("order", "pk")
        for axis_id, *row in categories.values_list("axis_id", *FIELDS):
            rows[axis_id].append(row)
        return {axis.pk: cls(axis, rows[axis.pk]) for axis in axes}

    @cached_property
    def nodes(self) -> dict[int, Node]:
        rows = self._rows
        if rows is None:
            rows = self.axis.categories.order_by("order", "pk").values_list(*FIELDS)
        by_id = {row[0]: row for row in rows}
        nodes: dict[int, Node] = {}
        for pk in by_id:
            self._grow(pk, by_id, nodes)
        return {pk: nodes[pk] for pk in by_id}

    def _grow(self, pk, rows, nodes):
        if pk not in nodes:
            _pk, parent, name_zh, name_en, code, archived_at = rows[pk]
            above = self._grow(parent, rows, nodes) if parent else None
            nodes[pk] = Node(pk, name_zh, name_en, code, archived_at is not None, above)
        return nodes[pk]

    def node(self, pk: int) -> Node | None:
        """One category; while the others are not at hand, they are not read for it."""
        if self._rows is not None or "nodes" in self.__dict__:
            return self.nodes.get(pk)
        above = Category.objects.with_ancestors([pk]).values()
        rows = {one.pk: [getattr(one, name) for name in FIELDS] for one in above}
        found: dict[int, Node] = {}
        if pk in rows and all(one.axis_id == self.axis.pk for one in above):
            self._grow(pk, rows, found)
        return found.get(pk)

    def in_use(self, *, keeping: int | None = None) -> list[Node]:
        """What may be chosen; an archived category only where it was chosen already."""
        nodes = self.nodes.values()
        return [node for node in nodes if not node.is_archived or node.pk == keeping]

    def find(self, query: str) -> list[Node]:
        """What fits the query, whole beginnings and the shallow first; else the top of the tree."""
        terms = naming.query_terms(query)
        if terms:
            found = [node for node in self.in_use() if node.matches(terms)]
        else:
            found = [node for node in self.in_use() if node.depth == 0]
        best = sorted(found, key=lambda node: (not node.begins_with(terms), node.depth))
        return best[:OPTIONS_SHOWN]


@dataclass(frozen=True)
class Placement:
    """Where a customer stands on one axis."""

    axis: Axis
    category: Category

    @property
    def label(self) -> str:
        """A place means little without what is around it: "浙江省 · 杭州市"."""
        category = self.category
        if self.axis.key == PLACES and category.parent and not category.parent.parent_id:
            return f"{category.parent.name} · {category.name}"
        return category.short_path


def placements(customer: Customer) -> list[Placement]:
    """The customer's categories on the axes in use, in the admin's order; two queries."""
    axes = list(Axis.objects.in_use())
    ids = {axis.pk: customer.category_on(axis) for axis in axes}
    chosen = Category.objects.select_related("parent__parent__parent").in_bulk(
        set(ids.values()) - {None}
    )
    return [Placement(a, chosen[ids[a.pk]]) for a in axes if ids[a.pk] in chosen]
