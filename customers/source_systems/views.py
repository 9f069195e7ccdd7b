"""The admin's page for source systems; what has fields is a form in the dialog."""

from dataclasses import dataclass

from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm.people.access import admin_required
from crm.shell import flash, sheets
from customers.axes.views import STEPS, sent
from customers.models import CustomerKey, SourceSystem
from customers.source_systems import tending
from customers.source_systems.forms import FieldForm, SystemForm, orderable
from customers.source_systems.precedence import Precedence


@dataclass(frozen=True)
class FieldOrder:
    target: str
    label: str
    systems: list[SourceSystem]


@admin_required
def systems(request):
    in_use = list(SourceSystem.objects.in_use())
    known = CustomerKey.objects.order_by().values_list("system").annotate(Count("pk"))
    counts = dict(known)
    for system in in_use:
        system.keys = counts.get(system.pk, 0)
    context = {
        "systems": in_use,
        "archived": SourceSystem.objects.filter(archived_at__isnull=False),
        "orders": field_orders(in_use),
    }
    return render(request, "customers/source_systems/list.html", context)


def field_orders(in_use: list[SourceSystem]) -> list[FieldOrder]:
    """Of the fields that are still there."""
    precedence, labels = Precedence(), orderable()
    by_id = {system.pk: system for system in in_use}
    return [
        FieldOrder(name, labels[name], [by_id[pk] for pk in precedence.order(name) if pk in by_id])
        for name in precedence.own
        if name in labels
    ]


@admin_required
def new(request):
    form = SystemForm(sent(request))
    if form.is_valid():
        tending.add_system(form.cleaned_data["name"])
        return sheets.leave(request, "customers:source_systems")
    return show_form(request, form, title=_("New source system"))


@admin_required
def edit(request, pk):
    form = SystemForm(sent(request), instance=get_object_or_404(SourceSystem, pk=pk))
    if form.is_valid():
        form.instance.save(update_fields=["name"])
        return sheets.leave(request, "customers:source_systems")
    return show_form(request, form, title=_("Rename the source system"))


@require_POST
@admin_required
def move(request, pk, direction):
    tending.move_system(get_object_or_404(SourceSystem, pk=pk), STEPS[direction])
    return redirect("customers:source_systems")


@require_POST
@admin_required
def archive(request, pk):
    system = get_object_or_404(SourceSystem, pk=pk)
    system.archive()
    back = reverse("customers:unarchive_source_system", args=[pk])
    told = _("“%(system)s” is archived: no import can name it; its keys stay.")
    flash.done(request, told % {"system": system}, undo_url=back)
    return redirect("customers:source_systems")


@require_POST
@admin_required
def unarchive(request, pk):
    get_object_or_404(SourceSystem, pk=pk).unarchive()
    return redirect("customers:source_systems")


@admin_required
def new_order(request):
    form = FieldForm(sent(request))
    if form.is_valid():
        tending.order_field(form.cleaned_data["target"])
        return sheets.leave(request, "customers:source_systems")
    return show_form(request, form, title=_("Another order for one field"))


@require_POST
@admin_required
def move_in_field(request, target, pk, direction):
    tending.move_in_field(target, get_object_or_404(SourceSystem, pk=pk), STEPS[direction])
    return redirect("customers:source_systems")


@require_POST
@admin_required
def forget_order(request, target):
    tending.forget_order(target)
    return redirect("customers:source_systems")


def show_form(request, form, *, title):
    context = {"sheet": sheets.template_for(request), "title": title}
    return sheets.show(request, "customers/source_systems/form.html", context, form)
