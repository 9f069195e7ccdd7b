"""The categories of an axis with their counts: a tree in which what is below counts above."""

from collections import Counter

from django.db.models import F
from django.utils.functional import cached_property

from crm.grid.conditions.records import NONE
from crm.grid.heads.facets import SHOWN, Facet, Option
from customers.classification import Node, Tree


class CategoryFacet(Facet):
    """Depth first, each with its subtree as the filter takes it along. A tree too large to list
    shows its upper levels; the rest is found by name."""

    @property
    def key(self):
        return F(f"{self.column.path}__{self.column.axis.position - 1}")

    @cached_property
    def nodes(self) -> dict[int, Node]:
        return Tree(self.column.axis).nodes

    @cached_property
    def totals(self) -> Counter:
        """{category id: rows in its subtree}."""
        totals: Counter = Counter()
        for pk, count in self.counts.items():
            node = self.nodes.get(pk)
            while node:
                totals[node.pk] += count
                node = node.above
        return totals

    def lines(self):
        lines = [self.line_of(node) for node in self.nodes.values() if self.is_of_use(node)]
        return [*self.empty(), *lines]

    def line_of(self, node) -> Option:
        depth = 0 if self.terms else node.depth
        label = node.path if self.terms else node.name
        return Option(str(node.pk), label, self.totals[node.pk], depth)

    def is_of_use(self, node) -> bool:
        if str(node.pk) in self.chosen:
            return True
        found = node.matches(self.terms) if self.terms else node.depth <= self.deepest
        return bool(self.totals[node.pk] and found)

    @cached_property
    def deepest(self) -> int:
        """The level down to which the tree fits the list."""
        by_depth = Counter(self.nodes[pk].depth for pk in self.totals)
        level, lines = 0, by_depth[0]
        while by_depth[level + 1] and lines + by_depth[level + 1] <= SHOWN:
            level += 1
            lines += by_depth[level]
        return level

    @property
    def left_out(self):
        if self.terms:
            return super().left_out
        listed = {option.value for option in self.options} - {NONE}
        return len(self.totals.keys() - map(int, listed))

    def is_found(self, line) -> bool:
        return True
