"""What the rows of a sheet can be. The room that keeps such records registers their kind."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

if TYPE_CHECKING:
    from customers.imports.mapping.targets import Target

CUSTOMERS = "customers"


@dataclass(frozen=True)
class Kind:
    """Everything of an import that depends on what its rows are.

    `targets` has by name where a column can go. The checker and the committer are made with an
    import, the undoer with an import and whoever undoes it; what they offer is what those of
    customers do (`checking.Check`, `committing.Commit`, `undoing.Undo`).
    """

    name: str
    label: Promise
    targets: Callable[[], "dict[str, Target]"]
    checker: Callable[..., Any]
    committer: Callable[..., Any]
    undoer: Callable[..., Any]


KINDS: dict[str, Kind] = {}


def register_kind(kind: Kind):
    KINDS[kind.name] = kind


def kind_of(sheet_import) -> Kind:
    return KINDS[sheet_import.kind]
