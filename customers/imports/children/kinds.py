"""What a room says of its records, so that sheets of them can be imported."""

from collections.abc import Collection
from functools import cached_property, partial
from typing import Any, cast

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from crm.grid import Column
from crm.sentences import Sentence
from customers.imports.children.checking import RecordCheck
from customers.imports.children.columns import of_customers
from customers.imports.children.committing import RecordCommit
from customers.imports.children.drafts import Draft
from customers.imports.children.standing import Standing
from customers.imports.children.undoing import RecordUndo
from customers.imports.children.words import WORDS
from customers.imports.kinds import Amount, Kind, Part
from customers.imports.mapping.targets import (
    KEYS,
    SOURCE_SYSTEM,
    Target,
    computed,
    importable,
    source_system,
)
from customers.models import ExternalKey, SourceSystem
from customers.models.imports import Policy
from customers.source_systems.columns import SourceKeys

NAMING_A_CUSTOMER = ("customer", *of_customers())


class Records:
    """The records of one model, each of a customer. A subclass is instantiated once.

    `told` are the targets whose values are no column of the record; `words` has by target how
    people head such a column besides its own name, `means` by a target of customers which one
    here holds the same sort of thing. A new record needs one target of each group of `needs`;
    by `telling` such a sheet is known. `notes` is the target that takes what has no place of its
    own. `detail` is the model of the record's lines, if it has any, `detail_of` their foreign key
    to it.
    """

    name: str
    model: type[Model]
    grid: type
    keys: type[ExternalKey]
    list_url: str
    policy: Policy = Policy.OVERWRITE
    notes: str
    told: frozenset[str] = frozenset({*NAMING_A_CUSTOMER, KEYS, SOURCE_SYSTEM})
    words: dict[str, list[str]] = {}
    means: dict[str, str] = {}
    needs: tuple[tuple[str, ...], ...] = ()
    telling: tuple[str, ...] = ()
    new_fields: dict[str, str] = {}
    detail: type[Model] | None = None
    detail_of: str = ""
    amounts: tuple[Amount, ...] = ()
    # Who is told of what becomes of a record.
    holder: str = "customer__owner"
    # What follows from other rows: the primary mark, a total.
    volatile: frozenset[str] = frozenset()
    # Columns that a sheet says of new records only.
    begins: frozenset[str] = frozenset({"created_at", "created_by_id"})
    # Columns that hold together: an import that only fills leaves all of them.
    together: frozenset[str] = frozenset()

    @property
    def label(self) -> Promise:
        return cast(Promise, self.model._meta.verbose_name_plural)

    def kind(self) -> Kind:
        return Kind(
            self.name,
            self.label,
            self.targets,
            partial(RecordCheck, self),
            partial(RecordCommit, self),
            partial(RecordUndo, self),
            list_url=self.list_url,
            policy=self.policy,
            policies=(Policy.SKIP, Policy.FILL, Policy.OVERWRITE),
            needs=tuple((*group, "source_keys") for group in (NAMING_A_CUSTOMER, *self.needs)),
            telling=self.telling,
            notes=self.notes,
            new_fields=self.new_fields,
            means=self.means,
            computed=self.computed,
            parts=self._parts(),
            amounts=self.amounts,
        )

    def _parts(self) -> tuple[Part, ...]:
        record = Part(self.model, "record_id")
        line = [Part(self.detail, "values__line_id", self.detail_of)] if self.detail else []
        return record, *line

    # --- where a column can go ----------------------------------------------------------------

    def extras(self) -> dict[str, Column]:
        """Columns of a sheet that the list has not, by target."""
        return {}

    def targets(self) -> dict[str, Target]:
        others = {name: c.bind(name, self.model) for name, c in self.extras().items()}
        found = {column.name: column for column in importable(self.grid)} | others
        if self.detail:
            lines = self.of_lines().items()
            found |= {name: column.bind(name, self.detail) for name, column in lines}
        found |= {name: c.bind(name, self.model) for name, c in of_customers().items()}
        known = {n: Target(n, c, c.model, tuple(self._words(n))) for n, c in found.items()}
        if SourceSystem.objects.in_use().exists():
            return known | {SOURCE_SYSTEM: source_system()}
        return {n: t for n, t in known.items() if not isinstance(t.column, SourceKeys)}

    def computed(self) -> set[str]:
        return computed(self.grid, self.targets().values())

    def _words(self, name: str) -> list[str]:
        return self.words.get(name, []) or WORDS.get(name, [])

    def of_lines(self) -> dict[str, Column]:
        """Columns of the record's lines."""
        return {}

    @cached_property
    def by_column(self) -> dict[str, str]:
        """The targets by the column of the database."""
        fields = ((name, t.column.field) for name, t in self.targets().items())
        return {field.attname: name for name, field in fields if hasattr(field, "attname")}

    def target_of(self, column: str) -> str:
        return self.by_column.get(column, "")

    # --- what a row says ----------------------------------------------------------------------

    def fill(self, draft: Draft):
        """Makes columns of what the row says otherwise; refuses what cannot be."""

    def is_same_line(self, said: dict, line: dict) -> bool:
        """Whether a row's line is this one, though other things of it may differ."""
        return False

    def adjust(self, draft: Draft, standing: Standing | None):
        """The same once it is known which record the row means, if it is there."""

    def complete(self, draft: Draft, customer: Any, by):
        """What a new record has that its row does not say; refuses what it cannot do without."""
        draft.need(*(name for name, t in draft.targets.items() if t.column.required))

    def title(self, draft: Draft) -> str:
        return draft.record.get("name", "")

    def refer(self, drafts: list[Draft]):
        """Finds the other records that rows name, such as a contact of their customer."""

    # --- which record it is -------------------------------------------------------------------

    # Always read of a record that may be meant: what tells it, and what a row may come to say.
    compared: tuple[str, ...] = ()

    def identities(self, record: dict) -> list[tuple]:
        """By what a record of a customer is known without a key, the most telling first."""
        return []

    def alike(self, drafts: list[Draft]) -> QuerySet:
        """Living records of the drafts' customers that may be those meant."""
        customers = {draft.row.customer_id for draft in drafts}
        return self.model._default_manager.filter(customer__in=customers, deleted_at__isnull=True)

    # --- what follows -------------------------------------------------------------------------

    def derived(self, record: dict, changed: set[str]) -> dict:
        """The columns that follow from others."""
        return {}

    def united(self, did: list) -> dict[int, Sentence]:
        """Of records that an import made (`undoing.Did`), those that are one with others since."""
        return {}

    def settle(self, customer_ids: Collection[int]):
        """After records of these customers, which are locked, came, changed or went."""
