"""An order with its lines, in one form."""

import hashlib

import pghistory
from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from crm.refusals import Refused
from crm.widgets import DayInput
from sales.forms.engaged import EngagedForm
from sales.forms.fields import Number, lines_input
from sales.models import LINE_FIELDS, Order, OrderLine

BLANK_LINES = 3
MOST_LINES = 200
PREFIX = "lines"


class OrderForm(EngagedForm):
    class Meta:
        model = Order
        fields = ["number", "ordered_on", "contract_ends_on", "opportunity", "currency", "remarks"]
        widgets = {
            "ordered_on": DayInput(),
            "contract_ends_on": DayInput(),
            "remarks": lines_input(),
        }

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        living = Q(deleted_at__isnull=True) | Q(pk=instance.opportunity_id)
        chances = instance.customer.opportunities.filter(living).order_by("-updated_at")
        self.fields["opportunity"].queryset = chances
        self.fields["opportunity"].empty_label = _("none")


class LineForm(forms.ModelForm):
    id = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = OrderLine
        fields = LINE_FIELDS
        field_classes = {"quantity": Number, "unit_price": Number}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for bound in self.visible_fields():
            bound.field.widget.attrs["aria-label"] = bound.label

    def clean_quantity(self):
        quantity = self.cleaned_data["quantity"]
        if quantity <= 0:
            raise ValidationError(_("The quantity must be more than 0."))
        return quantity


class BaseLines(forms.BaseFormSet):
    def clean(self):
        if not any(self.errors) and not self.said():
            raise ValidationError(_("Add at least one line: a product, a quantity, a price."))

    def said(self) -> list[dict]:
        """The lines that stay, as values of `LINE_FIELDS` and, for known ones, `id`."""
        left = [form.cleaned_data for form in self.forms if form not in self.deleted_forms]
        return [line for line in left if line.get("product")]


LineFormSet = forms.formset_factory(
    LineForm, BaseLines, extra=0, can_delete=True, max_num=MOST_LINES, validate_max=True
)


class OrderWithLines:
    """The order's form and its lines' as one: valid together, saved together.

    The form carries a fingerprint of the lines its user saw. If they were changed meanwhile,
    nothing is saved: it comes back beside the lines as they stand, and the next save decides.
    """

    def __init__(self, data=None, *, order):
        self.header = OrderForm(data, instance=order)
        self.stored = [] if order._state.adding else stored_lines(order)
        self.lines = line_forms(data, self.stored)
        self.lines_seen = data.get("lines_seen", "") if data else fingerprint(self.stored)
        self.theirs: list[dict] = []

    def save(self, *, by) -> bool:
        """False: nothing was saved, and the forms say why."""
        if not (self.header.is_valid() & self.lines.is_valid()):
            return False
        try:
            with transaction.atomic():
                self._place(by) if self.order._state.adding else self._change(by)
        except Refused as refusal:
            self.header.add_error(None, str(refusal))
        return not self.header.errors

    @property
    def order(self) -> Order:
        return self.header.instance

    def _place(self, by):
        self.order.place(self.lines.said(), by=by)

    def _change(self, by):
        if not self.header.settle(by=by):
            return
        stands = stored_lines(self.order)
        if fingerprint(stands) != self.lines_seen:
            self.theirs, self.lines_seen = stands, fingerprint(stands)
            raise Refused(
                _("Nothing is saved yet: somebody changed the lines meanwhile."),
                _("Compare them below; saving again keeps yours."),
            )
        with pghistory.context(user=by.pk):
            self.order.write_lines(self.lines.said())


def line_forms(data, stored: list[dict]):
    lines = LineFormSet(data, initial=stored, prefix=PREFIX)
    lines.extra = 1 if stored else BLANK_LINES
    return lines


def blank_line(number: int):
    """The form of the line with this number, counted from 0; None beyond the last possible."""
    lines = LineFormSet(prefix=PREFIX)
    lines.extra = number + 1
    return lines.forms[number] if 0 <= number < MOST_LINES else None


def stored_lines(order) -> list[dict]:
    return list(order.lines.values("id", *LINE_FIELDS))


def fingerprint(lines: list[dict]) -> str:
    return hashlib.sha256(repr(lines).encode()).hexdigest()[:32]
