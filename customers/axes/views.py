"""The admin's pages for axes and categories; every change is a form in the dialog."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm.people.access import admin_required
from crm.shell import flash, sheets
from customers.axes import tending
from customers.axes.forms import AxisForm, CategoryForm, PlaceForm
from customers.models import Axis, Category

STEPS = {"up": -1, "down": 1}


@admin_required
def axes(request):
    in_use = Axis.objects.in_use().with_category_counts()
    archived = Axis.objects.filter(archived_at__isnull=False)
    return render(request, "customers/axes/list.html", {"axes": in_use, "archived": archived})


@admin_required
def new_axis(request):
    form = AxisForm(request.POST or None)
    if form.is_valid():
        axis = tending.add_axis(**form.cleaned_data)
        flash.done(request, _("“%(axis)s” is now in every form, list, filter and import.") % {"axis": axis})
        return sheets.leave(request, "customers:axis", axis.key)
    return show_form(request, form, title=_("New axis"))


@admin_required
def edit_axis(request, key):
    axis = get_object_or_404(Axis, key=key)
    form = AxisForm(request.POST or None, instance=axis)
    if form.is_valid():
        axis.save(update_fields=form.changed_data or ["name_zh"])
        return sheets.leave(request, "customers:axis", axis.key)
    return show_form(request, form, title=_("Rename the axis"))


@require_POST
@admin_required
def move_axis(request, key, direction):
    tending.move_axis(get_object_or_404(Axis.objects.in_use(), key=key), STEPS[direction])
    return redirect("customers:axes")


@require_POST
@admin_required
def archive_axis(request, key):
    axis = get_object_or_404(Axis, key=key)
    axis.unarchive() if axis.is_archived else axis.archive()
    return redirect("customers:axes")


@admin_required
def axis(request, key):
    """The top of the tree; what is below opens when it is asked for."""
    found = get_object_or_404(Axis, key=key)
    return render(request, "customers/axes/detail.html", {"axis": found, "nodes": nodes(found, None)})


@admin_required
def children(request, key, pk):
    parent = category_of(key, pk)
    below = nodes(parent.axis, parent)
    return render(request, "customers/axes/_nodes.html", {"axis": parent.axis, "nodes": below})


def nodes(axis, parent):
    return axis.categories.filter(parent=parent).with_children()


@admin_required
def new_category(request, key):
    axis = get_object_or_404(Axis, key=key)
    under = request.GET.get("under", "")
    parent = category_of(key, int(under)) if under.isdigit() and len(under) < 10 else None
    form = CategoryForm(request.POST or None, axis=axis)
    if form.is_valid():
        tending.add_category(axis, parent, **form.cleaned_data)
        return sheets.leave(request, "customers:axis", key)
    title = _("New category under %(parent)s") % {"parent": parent} if parent else _("New category")
    return show_form(request, form, title=title)


@admin_required
def edit_category(request, key, pk):
    category = category_of(key, pk)
    form = CategoryForm(request.POST or None, instance=category, axis=category.axis)
    if form.is_valid():
        category.save(update_fields=form.changed_data or ["name_zh"])
        return sheets.leave(request, "customers:axis", key)
    return show_form(request, form, title=_("Change the category"))


@admin_required
def place_category(request, key, pk):
    category = category_of(key, pk)
    form = PlaceForm(request.POST or None, axis=category.axis)
    if form.is_valid():
        tending.put_under(category, form.cleaned_data["parent"])
        return sheets.leave(request, "customers:axis", key)
    context = {"sheet": sheets.template_for(request), "category": category}
    return sheets.show(request, "customers/axes/place.html", context, form)


@require_POST
@admin_required
def move_category(request, key, pk, direction):
    tending.move_category(category_of(key, pk), STEPS[direction])
    return redirect("customers:axis", key)


@require_POST
@admin_required
def archive_category(request, key, pk):
    category = category_of(key, pk)
    category.unarchive() if category.is_archived else category.archive()
    return redirect("customers:axis", key)


def category_of(key, pk) -> Category:
    return get_object_or_404(Category.objects.select_related("axis", "parent"), axis__key=key, pk=pk)


def show_form(request, form, *, title):
    context = {"sheet": sheets.template_for(request), "title": title}
    return sheets.show(request, "customers/axes/form.html", context, form)
