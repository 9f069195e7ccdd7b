"""Where a column of a sheet can go: what a grid declares can be imported."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import CharField, TextField
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm import naming
from crm.grid import Column, Date, Day, Text
from crm.sentences import Sentence, as_read, in_each_language
from customers.axis_columns import AxisColumn
from customers.grids import ContactGrid, CustomerGrid
from customers.imports.mapping.beginnings import beginnings
from customers.imports.mapping.synonyms import SYNONYMS
from customers.models import Contact, Customer, SourceSystem
from customers.own_fields.columns import OwnColumn
from customers.source_systems.columns import SourceKeys, SystemNamed

CONTACT = "contact."
KEYS, SOURCE_SYSTEM = "source_keys", "source_system"
# The path of a category is found whatever parts its names.
JOINS = {"remarks": "\n", "phones": ", "}


@dataclass(frozen=True)
class Target:
    """Where a column of the sheet can go."""

    name: str
    column: Column
    model: type
    words: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        if self.name.startswith(CONTACT):
            return _("Contact: %(column)s") % {"column": self.column.heading}
        return self.column.heading

    def blamed(self, problem) -> Sentence:
        """A problem, behind the name of the column that has it."""
        return in_each_language(
            lambda: (
                _("%(column)s: %(problem)s") % {"column": self.label, "problem": as_read(problem)}
            )
        )

    @property
    def names(self) -> set[str]:
        """What the lists call it, in every language, folded."""
        found = set()
        for code, _language in settings.LANGUAGES:
            with translation.override(code):
                found.add(naming.fold(self.label))
        return found

    @property
    def synonyms(self) -> set[str]:
        return {naming.fold(word) for word in self.words or SYNONYMS.get(self.name, ())}

    @property
    def is_added(self) -> bool:
        """Whether an admin added it and named it as they liked: an axis, an own field."""
        return isinstance(self.column, AxisColumn | OwnColumn)

    @property
    def is_axis(self) -> bool:
        return isinstance(self.column, AxisColumn)

    @property
    def is_day(self) -> bool:
        return isinstance(self.column, Date | Day)

    @property
    def join(self) -> str:
        """What stands between the texts of several columns; "" where one column must do."""
        if self.name in JOINS:
            return JOINS[self.name]
        field, column = self.column.field, self.column
        is_free = type(field) in (CharField, TextField) and not column.normalise
        is_text = isinstance(column, Text) and is_free and self.name != "name"
        return " " if self.is_axis or is_text else ""


def targets() -> dict[str, Target]:
    """All that can be imported now, by name; axes and own fields as they stand in the database."""
    found = [Target(c.name, c, Customer) for c in importable(CustomerGrid)]
    found += [Target(CONTACT + c.name, c, Contact) for c in importable(ContactGrid)]
    found += [Target(column.name, column, Customer) for column in beginnings(Customer)]
    if SourceSystem.objects.in_use().exists():
        return {target.name: target for target in [*found, source_system()]}
    return {t.name: t for t in found if not isinstance(t.column, SourceKeys)}


def source_system() -> Target:
    """The system that a row comes from; no list has a column of it."""
    column = SystemNamed(gettext_lazy("source system")).bind(SOURCE_SYSTEM, Customer)
    return Target(SOURCE_SYSTEM, column, Customer)


def computed(grid_class, known: Iterable[Target]) -> set[str]:
    """The headings, folded, of what a list shows and no sheet can set."""
    settable = {name for target in known for name in target.names}
    grid = grid_class(user=None, params={})
    shown = [Target(c.name, c, grid.model).names for c in grid.columns if not c.importable]
    return {name for names in shown for name in names} - settable


def computed_of_customers() -> set[str]:
    return computed(CustomerGrid, targets().values())


def importable(grid_class) -> list[Column]:
    grid = grid_class(user=None, params={})
    return [column for column in grid.columns if column.importable]
