"""The pages of import plans: their files in order, rehearsal, run, and what came of it."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm.people.access import admin_required
from crm.refusals import Refused
from crm.sentences import as_read, reasons
from crm.shell import flash, sheets
from customers.axes.views import STEPS, sent
from customers.models import ImportPlan, PlanFile, PlanRun, PlanStep, RowCheck
from customers.plans import preparing, rehearsing, running
from customers.plans.figures import Figures
from customers.plans.forms import FileForm, PlanForm
from customers.plans.progress import as_seen, progress_of

RUNS_SHOWN = 10


@require_safe
@admin_required
def plans(request):
    found = ImportPlan.objects.prefetch_related("files", "runs")
    return render(request, "customers/plans/list.html", {"plans": found})


@admin_required
def new(request):
    form = PlanForm(sent(request), user=request.user)
    if form.is_valid():
        return sheets.leave(request, preparing.new_plan(by=request.user, **form.cleaned_data))
    return show_form(request, form, title=_("New import plan"))


@admin_required
def edit(request, pk):
    plan = get_object_or_404(ImportPlan, pk=pk)
    form = PlanForm(sent(request), instance=plan, user=request.user)
    if form.is_valid():
        plan.save(update_fields=PlanForm.Meta.fields)
        return sheets.leave(request, plan)
    return show_form(request, form, title=_("Change the import plan"))


@require_safe
@admin_required
def plan(request, pk):
    return show_plan(request, get_object_or_404(ImportPlan, pk=pk))


def show_plan(request, found: ImportPlan, form=None):
    run = found.runs.select_related("by").latest("pk")
    context = standing(found, run) | {
        "report": [as_read_now(told) for told in run.report],
        "form": form or FileForm(),
        "earlier": found.runs.exclude(pk=run.pk).select_related("by")[:RUNS_SHOWN],
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "customers/plans/plan.html", context, status=status)


def standing(found: ImportPlan, run: PlanRun) -> dict:
    """The files of a run, and how far it is."""
    steps = running.steps_of(run)
    as_seen(run, steps)
    by_file = {step.file_id: step for step in steps}
    files = [(file, by_file.get(file.pk)) for file in found.files.all()]
    return {
        "plan": found,
        "run": run,
        "files": [(f, step, None if run.is_working else figures_in(step)) for f, step in files],
        "waits": run.state in preparing.IN_REST,
        "is_over": run.state in (PlanRun.State.DONE, PlanRun.State.STOPPED),
        "is_complete": len(files) == sum(step.is_ready for step in steps) > 0,
        "is_broken_off": running.is_broken_off(run),
        "progress": progress_of(steps) if run.is_working else None,
    }


@require_safe
@admin_required
def progress(request, pk):
    """The bar and the files while there is work; a reload of the page once it is over."""
    found = get_object_or_404(ImportPlan, pk=pk)
    run = found.runs.select_related("by").latest("pk")
    response = render(request, "customers/plans/_standing.html", standing(found, run))
    if not run.is_working:
        response["HX-Refresh"] = "true"
    return response


def as_read_now(told: dict) -> dict:
    counts, why = named(told["counts"]), as_read(told["why"] or "")
    return told | {"counts": counts, "problems": reasons(told["problems"]), "why": why}


def figures_in(step: PlanStep | None) -> Figures | None:
    """What is added up of a file when it is reconciled, once its columns are matched."""
    return Figures(step.sheet_import, step.file.unsummed) if step and step.is_ready else None


def named(counts: dict[str, int]) -> list[tuple]:
    return [(capfirst(v.label), counts[v]) for v in RowCheck.Verdict if counts.get(v)]


@require_POST
@admin_required
def add_file(request, pk):
    return take_in(request, get_object_or_404(ImportPlan, pk=pk))


@require_POST
@admin_required
def upload_again(request, pk, number):
    file = get_object_or_404(PlanFile.objects.select_related("plan"), plan=pk, pk=number)
    return take_in(request, file.plan, file)


def take_in(request, found: ImportPlan, file: PlanFile | None = None):
    """The upload takes its place; where its columns are new, the next page asks about them."""
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return show_plan(request, found, form)
    sheet = form.cleaned_data["sheet"]
    try:
        step = preparing.upload(found, sheet, by=request.user, file=file)
    except Refused as refusal:
        form.add_error("sheet", str(refusal))
        return show_plan(request, found, form)
    if not step.is_ready:
        flash.told(request, _("Say what its columns are; then go on with the plan."))
        return redirect("customers:import", step.sheet_import_id)
    return redirect(found)


@require_POST
@admin_required
def drop_file(request, pk, number):
    preparing.drop_file(get_object_or_404(PlanFile, plan=pk, pk=number))
    return redirect("customers:import_plan", pk)


@require_POST
@admin_required
def move_file(request, pk, number, direction):
    preparing.move_file(get_object_or_404(PlanFile, plan=pk, pk=number), STEPS[direction])
    return redirect("customers:import_plan", pk)


@require_POST
@admin_required
def rehearse(request, pk):
    rehearsing.begin(get_object_or_404(ImportPlan, pk=pk), by=request.user)
    return redirect("customers:import_plan", pk)


@require_POST
@admin_required
def run(request, pk):
    plan = get_object_or_404(ImportPlan, pk=pk)
    running.begin(plan, PlanRun.State.RUNNING, by=request.user)
    return redirect(plan)


@require_POST
@admin_required
def stop(request, pk):
    running.stop(get_object_or_404(ImportPlan, pk=pk))
    return redirect("customers:import_plan", pk)


@require_POST
@admin_required
def resume(request, pk):
    running.resume(get_object_or_404(ImportPlan, pk=pk))
    return redirect("customers:import_plan", pk)


@require_POST
@admin_required
def replay(request, pk):
    preparing.replay(get_object_or_404(ImportPlan, pk=pk), by=request.user)
    return redirect("customers:import_plan", pk)


def show_form(request, form, *, title):
    context = {"sheet": sheets.template_for(request), "title": title}
    return sheets.show(request, "customers/plans/form.html", context, form)
