"""Saying a verb to many, and the pages of what became of it."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.refusals import NotAllowed
from crm.shell import flash, sheets
from customers.bulk import plan_views, planning, running
from customers.bulk.choosing import CustomerSelection
from customers.bulk.doors import run_for
from customers.bulk.outcomes import Outcome, download, outcomes_of, rows_of
from customers.bulk.verbs import SPREAD, VERBS
from customers.models import BulkRun

ROWS_ON_A_PAGE = 50
RECENT = 30


@require_http_methods(["GET", "POST"])
def say(request, verb):
    """The dialog of a verb for a selection; carried out when it is sent."""
    verb = verb_for(request.user, verb)
    data = request.POST if request.method == "POST" else request.GET
    selection = CustomerSelection(request.user, data)
    kind = planning.SpreadChoiceForm if verb.name == SPREAD else verb.form
    form = kind(request.POST or None, user=request.user)
    context = {"verb": verb, "selection": selection}
    if not form.is_valid():
        return sheets.show(request, "customers/bulk/say.html", context, form)
    if verb.name == SPREAD:
        return sheets.leave(request, planning.plan(selection, form))
    return told(request, running.start(verb, selection, form))


def verb_for(user, name):
    if name not in VERBS:
        raise Http404
    if not VERBS[name].open_to(user):
        raise NotAllowed(_("Only a manager may do this to many customers."), _("Ask your manager."))
    return VERBS[name]


def told(request, run):
    """A small run's outcome stays in the dialog; a large one has a page."""
    if run.is_working or not sheets.is_dialog(request):
        return sheets.leave(request, run)
    back = request.htmx.current_url_abs_path or reverse("customers:list")
    context = {
        "run": run,
        "outcome": Outcome(run),
        "rows": rows_of(run)[: running.AT_ONCE],
        "back": back,
    }
    return render(request, "customers/bulk/outcome.html", context)


@require_safe
def runs(request):
    """What I said to many, the latest first."""
    found = BulkRun.objects.filter(batch__by=request.user).select_related("batch")[:RECENT]
    context = {"outcomes": outcomes_of(found)}
    return render(request, "customers/bulk/runs.html", context)


@require_safe
def run(request, pk):
    found = run_for(request.user, pk)
    if found.is_planned:
        return plan_views.show(request, found)
    rows = rows_of(found, request.GET.get("outcome", ""))
    page = Paginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"run": found, "outcome": Outcome(found), "page": page}
    context["is_broken_off"] = running.is_broken_off(found)
    return render(request, "customers/bulk/run.html", context)


@require_safe
def progress(request, pk):
    """The bar while there is work; a reload of the page once it is over."""
    found = run_for(request.user, pk)
    context = {
        "run": found,
        "outcome": Outcome(found),
        "is_broken_off": running.is_broken_off(found),
    }
    response = render(request, "customers/bulk/_progress.html", context)
    if not found.is_working:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def stop(request, pk):
    running.stop(run_for(request.user, pk))
    flash.told(request, _("Stopped. What was done stays; the rest can be done later."))
    return redirect("customers:bulk_run", pk)


@require_POST
def resume(request, pk):
    running.resume(run_for(request.user, pk))
    return redirect("customers:bulk_run", pk)


@require_safe
def sheet(request, pk, kind):
    """Every row with its outcome, as a file."""
    return download(run_for(request.user, pk), kind)
