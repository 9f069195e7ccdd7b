"""Opportunities: known, moved along the six factors, won or lost."""

from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm.grid.filters import is_id
from crm.history import changes
from crm.refusals import Refused
from crm.shell import flash, sheets
from customers.doors import child_for, customer_for
from sales.doors import deleted_for
from sales.forms.opportunity import LossForm, NewOpportunityForm, OpportunityForm
from sales.models import Opportunity
from sales.views.leaving import OPPORTUNITIES, back, deleted, restored


@require_http_methods(["GET", "POST"])
def new(request, pk):
    customer = customer_for(request.user, pk, right="edits_inside")
    blank = Opportunity(customer=customer, owner=request.user)
    form = NewOpportunityForm(request.POST or None, instance=blank)
    if form.is_valid():
        opportunity = form.start(by=request.user)
        flash.done(request, _("“%(record)s” is being pursued.") % {"record": opportunity})
        return back(request, OPPORTUNITIES, opportunity)
    context = {"customer": customer, "heading": _("New opportunity")}
    return sheets.show(request, "sales/opportunity_form.html", context, form)


@require_GET
def opportunity(request, pk):
    opportunity = child_for(request.user, Opportunity, pk)
    context = {
        "opportunity": opportunity,
        "access": opportunity.access,
        "orders": opportunity.orders.visible_to(request.user).order_by("-ordered_on", "-pk"),
        "changes": list(changes(opportunity)),
    }
    return render(request, "sales/opportunity.html", context)


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    opportunity = _to_change(request, pk)
    form = OpportunityForm(request.POST or None, instance=opportunity)
    if request.method == "POST" and form.settle(by=request.user):
        flash.done(request, _("“%(record)s” is saved.") % {"record": form.instance})
        return back(request, OPPORTUNITIES, opportunity)
    context = {"customer": opportunity.customer, "heading": _("Edit opportunity")}
    return sheets.show(request, "sales/opportunity_form.html", context, form)


@require_POST
def move(request, pk):
    """To the stage whose number `stage` holds."""
    opportunity, stage = _to_change(request, pk), request.POST.get("stage", "")
    if not is_id(stage):
        raise Refused(_("There is no such stage."))
    opportunity.move_to(int(stage), by=request.user)
    words = {"record": opportunity, "stage": capfirst(opportunity.get_stage_display())}
    flash.done(request, _("“%(record)s”: %(stage)s.") % words)
    return back(request, OPPORTUNITIES)


@require_POST
def win(request, pk):
    opportunity = _to_change(request, pk)
    opportunity.win(by=request.user)
    flash.done(request, _("“%(record)s” is won.") % {"record": opportunity})
    return back(request, OPPORTUNITIES)


@require_http_methods(["GET", "POST"])
def lose(request, pk):
    opportunity = _to_change(request, pk)
    form = LossForm(request.POST or None)
    if form.is_valid():
        opportunity.lose(by=request.user, reason=form.cleaned_data["reason"])
        flash.done(request, _("“%(record)s” is closed as lost.") % {"record": opportunity})
        return back(request, OPPORTUNITIES, opportunity)
    return sheets.show(request, "sales/loss.html", {"opportunity": opportunity}, form)


@require_POST
def reopen(request, pk):
    opportunity = _to_change(request, pk)
    opportunity.reopen(by=request.user)
    flash.done(request, _("“%(record)s” is open again.") % {"record": opportunity})
    return back(request, OPPORTUNITIES)


@require_POST
def delete(request, pk):
    opportunity = _to_change(request, pk)
    opportunity.put_aside(by=request.user)
    return deleted(
        request, opportunity, OPPORTUNITIES, "sales:restore_opportunity", opportunity.customer
    )


@require_POST
def restore(request, pk):
    opportunity = deleted_for(request.user, Opportunity, pk)
    opportunity.bring_back(by=request.user)
    return restored(request, opportunity, OPPORTUNITIES)


def _to_change(request, pk) -> Opportunity:
    return child_for(request.user, Opportunity, pk, right="edits_inside")
