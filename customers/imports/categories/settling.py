"""Categories are created through the axes' own door, and the check begins, all in one transaction."""

from dataclasses import replace

from django.db import transaction

from customers.axes import tending
from customers.imports.categories.forms import CategoriesForm
from customers.imports.categories.rest import CREATE, EMPTY, OTHER
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
    rests = {key: rest for key, rest in mapping.rests.items() if key not in meant}
    mapping = replace(mapping, categories=mapping.categories | merged, rests=rests | rests_of(form))
    keep(locked, mapping)
    remember(locked.header, mapping, by=by)
    start_check(locked, mapping, by=by)


def meanings(form: CategoriesForm, on_axis: UnknownOnAxis) -> dict[str, int | None]:
    """The category that each text means from now on, None for none."""
    shown = {unknown.text: meaning(form, on_axis, unknown) for unknown in on_axis.texts}
    return created_of_rest(form, on_axis) | shown


def created_of_rest(form: CategoriesForm, on_axis: UnknownOnAxis) -> dict[str, int | None]:
    """The categories of the further texts, where they are to be created."""
    what, _category = form.rest.chosen(on_axis)
    if what != CREATE:
        return {}
    asked = form.rest.made[on_axis.axis.pk]
    several = [each.cleaned_data for each in asked]
    made = tending.add_categories(on_axis.axis, asked[0].parent, several)
    return {text: new.pk for (text, _n), new in zip(on_axis.rest, made, strict=True)}


def rests_of(form: CategoriesForm) -> dict[str, int | None]:
    """What all further texts of an axis mean, where it is one thing."""
    chosen = {each.axis.key: form.rest.chosen(each) for each in form.rest.asked_about}
    return {key: category for key, (what, category) in chosen.items() if what in (EMPTY, OTHER)}


def meaning(form: CategoriesForm, on_axis: UnknownOnAxis, unknown: Unknown) -> int | None:
    what, category = form.chosen(on_axis, unknown)
    if what != CREATE:
        return category
    made = form.made[on_axis.axis.pk, unknown.key]
    return tending.add_category(on_axis.axis, made.parent, **made.cleaned_data).pk
