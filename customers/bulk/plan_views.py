"""The page of a plan: look at it, change it, have it carried out or discard it."""

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm.people.fields import is_id
from crm.shell import flash
from customers.bulk import planning
from customers.bulk.doors import run_for
from customers.bulk.planning import Plan

ROWS_ON_A_PAGE = 50
RECEIVER = "to-"


def show(request, run, template="customers/bulk/plan.html"):
    plan = Plan(run)
    page = Paginator(plan.rows, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"run": run, "plan": plan, "page": page, "reason": request.POST.get("reason", "")}
    return render(request, template, context)


@require_POST
def change(request, pk):
    """Another way, other people, another receiver for some rows: spread anew."""
    run = run_for(request.user, pk)
    people = {int(text) for text in request.POST.getlist("people") if is_id(text)}
    planning.change(
        run, way=request.POST.get("way"), people=people, receivers=receivers_in(request.POST)
    )
    run.refresh_from_db()
    if request.htmx:
        return show(request, run, "customers/bulk/_plan.html")
    return redirect(f"{run.get_absolute_url()}?{request.GET.urlencode()}")


def receivers_in(data) -> dict[int, int]:
    """Who was chosen for which row: {row: user}."""
    named = (
        (name.removeprefix(RECEIVER), to) for name, to in data.items() if name.startswith(RECEIVER)
    )
    return {int(row): int(to) for row, to in named if is_id(row) and is_id(to)}


@require_POST
def confirm(request, pk):
    planning.confirm(run_for(request.user, pk), request.POST.get("reason", "").replace("\0", ""))
    return redirect("customers:bulk_run", pk)


@require_POST
def discard(request, pk):
    planning.discard(run_for(request.user, pk))
    flash.told(request, _("The plan is discarded. Nobody was assigned anything."))
    return redirect("customers:list")
