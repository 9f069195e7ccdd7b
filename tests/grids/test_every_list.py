"""No list is left out: each one that is registered keeps the contract somewhere in the tests."""

import ast
from pathlib import Path

from crm.grid.asked import RESERVED
from crm.grid.registry import grids

TESTS = Path(__file__).resolve().parent.parent


def lists_under_contract() -> set[str]:
    """The grids that a subclass of GridContract names first in its `grid, url = …`."""
    return {
        node.value.elts[0].id
        for path in TESTS.rglob("test_*.py")
        if "(GridContract)" in (text := path.read_text(encoding="utf-8"))
        for cls in ast.walk(ast.parse(text))
        if isinstance(cls, ast.ClassDef) and "GridContract" in map(base_name, cls.bases)
        for node in cls.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Tuple)
    }


def base_name(base) -> str:
    return getattr(base, "id", "")


def test_every_list_keeps_the_contract():
    assert {grid.__name__ for grid in grids()} - lists_under_contract() == set()


def test_no_column_is_called_what_a_url_means_otherwise():
    taken = {(grid.key, name) for grid in grids() for name in RESERVED & grid.declared.keys()}
    assert taken == set()
