"""The admin's pages for axes and categories; every change is a form in the dialog."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm.people.access import admin_required
from crm.people.fields import is_id
from crm.shell import flash, sheets
from customers.axes import tending
from customers.axes.forms import AxisForm, CategoryForm, PlaceForm
from customers.axes.tree import branch
from customers.models import Axis, Category

STEPS = {"up": -1, "down": 1}


@admin_required
def axes(request):
    in_use = Axis.objects.in_use().with_category_counts()
    archived = Axis.objects.filter(archived_at__isnull=False)
    return render(request, "customers/axes/list.html", {"axes": in_use, "archived": archived})


@admin_required
def new_axis(request):
    form = AxisForm(sent(request))
    if form.is_valid():
        axis = tending.add_axis(**form.cleaned_data)
        flash.done(
            request, _("“%(axis)s” is now in every form, list, filter and import.") % {"axis": axis}
        )
        return sheets.leave(request, "customers:axis", axis.key)
    return show_form(request, form, title=_("New axis"))


@admin_required
def edit_axis(request, key):
    axis = get_object_or_404(Axis, key=key)
    form = AxisForm(sent(request), instance=axis)
    if form.is_valid():
        axis.save(update_fields=AxisForm.Meta.fields)
        return sheets.leave(request, "customers:axis", key)
    return show_form(request, form, title=_("Rename the axis"))


@require_POST
@admin_required
def move_axis(request, key, direction):
    tending.move_axis(get_object_or_404(Axis, key=key), STEPS[direction])
    return redirect("customers:axes")


@require_POST
@admin_required
def archive_axis(request, key):
    axis = get_object_or_404(Axis, key=key)
    axis.archive()
    back = reverse("customers:unarchive_axis", args=[key])
    flash.done(request, _("“%(axis)s” is archived.") % {"axis": axis}, undo_url=back)
    return redirect("customers:axes")


@require_POST
@admin_required
def unarchive_axis(request, key):
    get_object_or_404(Axis, key=key).unarchive()
    return redirect("customers:axes")


@admin_required
def axis(request, key):
    """The top of the tree, and the way to the category `?at=`; what is below opens when it is
    asked for."""
    found = get_object_or_404(Axis, key=key)
    at = request.GET.get("at", "")
    nodes = branch(found, at=int(at) if is_id(at) else None)
    return render(request, "customers/axes/detail.html", {"axis": found, "nodes": nodes})


@admin_required
def children(request, key, pk):
    parent = category_of(key, pk)
    nodes = branch(parent.axis, parent)
    return render(request, "customers/axes/_nodes.html", {"axis": parent.axis, "nodes": nodes})


@admin_required
def new_category(request, key):
    axis = get_object_or_404(Axis, key=key)
    under = request.GET.get("under", "")
    parent = category_of(key, under) if is_id(under) else None
    form = CategoryForm(sent(request), axis=axis, parent=parent)
    if form.is_valid():
        return leave_at(request, tending.add_category(axis, parent, **form.cleaned_data))
    title = _("New category under %(parent)s") % {"parent": parent} if parent else _("New category")
    return show_form(request, form, title=title)


@admin_required
def edit_category(request, key, pk):
    category = category_of(key, pk)
    form = CategoryForm(sent(request), instance=category, axis=category.axis)
    if form.is_valid():
        tending.change_category(category, **form.cleaned_data)
        return leave_at(request, category)
    return show_form(request, form, title=_("Change the category"))


@admin_required
def place_category(request, key, pk):
    category = category_of(key, pk)
    form = PlaceForm(sent(request), category=category)
    if form.is_valid():
        tending.put_under(category, form.parent)
        return leave_at(request, category)
    return show_form(request, form, title=_("Move %(category)s") % {"category": category})


@require_POST
@admin_required
def move_category(request, key, pk, direction):
    category = category_of(key, pk)
    tending.move_category(category, STEPS[direction])
    return leave_at(request, category)


@require_POST
@admin_required
def archive_category(request, key, pk):
    category = category_of(key, pk)
    category.archive()
    back = reverse("customers:unarchive_category", args=[key, pk])
    told = _("“%(category)s” is archived: it is no longer offered.") % {"category": category}
    flash.done(request, told, undo_url=back)
    return leave_at(request, category)


@require_POST
@admin_required
def unarchive_category(request, key, pk):
    category = category_of(key, pk)
    category.unarchive()
    return leave_at(request, category)


@require_POST
@admin_required
def delete_category(request, key, pk):
    category = category_of(key, pk)
    tending.delete_category(category)
    flash.done(request, _("“%(category)s” is deleted.") % {"category": category})
    return (
        leave_at(request, category.parent) if category.parent else redirect("customers:axis", key)
    )


def sent(request):
    return request.POST if request.method == "POST" else None


def category_of(key, pk) -> Category:
    return get_object_or_404(
        Category.objects.select_related("axis", "parent"), axis__key=key, pk=pk
    )


def leave_at(request, category):
    """Back to the tree, open at the category."""
    url = reverse("customers:axis", args=[category.axis.key])
    return sheets.leave(request, f"{url}?at={category.pk}")


def show_form(request, form, *, title):
    context = {"sheet": sheets.template_for(request), "title": title}
    return sheets.show(request, "customers/axes/form.html", context, form)
