"""The categories of an axis as a sheet: down, and the changed one up again."""

from functools import partial

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from crm.grid.exporting.small_tables import hand_out
from crm.people.access import admin_required
from crm.sheets.resources.pages import SheetPages
from customers.axes import tending
from customers.axes.resource import CategoryResource
from customers.models import Axis


@admin_required
def download(request, key):
    return hand_out(CategoryResource(get_object_or_404(Axis, key=key)), by=request.user)


@admin_required
@require_http_methods(["GET", "POST"])
def upload(request, key):
    return CategoryPages(request, key).answer()


@admin_required
@require_POST
def refused(request, key):
    return CategoryPages(request, key).refused_rows()


class CategoryPages(SheetPages):
    upload_template = "customers/axes/upload.html"
    preview_template = "customers/axes/preview.html"

    def __init__(self, request, key):
        super().__init__(request)
        self.axis = get_object_or_404(Axis, key=key)
        self.back = reverse("customers:axis", args=[key])
        self.here = reverse("customers:axis_sheet_upload", args=[key])
        self.refused_url = reverse("customers:axis_sheet_refused", args=[key])

    def reading(self):
        return CategoryResource(self.axis)

    def writing(self, form):
        return partial(alone, self.axis)

    @transaction.atomic
    def take(self, sheet, form, shown):
        outcome = super().take(sheet, form, shown)
        if outcome.is_taken:
            tending.number_anew(self.axis)
        return outcome

    def context(self):
        return super().context() | {"axis": self.axis}


def alone(axis: Axis) -> CategoryResource:
    """What it knows stays so until the transaction ends."""
    tending.lock_axes()
    return CategoryResource(axis)
