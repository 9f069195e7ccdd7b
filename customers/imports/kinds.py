"""What the rows of a sheet can be. The room that keeps such records registers their kind."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

from customers.models.imports import Policy

if TYPE_CHECKING:
    from customers.imports.mapping.targets import Target

CUSTOMERS = "customers"


@dataclass(frozen=True)
class Part:
    """A record that a row makes or means: `check` is where the row's RowCheck has its id, `whole`
    the foreign key to the record that it goes with."""

    model: type
    check: str
    whole: str = ""


@dataclass(frozen=True)
class Amount:
    """What numbers of a row come to: the part of `model` has it at `path`, in the currency at
    `currency_path`. `work_out` is asked with the row's numbers by target where it has all of
    `needs`."""

    name: str
    label: Promise
    model: type
    path: str
    currency_path: str
    needs: frozenset[str]
    work_out: Callable[[dict[str, Decimal]], Decimal]


@dataclass(frozen=True)
class Kind:
    """Everything of an import that depends on what its rows are.

    `targets` has by name where a column can go. The checker and the committer are made with an
    import, the undoer with an import and whoever undoes it; what they offer is what those of
    customers do (`checking.Check`, `committing.Commit`, `undoing.Undo`). Of each group of
    `needs` one target must be chosen, and `telling` are those by which such a sheet is known.
    `notes` is the target for what has no place of its own, `new_fields` has by the models that
    columns can become own fields of what stands before the field's name; `means` says by a
    target of customers which one here holds the same sort of thing, and `computed` are headings,
    folded, of columns of the list that no sheet can set. Of the `parts` the first is the record
    that the row is.
    """

    name: str
    label: Promise
    targets: Callable[[], "dict[str, Target]"]
    checker: Callable[..., Any]
    committer: Callable[..., Any]
    undoer: Callable[..., Any]
    list_url: str = "customers:list"
    policy: Policy = Policy.FILL
    policies: tuple[Policy, ...] = tuple(Policy)
    needs: tuple[tuple[str, ...], ...] = ()
    telling: tuple[str, ...] = ()
    notes: str = "remarks"
    new_fields: dict[str, str] = field(default_factory=dict)
    means: dict[str, str] | None = None
    computed: Callable[[], set[str]] = set
    parts: tuple[Part, ...] = ()
    amounts: tuple[Amount, ...] = ()

    @property
    def is_of_customers(self) -> bool:
        return self.name == CUSTOMERS


KINDS: dict[str, Kind] = {}


def register_kind(kind: Kind):
    KINDS[kind.name] = kind


def kind_of(sheet_import) -> Kind:
    return KINDS[sheet_import.kind]


def become(staged, kind: str):
    """The rows are of this kind; the caller saves it."""
    staged.kind, staged.policy = kind, KINDS[kind].policy
