"""The texts of a sheet that are no category of their axis."""

import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import chain

from django.core.exceptions import ValidationError
from django.db import connection

from crm.naming import fold
from crm.sheets.cells import BadCell
from customers.classification import Node, Tree
from customers.imports.mapping import Mapping, Source
from customers.imports.mapping.sources import spelling
from customers.models import Axis

SHOWN = 100
DISTINCT = """
SELECT place, typed, count(*)
FROM customers_importrow, LATERAL (VALUES {arrays}) AS asked (place, typed)
WHERE sheet_import_id = %s GROUP BY place, typed ORDER BY place, min(number)
"""
NEAREST = 3
SOMEWHAT_LIKE, MUCH_LIKE = 0.3, 0.75


@dataclass(frozen=True)
class Unknown:
    """One text, in how many rows it stands, and categories called nearly so, the nearest first."""

    text: str
    count: int
    nearest: list[Node]
    likeness: float

    @property
    def key(self) -> str:
        """Names its fields in the form, however many texts there are by then."""
        return sha256(spelling(self.text).encode()).hexdigest()[:12]

    @property
    def is_nearly_known(self) -> bool:
        return self.likeness >= MUCH_LIKE


@dataclass
class UnknownOnAxis:
    axis: Axis
    tree: Tree
    texts: list[Unknown]
    rest: list[tuple[str, int]]
    """The further texts that are not asked about one by one, with the number of their rows."""

    @property
    def more(self) -> int:
        return len(self.rest)

    @property
    def rows(self) -> int:
        return sum(unknown.count for unknown in self.texts)

    @property
    def rest_rows(self) -> int:
        return sum(count for _text, count in self.rest)


def unknown_categories(sheet_import, mapping: Mapping) -> list[UnknownOnAxis]:
    """For each axis that has any, the commonest texts first. Asks the rows once for all axes."""
    sources = [source for source in mapping.sources if source.target.is_axis and source.columns]
    cells = distinct_cells(sheet_import, [source.columns for source in sources])
    found = (unknown_on_axis(*each) for each in zip(sources, cells, strict=True))
    return [each for each in found if each.texts]


def unknown_on_axis(source: Source, cells: list[tuple[dict, int]]) -> UnknownOnAxis:
    find, axis = source.target.column.reader(), source.target.column.axis
    counted = [(t, n) for t, n in texts_of(source, cells) if not is_known(find, t)]
    likeness = Likeness(Tree(axis))
    texts = [Unknown(text, n, *likeness.nearest(text)) for text, n in counted[:SHOWN]]
    return UnknownOnAxis(axis, likeness.tree, texts, counted[SHOWN:])


def texts_of(source: Source, distinct: list[tuple[dict, int]]) -> list[tuple[str, int]]:
    """Each text once, spelt as it first came, with the number of its rows; commonest first."""
    spelt: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for cells, count in distinct:
        text = source.text(cells)
        if text and not isinstance(text, BadCell):
            spelt.setdefault(spelling(text), text)
            counts[spelling(text)] += count
    return sorted(((spelt[key], n) for key, n in counts.items()), key=lambda pair: (-pair[1], pair))


def distinct_cells(sheet_import, several: list[tuple[int, ...]]) -> list[list[tuple[dict, int]]]:
    """For each tuple of columns its cells, by column: each combination once with the number of
    its rows, in the order of the rows."""
    if not several:
        return []
    cells = (", ".join(["cells -> %s"] * len(columns)) for columns in several)
    arrays = ", ".join(f"({n}, jsonb_build_array({each}))" for n, each in enumerate(cells))
    found: list[list[tuple[dict, int]]] = [[] for _columns in several]
    with connection.cursor() as cursor:
        cursor.execute(DISTINCT.format(arrays=arrays), [*chain(*several), sheet_import.pk])
        for place, typed, count in cursor:
            # Django leaves JSON of plain statements as text.
            cells = dict(zip(several[place], json.loads(typed), strict=True))
            found[place].append((cells, count))
    return found


def is_known(find, text: str) -> bool:
    try:
        find(text)
    except ValidationError:
        return False
    return True


class Likeness:
    """How alike a text and the categories of a tree are, by the characters they share."""

    def __init__(self, tree: Tree):
        self.tree = tree

    @cached_property
    def names(self) -> list[tuple[Node, int]]:
        """Each name's category, and how many grams the name has."""
        return [(node, len(grams(name))) for node, name in self._named]

    @cached_property
    def by_gram(self) -> dict[str, list[int]]:
        """The places in `names` of those that have a gram: few of thousands share any."""
        found: dict[str, list[int]] = defaultdict(list)
        for place, (_node, name) in enumerate(self._named):
            for gram in grams(name):
                found[gram].append(place)
        return found

    @cached_property
    def _named(self) -> list[tuple[Node, str]]:
        nodes = self.tree.in_use()
        return [(node, name) for node in nodes for name in {node.name_zh, node.name_en}]

    def nearest(self, text: str) -> tuple[list[Node], float]:
        """The nearest categories, and how alike the first is: 1 is the same, 0 shares nothing."""
        mine = grams(text)
        shared = Counter(place for gram in mine for place in self.by_gram.get(gram, ()))
        scored: dict[int, tuple[float, Node]] = {}
        for place, common in shared.items():
            node, theirs = self.names[place]
            score = 2 * common / (len(mine) + theirs)
            if score >= SOMEWHAT_LIKE and score > scored.get(node.pk, (0, node))[0]:
                scored[node.pk] = score, node
        best = sorted(scored.values(), key=lambda pair: (-pair[0], pair[1].depth))[:NEAREST]
        return [node for _score, node in best], best[0][0] if best else 0


def grams(text: str) -> set[str]:
    """Characters and pairs of them."""
    folded = fold(text)
    return {*folded, *map("".join, zip(folded, folded[1:], strict=False))}
