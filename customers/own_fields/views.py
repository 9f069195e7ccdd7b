"""The admin's pages for own fields; every change is a form in the dialog."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm.people.access import admin_required
from crm.shell import flash, sheets
from customers.axes.views import STEPS, sent
from customers.models import OwnField
from customers.models.own_field import hosts
from customers.own_fields import indexes, tending
from customers.own_fields.forms import OwnFieldForm


@dataclass(frozen=True)
class Host:
    """A model that can have own fields, with those it has."""

    key: str
    title: str
    fields: list[OwnField]

    @classmethod
    def of(cls, key, model):
        return cls(
            key,
            capfirst(str(model._meta.verbose_name_plural)),
            list(OwnField.objects.of(model).in_use()),
        )

    @property
    def is_full(self) -> bool:
        return len(self.fields) >= tending.MOST


@admin_required
def own_fields(request):
    context = {
        "hosts": [Host.of(key, model) for key, model in hosts().items()],
        "archived": OwnField.objects.filter(archived_at__isnull=False),
        "most": tending.MOST,
    }
    return render(request, "customers/own_fields/list.html", context)


@admin_required
def new(request, host):
    model = hosts().get(host)
    if model is None:
        raise Http404
    form = OwnFieldForm(sent(request), host=model)
    if form.is_valid():
        field = tending.add_field(model, **form.cleaned_data)
        flash.done(
            request,
            _("“%(field)s” is now in every form, list, filter, condition, export and import.")
            % {"field": field},
        )
        return sheets.leave(request, "customers:own_fields")
    return show_form(request, form, title=_("New own field"))


@admin_required
def edit(request, pk):
    field = get_object_or_404(OwnField, pk=pk)
    form = OwnFieldForm(sent(request), instance=field, host=field.model)
    if form.is_valid():
        field.save(update_fields=list(form.cleaned_data))
        flash.done(request, _("“%(field)s” is saved.") % {"field": field})
        return sheets.leave(request, "customers:own_fields")
    return show_form(request, form, title=_("Change the own field"), field=field)


@require_POST
@admin_required
def move(request, pk, direction):
    tending.move_field(get_object_or_404(OwnField, pk=pk), STEPS[direction])
    return redirect("customers:own_fields")


@require_POST
@admin_required
def archive(request, pk):
    field = get_object_or_404(OwnField, pk=pk)
    tending.archive(field)
    told = _("“%(field)s” is archived: it is out of forms and lists, its values are kept.")
    back = reverse("customers:unarchive_own_field", args=[pk])
    flash.done(request, told % {"field": field}, undo_url=back)
    return redirect("customers:own_fields")


@require_POST
@admin_required
def unarchive(request, pk):
    field = get_object_or_404(OwnField, pk=pk)
    tending.bring_back(field)
    flash.done(request, _("“%(field)s” is back, with its values.") % {"field": field})
    return redirect("customers:own_fields")


@admin_required
def index(request, pk):
    """How far its index is; asks again by itself until it is made."""
    field = get_object_or_404(OwnField, pk=pk)
    done, total = indexes.progress(field)
    context = {"field": field, "done": done, "total": total}
    return render(request, "customers/own_fields/_index.html", context)


@require_POST
@admin_required
def make_index(request, pk):
    tending.sort_by(get_object_or_404(OwnField, pk=pk))
    return redirect("customers:own_fields")


@require_POST
@admin_required
def drop_index(request, pk):
    field = get_object_or_404(OwnField, pk=pk)
    tending.sort_no_more(field)
    told = _("Long lists sort by “%(field)s” no more.")
    back = reverse("customers:make_own_field_index", args=[pk])
    flash.done(request, told % {"field": field}, undo_url=back)
    return redirect("customers:own_fields")


def show_form(request, form, *, title, field=None):
    context = {"sheet": sheets.template_for(request), "title": title, "field": field}
    return sheets.show(request, "customers/own_fields/form.html", context, form)
