"""What customers use of our competitors."""

import pghistory
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm.history import changes
from crm.shell import flash, sheets
from crm.shell.search import cleaned
from customers.doors import child_for, customer_for
from intel.forms.rival import RivalForm
from intel.models import Competitor, RivalProduct
from intel.views.leaving import RIVALS
from sales.doors import deleted_for
from sales.views.leaving import back, deleted, restored

OFFERED = 8


@require_http_methods(["GET", "POST"])
def new(request, pk):
    customer = customer_for(request.user, pk, right="edits_inside")
    form = RivalForm(request.POST or None, instance=RivalProduct(customer=customer))
    if form.is_valid():
        return _saved(request, form.record(by=request.user))
    context = {"customer": customer, "heading": _("New rival product")}
    return sheets.show(request, "intel/rival_form.html", context, form)


@require_GET
def rival(request, pk):
    product = child_for(request.user, RivalProduct, pk)
    context = {"product": product, "changes": list(changes(product))}
    return sheets.show(request, "intel/rival.html", context)


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    product = child_for(request.user, RivalProduct, pk, right="edits_inside")
    form = RivalForm(request.POST or None, instance=product)
    if request.method == "POST" and form.settle(by=request.user):
        return _saved(request, form.instance)
    context = {"customer": product.customer, "heading": _("Edit rival product")}
    return sheets.show(request, "intel/rival_form.html", context, form)


def _saved(request, product):
    flash.done(request, _("“%(record)s” is saved.") % {"record": product})
    return back(request, RIVALS, product.customer)


@require_POST
def delete(request, pk):
    product = child_for(request.user, RivalProduct, pk, right="edits_inside")
    with pghistory.context(user=request.user.pk):
        product.put_aside(by=request.user)
    return deleted(request, product, RIVALS, "intel:restore_rival", product.customer)


@require_POST
def restore(request, pk):
    product = deleted_for(request.user, RivalProduct, pk)
    with pghistory.context(user=request.user.pk):
        product.restore()
    return restored(request, product, RIVALS)


@require_GET
def competitor_names(request):
    """For a combobox that takes any text: the competitors whose name fits, in any spelling."""
    query = cleaned(request.GET.get("q", ""))
    found = Competitor.objects.matching(query).order_by("sort_name", "pk")[:OFFERED]
    return render(request, "intel/_competitor_names.html", {"found": found, "query": query})
