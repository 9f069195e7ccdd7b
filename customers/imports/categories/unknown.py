"""The texts of a sheet that are no category of their axis."""

import json
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import connection

from crm.naming import fold
from crm.sheets.cells import BadCell
from customers.classification import Node, Tree
from customers.imports.mapping import Mapping, Source
from customers.imports.mapping.sources import spelling
from customers.models import Axis

SHOWN = 100
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
    more: int
    """How many further texts are not shown."""

    @property
    def rows(self) -> int:
        return sum(unknown.count for unknown in self.texts)


def unknown_categories(sheet_import, mapping: Mapping) -> list[UnknownOnAxis]:
    """For each axis that has any, the commonest texts first. Asks the rows once for each axis."""
    sources = [source for source in mapping.sources if source.target.is_axis and source.columns]
    found = (unknown_on_axis(sheet_import, source) for source in sources)
    return [each for each in found if each.texts]


def unknown_on_axis(sheet_import, source: Source) -> UnknownOnAxis:
    find, axis = source.target.column.reader(), source.target.column.axis
    counted = [(t, n) for t, n in texts_of(sheet_import, source) if not is_known(find, t)]
    likeness = Likeness(Tree(axis))
    texts = [Unknown(text, n, *likeness.nearest(text)) for text, n in counted[:SHOWN]]
    return UnknownOnAxis(axis, likeness.tree, texts, more=len(counted) - len(texts))


def texts_of(sheet_import, source: Source) -> list[tuple[str, int]]:
    """Each text once, spelt as it first came, with the number of its rows; commonest first."""
    spelt: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for cells, count in distinct_cells(sheet_import, source.columns):
        text = source.text(cells)
        if text and not isinstance(text, BadCell):
            spelt.setdefault(spelling(text), text)
            counts[spelling(text)] += count
    return sorted(((spelt[key], n) for key, n in counts.items()), key=lambda pair: (-pair[1], pair))


def distinct_cells(sheet_import, columns) -> list[tuple[dict, int]]:
    """The cells of these columns, by column, each combination once with the number of its rows."""
    wanted = ", ".join(["cells -> %s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT jsonb_build_array({wanted}) AS typed, count(*)
            FROM customers_importrow WHERE sheet_import_id = %s
            GROUP BY typed ORDER BY min(number)
            """,  # noqa: S608 only as many placeholders as there are columns
            [*columns, sheet_import.pk],
        )
        rows = cursor.fetchall()
    # Django leaves JSON of plain statements as text.
    return [(dict(zip(columns, json.loads(typed), strict=True)), n) for typed, n in rows]


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
    def names(self) -> list[tuple[Node, set[str]]]:
        nodes = self.tree.in_use()
        return [(node, grams(name)) for node in nodes for name in {node.name_zh, node.name_en}]

    def nearest(self, text: str) -> tuple[list[Node], float]:
        """The nearest categories, and how alike the first is: 1 is the same, 0 shares nothing."""
        mine = grams(text)
        scored: dict[int, tuple[float, Node]] = {}
        for node, theirs in self.names:
            score = 2 * len(mine & theirs) / (len(mine) + len(theirs) or 1)
            if score >= SOMEWHAT_LIKE and score > scored.get(node.pk, (0, node))[0]:
                scored[node.pk] = score, node
        best = sorted(scored.values(), key=lambda pair: (-pair[0], pair[1].depth))[:NEAREST]
        return [node for _score, node in best], best[0][0] if best else 0


def grams(text: str) -> set[str]:
    """Characters and pairs of them."""
    folded = fold(text)
    return {*folded, *map("".join, zip(folded, folded[1:], strict=False))}
