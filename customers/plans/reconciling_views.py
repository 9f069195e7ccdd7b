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
from customers.plans.reconciling import Line, Reconciliation, reconciled


@require_safe
@admin_required
def reconciliation(request, pk):
    """The files; what is said of each comes by itself, since all its rows are read for it."""
    plan = get_object_or_404(ImportPlan, pk=pk)
    files = [step.file for step in plan.runs.latest("pk").steps.select_related("file")]
    return render(request, "customers/plans/reconciliation.html", {"plan": plan, "files": files})


@require_safe
@admin_required
def of_file(request, pk, number):
    plan = get_object_or_404(ImportPlan, pk=pk)
    steps = plan.runs.latest("pk").steps.select_related("sheet_import", "file")
    step = get_object_or_404(steps, file=number)
    lines = [(line, named(line)) for line in Reconciliation(step).lines()]
    return render(request, "customers/plans/_lines.html", {"lines": lines})


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
