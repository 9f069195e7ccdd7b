"""The page that sets files beside the database, and which of their numbers it adds up."""

from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from crm.people.access import admin_required
from crm.shell import sheets
from customers.axes.views import sent
from customers.models import ImportPlan, PlanFile, RowCheck
from customers.plans.figures import figures_of
from customers.plans.forms import SumsForm
from customers.plans.reconciling import Line, reconciled


@require_safe
@admin_required
def reconciliation(request, pk):
    plan = get_object_or_404(ImportPlan, pk=pk)
    lines = [(line, named(line)) for line in reconciled(plan.runs.latest("pk"))]
    return render(request, "customers/plans/reconciliation.html", {"plan": plan, "lines": lines})


def named(line: Line) -> list[tuple]:
    return [(capfirst(v.label), line.counts[v]) for v in RowCheck.Verdict if line.counts.get(v)]


@require_safe
@admin_required
def reconciliation_json(request, pk):
    plan = get_object_or_404(ImportPlan, pk=pk)
    lines = [line.to_json() for line in reconciled(plan.runs.latest("pk"))]
    return JsonResponse({"plan": plan.name, "lines": lines})


@admin_required
def sums(request, pk, number):
    """Which numbers of a file are added up."""
    file = get_object_or_404(PlanFile, plan=pk, pk=number)
    form = SumsForm(sent(request), file=file, figures=figures_of(file))
    if form.is_valid():
        form.save()
        return sheets.leave(request, "customers:import_plan", pk)
    context = {"sheet": sheets.template_for(request), "file": file}
    return sheets.show(request, "customers/plans/sums.html", context, form)
