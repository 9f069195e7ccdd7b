"""Facts about people: recorded, corrected and deleted by confidants alone."""

import pghistory
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from crm.shell import flash, sheets
from intel.doors import confided_contact, deleted_fact_for, fact_for
from intel.forms.fact import FactForm
from intel.models import Fact
from intel.views.leaving import FACTS
from sales.views.leaving import back, deleted, restored


@require_http_methods(["GET", "POST"])
def new(request, pk):
    contact = confided_contact(request.user, pk)
    form = FactForm(request.POST or None, instance=Fact(contact=contact))
    if form.is_valid():
        fact = form.record(by=request.user)
        flash.done(request, _("Recorded: %(fact)s") % {"fact": fact})
        return back(request, FACTS, fact)
    context = {"contact": contact, "heading": _("New fact")}
    return sheets.show(request, "intel/fact_form.html", context, form)


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    fact = fact_for(request.user, pk)
    form = FactForm(request.POST or None, instance=fact)
    if request.method == "POST" and form.settle(by=request.user):
        flash.done(request, _("The fact is saved."))
        return back(request, FACTS, fact)
    context = {"contact": fact.contact, "fact": fact, "heading": _("Edit fact")}
    return sheets.show(request, "intel/fact_form.html", context, form)


@require_POST
def delete(request, pk):
    fact = fact_for(request.user, pk)
    with pghistory.context(user=request.user.pk):
        fact.put_aside(by=request.user)
    return deleted(request, fact, FACTS, "intel:restore_fact", fact)


@require_POST
def restore(request, pk):
    fact = deleted_fact_for(request.user, pk)
    with pghistory.context(user=request.user.pk):
        fact.restore()
    return restored(request, fact, FACTS)
