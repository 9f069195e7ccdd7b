"""What becomes of the texts beyond those that are asked about one by one: one choice for all."""

from dataclasses import dataclass

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from customers.axes.forms import CategoryForm
from customers.fields import CategoryField
from customers.imports.categories.unknown import UnknownOnAxis
from customers.imports.mapping.new_fields import named
from customers.models import Category

CREATE, EMPTY, OTHER, REFUSE = "create", "empty", "other", "refuse"
MOST_CREATED = 500


@dataclass
class AskedOfRest:
    count: int
    what: BoundField
    category: BoundField | None


class RestFields:
    """The part of the form with rest_<axis> for each axis that has further texts, and
    place_<axis> for the category under which they are created, or which they mean."""

    def __init__(self, form):
        self.form = form
        self.made: dict[int, list[CategoryForm]] = {}

    def add(self):
        for on_axis in self.asked_about:
            self._add(on_axis)

    @property
    def asked_about(self) -> list[UnknownOnAxis]:
        return [on_axis for on_axis in self.form.unknown if on_axis.rest]

    def _add(self, on_axis: UnknownOnAxis):
        what, place = names_of(on_axis)
        means, category = self._meant_before(on_axis)
        self.form.fields[what] = forms.ChoiceField(
            label=_("The rest"),
            choices=choices(on_axis),
            initial=means,
            error_messages={
                "required": _("%(axis)s: choose what becomes of the further texts.")
                % {"axis": on_axis.axis.name}
            },
        )
        now = self.form.data.get(what, "") if self.form.is_bound else means
        if now in (CREATE, OTHER):
            self.form.fields[place] = field = CategoryField(on_axis.axis)
            field.label = _("Under") if now == CREATE else _("It means")
            field.initial = category
            if now == CREATE:
                field.widget.attrs["placeholder"] = _("the top")

    def _meant_before(self, on_axis: UnknownOnAxis) -> tuple[str, int | None]:
        rests = self.form.mapping.rests
        if (key := on_axis.axis.key) not in rests:
            return "", None
        node = on_axis.tree.nodes.get(rests[key]) if rests[key] else None
        if rests[key] is None:
            return EMPTY, None
        return (OTHER, rests[key]) if node and not node.is_archived else ("", None)

    def clean(self):
        for on_axis in self.asked_about:
            _what, place = names_of(on_axis)
            what, category = self.chosen(on_axis)
            if place in self.form.errors:
                continue
            if what == OTHER and category is None:
                words = {"axis": on_axis.axis.name}
                self.form.add_error(place, _("%(axis)s: choose the category.") % words)
            if what == CREATE:
                self._try_to_make(on_axis, category, place)

    def _try_to_make(self, on_axis: UnknownOnAxis, parent_id: int | None, place: str):
        parent = Category.objects.filter(pk=parent_id).first()
        asked = [
            CategoryForm(named(text), axis=on_axis.axis, parent=parent) for text, _n in on_axis.rest
        ]
        self.made[on_axis.axis.pk] = asked
        for (text, _n), form in zip(on_axis.rest, asked, strict=True):
            for sentence in (s for each in form.errors.values() for s in each):
                self.form.add_error(place, f"“{text}”: {sentence}")

    def chosen(self, on_axis: UnknownOnAxis) -> tuple[str, int | None]:
        """The choice, and the category that goes with it."""
        what, place = names_of(on_axis)
        return self.form.cleaned_data.get(what, ""), self.form.cleaned_data.get(place)

    def shown(self, on_axis: UnknownOnAxis) -> AskedOfRest | None:
        what, place = names_of(on_axis)
        if what not in self.form.fields:
            return None
        category = self.form[place] if place in self.form.fields else None
        return AskedOfRest(on_axis.more, self.form[what], category)


def names_of(on_axis: UnknownOnAxis) -> tuple[str, str]:
    return f"rest_{on_axis.axis.pk}", f"place_{on_axis.axis.pk}"


def choices(on_axis: UnknownOnAxis) -> list:
    return [
        ("", _("choose …")),
        (EMPTY, _("leave empty")),
        (OTHER, _("another category …")),
        *([(CREATE, _("create them all"))] if on_axis.more <= MOST_CREATED else []),
        (REFUSE, _("refuse their rows")),
    ]
