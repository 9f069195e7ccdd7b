"""The categories of an axis as a sheet, out and in again: small enough to do at once.

Rows are known by their id, without one by their code; the others are new. What the sheet leaves
out stays as it is.
"""

from copy import copy

from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from import_export import fields

from crm.naming import fold
from crm.people.fields import is_id
from crm.refusals import Refused
from crm.sheets.resources.previewed import PreviewedResource
from customers.axes import tending
from customers.axes.forms import CategoryForm
from customers.models import Axis, Category

BANDS = ("amount_from", "amount_to")
FACTS = ("parent", "code", "name_zh", "name_en", "tone", *BANDS)


class CategoryResource(PreviewedResource):
    """The categories in use of one axis; every rule is the form's."""

    headings = {
        "id": gettext_lazy("Number"),
        "code": gettext_lazy("Code"),
        "parent": gettext_lazy("Under"),
        "name_zh": gettext_lazy("Chinese name"),
        "name_en": gettext_lazy("English name"),
        "tone": gettext_lazy("Colour"),
        "amount_from": gettext_lazy("Amount from"),
        "amount_to": gettext_lazy("Amount to"),
    }
    to_do = gettext_lazy("Download the sheet of this axis and change that.")
    parent = fields.Field(column_name="parent", readonly=True)

    class Meta:
        model = Category
        fields = ("id", "code", "parent", "name_zh", "name_en", "tone", *BANDS)
        skip_diff = True

    def __init__(self, axis: Axis):
        super().__init__()
        self.axis, self.title = axis, axis.name
        if not axis.has_bands:
            for name in BANDS:
                del self.fields[name]
        ids = axis.categories.values_list("pk", flat=True)
        self.known = Category.objects.with_ancestors(ids)
        self.rows = {pk: self.as_it_is(category) for pk, category in self.known.items()}
        self.seen: dict[int, int] = {}
        self.named: dict[str, set[int]] = {}
        for category in self.known.values():
            self._name(category)

    def get_queryset(self):
        in_order = sorted(self.known.values(), key=lambda category: category.order)
        return [category for category in in_order if not category.is_archived]

    def dehydrate_parent(self, category) -> str:
        return category.parent.path if category.parent else ""

    def dehydrate_tone(self, category) -> str:
        return str(category.get_tone_display()) if category.tone else ""

    # --- in -----------------------------------------------------------------------------

    def get_instance(self, instance_loader, row):
        found = self._meant(row)
        if found and self.seen.setdefault(found.pk, self.number) != self.number:
            raise ValidationError(
                _("Row %(row)s is about the same category: leave one of the two.")
                % {"row": self.seen[found.pk]}
            )
        return copy(found) if found else None

    def _meant(self, row) -> Category | None:
        if row.get("id"):
            return self._by_id(row["id"])
        code = row.get("code")
        return next((each for each in self.known.values() if code and each.code == code), None)

    def _by_id(self, text: str) -> Category:
        if is_id(text) and int(text) in self.known:
            return self.known[int(text)]
        raise ValidationError(
            {
                "id": _("No category has the number %(id)s. Leave it empty for a new one.")
                % {"id": text}
            }
        )

    def init_instance(self, row=None):
        return Category(axis=self.axis, order=tending.BEHIND_ALL)

    def import_instance(self, instance, row, **kwargs):
        self.before = self.after = self.rows.get(instance.pk, {})
        given = dict.fromkeys(self.fields, "") | self.before
        given |= {name: text for name, text in row.items() if text or name != "id"}
        if given == self.before:
            return
        was, self.after = instance.parent_id, {}
        self._fill(instance, given)
        self.after = self.as_it_is(instance)
        # Its path is another one where a row above renamed what it stands under.
        if instance.pk and instance.parent_id == was:
            self.after["parent"] = self.before["parent"]

    def _fill(self, instance, row):
        parent = self._parent(instance, row["parent"])
        form = CategoryForm(
            row | {"tone": tone_named(row["tone"])},
            instance=instance,
            axis=self.axis,
            parent=parent,
        )
        if not form.is_valid():
            raise ValidationError(form.errors.as_data())
        instance.parent = parent

    def _parent(self, instance, text: str) -> Category | None:
        if not text:
            return None
        found = self.named.get(fold(text), set())
        if len(found) != 1:
            why = (
                _("“%(text)s” may be several: write its code.")
                if found
                else _("“%(text)s” is unknown.")
            )
            raise ValidationError({"parent": why % {"text": text}})
        parent = self.known[found.copy().pop()]
        if parent != instance.parent:
            self._refuse_place(instance, parent)
        return parent

    def _refuse_place(self, instance, parent):
        try:
            if instance.pk:
                tending.refuse_below_itself(instance, parent)
            tending.refuse_too_deep(parent, tending.height_of(instance) if instance.pk else 1)
        except Refused as refusal:
            raise ValidationError({"parent": str(refusal)}) from refusal

    def called(self, row) -> str:
        told = self.before | {name: text for name, text in row.items() if text} | self.after
        is_chinese = (get_language() or "").startswith("zh")
        names = ("name_zh", "name_en") if is_chinese else ("name_en", "name_zh")
        return next((told[name] for name in (*names, "code") if told.get(name)), "")

    def write(self, category, is_new):
        category.save()
        held = self.known.setdefault(category.pk, category)
        # Those below it hold this one.
        for name in FACTS:
            setattr(held, name, getattr(category, name))
        self._name(held)

    def _name(self, category):
        paths = in_both_languages(category)
        for name in {category.code, category.name_zh, category.name_en, *paths} - {""}:
            self.named.setdefault(fold(name), set()).add(category.pk)


def in_both_languages(category) -> list[str]:
    chain = [category]
    while chain[0].parent:
        chain.insert(0, chain[0].parent)
    return ["".join(each.name_zh for each in chain), "".join(each.name_en for each in chain)]


def tone_named(text: str) -> str:
    """The tone whose key or name is `text`; what is none is left for the form to refuse."""
    tones = {fold(name): key for key, label in Category.Tone.choices for name in (key, str(label))}
    return tones.get(fold(text), text) if text else ""
