"""The form that asks what each unknown text means."""

from dataclasses import dataclass
from typing import cast

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _

from customers.axes.forms import CategoryForm
from customers.fields import CategoryField
from customers.imports.categories.rest import (
    CREATE,
    EMPTY,
    OTHER,
    AskedOfRest,
    RestFields,
    names_of,
)
from customers.imports.categories.unknown import Unknown, UnknownOnAxis
from customers.imports.drafts import DraftForm
from customers.imports.mapping import Mapping
from customers.imports.mapping.new_fields import named
from customers.imports.mapping.sources import spelling
from customers.models import Category

THIS = "="
ALL = "all"


@dataclass
class Asked:
    """One text with its fields."""

    unknown: Unknown
    what: BoundField
    category: BoundField | None


@dataclass
class AskedOnAxis:
    on_axis: UnknownOnAxis
    asked: list[Asked]
    rest: AskedOfRest | None

    @property
    def open(self) -> int:
        """How many have no choice yet."""
        open_ones = sum(not each.what.value() for each in self.asked)
        if self.rest and not self.rest.what.value():
            open_ones += self.rest.count
        return open_ones


class CategoriesForm(DraftForm):
    """For each text what_<axis>_<key>: "create", "empty", "other", or "=7" for the category 7;
    category_<axis>_<key> is the place under which it is created, or the other one it means.

    What becomes of further texts is in `RestFields`. `all`, when sent, is "<axis>.create" or
    "<axis>.empty": the choice of all that have none.
    """

    def __init__(self, data=None, *, unknown: list[UnknownOnAxis], mapping: Mapping):
        super().__init__(data)
        self.unknown, self.mapping = unknown, mapping
        if self.is_bound and ALL in self.data:
            self._choose_for_all(*self.data[ALL].partition(".")[::2])
        for on_axis in unknown:
            for text in on_axis.texts:
                self._add(on_axis, text)
        self.rest = RestFields(self)
        self.rest.add()

    def _choose_for_all(self, axis: str, choice: str):
        self.data = data = cast(QueryDict, self.data).copy()
        for on_axis in (each for each in self.unknown if str(each.axis.pk) == axis):
            names = [name_of("what", on_axis, text) for text in on_axis.texts]
            for name in (*names, names_of(on_axis)[0]):
                if not self.data.get(name):
                    data[name] = choice

    def _add(self, on_axis: UnknownOnAxis, unknown: Unknown):
        means = self._meant_before(on_axis, unknown)
        name = name_of("what", on_axis, unknown)
        self.fields[name] = forms.ChoiceField(
            label=unknown.text,
            choices=self._choices(on_axis, unknown, means),
            initial=means,
            error_messages={
                "required": _("Choose what “%(text)s” means.") % {"text": unknown.text}
            },
        )
        if (what := self.data.get(name, "") if self.is_bound else means) in (CREATE, OTHER):
            field = CategoryField(on_axis.axis)
            field.label = _("Under") if what == CREATE else _("It means")
            if what == CREATE:
                field.widget.attrs["placeholder"] = _("the top")
            self.fields[name_of("category", on_axis, unknown)] = field

    def _meant_before(self, on_axis: UnknownOnAxis, unknown: Unknown) -> str:
        """As chosen before for this or for the last sheet, where that still is one; else what is
        called nearly so."""
        before = self.mapping.categories.get(on_axis.axis.key, {})
        chosen = {spelling(text): category for text, category in before.items()}
        if (key := spelling(unknown.text)) in chosen:
            category = chosen[key]
            node = on_axis.tree.nodes.get(category) if category else None
            return EMPTY if category is None else this(node) if is_in_use(node) else ""
        return this(unknown.nearest[0]) if unknown.is_nearly_known else ""

    @staticmethod
    def _choices(on_axis: UnknownOnAxis, unknown: Unknown, means: str) -> list:
        nodes = {this(node): node.path for node in unknown.nearest}
        if means.startswith(THIS):
            nodes.setdefault(means, on_axis.tree.nodes[int(means[1:])].path)
        return [
            ("", _("choose …")),
            *([(_("Nearest"), list(nodes.items()))] if nodes else []),
            (OTHER, _("another category …")),
            (CREATE, _("create it")),
            (EMPTY, _("leave empty")),
        ]

    # --- reading ---

    def clean(self):
        self.made: dict[tuple[int, str], CategoryForm] = {}
        for on_axis in self.unknown:
            for text in on_axis.texts:
                self._check(on_axis, text)
        self.rest.clean()

    def _check(self, on_axis: UnknownOnAxis, unknown: Unknown):
        what, category = self.chosen(on_axis, unknown)
        place = name_of("category", on_axis, unknown)
        if what == OTHER and category is None and place not in self.errors:
            self.add_error(place, _("“%(text)s”: choose the category.") % {"text": unknown.text})
        if what == CREATE and place not in self.errors:
            parent = Category.objects.filter(pk=category).first()
            made = CategoryForm(named(unknown.text), axis=on_axis.axis, parent=parent)
            self.made[on_axis.axis.pk, unknown.key] = made
            for sentence in (s for each in made.errors.values() for s in each):
                self.add_error(place, f"“{unknown.text}”: {sentence}")

    def chosen(self, on_axis: UnknownOnAxis, unknown: Unknown) -> tuple[str, int | None]:
        """The choice, and the category that goes with it."""
        what = self.cleaned_data.get(name_of("what", on_axis, unknown), "")
        if what.startswith(THIS):
            return OTHER, int(what[1:])
        return what, self.cleaned_data.get(name_of("category", on_axis, unknown))

    @property
    def faults(self) -> list[str]:
        return [str(sentence) for sentences in self.errors.values() for sentence in sentences]

    # --- for the page ---

    def asked(self) -> list[AskedOnAxis]:
        return [
            AskedOnAxis(each, [self._asked(each, t) for t in each.texts], self.rest.shown(each))
            for each in self.unknown
        ]

    def _asked(self, on_axis: UnknownOnAxis, unknown: Unknown) -> Asked:
        place = name_of("category", on_axis, unknown)
        category = self[place] if place in self.fields else None
        return Asked(unknown, self[name_of("what", on_axis, unknown)], category)


def name_of(what: str, on_axis: UnknownOnAxis, unknown: Unknown) -> str:
    return f"{what}_{on_axis.axis.pk}_{unknown.key}"


def this(node) -> str:
    return f"{THIS}{node.pk}"


def is_in_use(node) -> bool:
    return node is not None and not node.is_archived
