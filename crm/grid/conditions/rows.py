"""A draft as its template draws it: rows with a field, a question and an answer."""

from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.grid.conditions.binding import BoundLeaf
from crm.grid.conditions.draft import ROOT
from crm.grid.conditions.reading import COUNTED, DEEPEST
from crm.grid.conditions.relations import relations_of
from crm.grid.conditions.tree import Leaf
from crm.grid.fields import ValueField

JOINTS = {
    "all": gettext_lazy("all of these hold"),
    "any": gettext_lazy("any of these holds"),
    "none": gettext_lazy("none of these holds"),
    "not": gettext_lazy("not all of these hold"),
}
QUANTIFIERS = {
    "has": gettext_lazy("there is one"),
    "no": gettext_lazy("there is none"),
    "min": gettext_lazy("there are at least"),
    "max": gettext_lazy("there are at most"),
    "is": gettext_lazy("there are exactly"),
}


class Row:
    """A part of a draft in the `grid` that it asks; `name` is what its fields begin with."""

    def __init__(self, draft, grid, name=ROOT):
        self.draft, self.grid, self.name = draft, grid, name

    @property
    def kind(self) -> str:
        return self.draft.kind

    def settle(self):
        """Gives every part a question that its field can be asked: another field was chosen."""
        keys = [key for key, _label in self.choices]
        if keys and self.draft.op not in keys:
            self.draft.op, self.draft.values = keys[0], []
        for row in self.rows:
            row.settle()

    @property
    def is_deep(self) -> bool:
        """Whether no further group fits in."""
        return self.name.count("-") >= DEEPEST - 2

    @property
    def fields(self) -> list[tuple[str, str]]:
        asked = [c for c in self.grid.columns if c.filterable and c.operators(self.grid)]
        return [(f"field:{column.name}", column.heading) for column in asked]

    @property
    def relations(self) -> list[tuple[str, str]]:
        found = relations_of(self.grid).values()
        return [(f"related:{r.key}", capfirst(str(r.label))) for r in found]

    @property
    def heading(self) -> str:
        names = dict([*self.fields, *self.relations])
        return names.get(self.draft.what, "")

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What `op` may be."""
        if self.kind == "related":
            return [(key, str(label)) for key, label in QUANTIFIERS.items()]
        if self.kind == "group":
            return [(key, str(label)) for key, label in JOINTS.items()]
        return [(operator.key, operator.heading) for operator in self.operators]

    @cached_property
    def operators(self) -> list:
        column = self.grid.columns_by_name.get(self.draft.name)
        return column.operators(self.grid) if column and column.filterable else []

    @property
    def is_counted(self) -> bool:
        return self.draft.op in COUNTED

    @cached_property
    def bound(self) -> BoundLeaf:
        leaf = Leaf(self.draft.name, self.draft.op, tuple(self.draft.values))
        return BoundLeaf(leaf, self.grid)

    @property
    def fault(self) -> str:
        """What is wrong with what was typed; nobody is blamed for what they have yet to type."""
        return " ".join(self.bound.faults) if self.draft.values or not self.operators else ""

    @property
    def value(self) -> ValueField | None:
        """The field of the answer, where the question needs one."""
        operator = self.bound.operator
        if not operator or operator.input_type == "switch":
            return None
        # What was chosen is looked up before it is named.
        _checked = self.bound.checked
        label = _("%(field)s: value") % {"field": self.heading}
        return ValueField(f"{self.name}.value", label, operator, self.draft.values)

    @cached_property
    def rows(self) -> list["Row"]:
        return [
            Row(part, self.inner, f"{self.name}-{number}")
            for number, part in enumerate(self.draft.parts)
        ]

    @cached_property
    def inner(self):
        """The list that the parts inside ask."""
        relation = relations_of(self.grid).get(self.draft.name) if self.kind == "related" else None
        return relation.grid(self.grid.user, QueryDict()) if relation else self.grid
