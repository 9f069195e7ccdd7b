"""Categories are created through the axes' own door, and the check begins, all in one transaction."""

from dataclasses import replace

from django.db import transaction

from customers.axes import tending
from customers.imports.categories.forms import CREATE, CategoriesForm
from customers.imports.categories.unknown import Unknown, UnknownOnAxis
from customers.imports.confirming import keep
from customers.imports.mapping import Mapping
from customers.imports.mapping.memory import remember
from customers.imports.running import State, locked_in, start_check
from customers.models import SheetImport


@transaction.atomic
def settle_categories(found: SheetImport, form: CategoriesForm, *, by):
    """Takes a valid form. Raises Refused where the import moved on, or a category cannot be
    created: then nothing is changed."""
    locked = locked_in(found, State.MAPPING, State.CHECKED)
    mapping = Mapping.of(locked)
    meant = {on_axis.axis.key: meanings(form, on_axis) for on_axis in form.unknown}
    merged = {key: mapping.categories.get(key, {}) | texts for key, texts in meant.items()}
    mapping = replace(mapping, categories=mapping.categories | merged)
    keep(locked, mapping)
    remember(locked.header, mapping, by=by)
    start_check(locked, mapping, by=by)


def meanings(form: CategoriesForm, on_axis: UnknownOnAxis) -> dict[str, int | None]:
    """The category that each text means from now on, None for none."""
    return {unknown.text: meaning(form, on_axis, unknown) for unknown in on_axis.texts}


def meaning(form: CategoriesForm, on_axis: UnknownOnAxis, unknown: Unknown) -> int | None:
    what, category = form.chosen(on_axis, unknown)
    if what != CREATE:
        return category
    made = form.made[on_axis.axis.pk, unknown.key]
    return tending.add_category(on_axis.axis, made.parent, **made.cleaned_data).pk
