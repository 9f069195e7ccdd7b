"""Files take their places in a plan; whatever is uploaded again is matched as it was before."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from crm.refusals import Refused
from crm.sheets.choices import Reading
from customers.axes.tending import swap
from customers.imports.reading.continuing import POLICIES, mapping_as_of
from customers.imports.reading.staging import USUAL, stage
from customers.models import ImportPlan, PlanFile, PlanRun, PlanStep

State = PlanRun.State
IN_REST = (State.PREPARING, State.STOPPED)


def new_plan(*, by, **fields) -> ImportPlan:
    """With its first run, which waits for files."""
    plan = ImportPlan.objects.create(created_by=by, **fields)
    PlanRun.objects.create(plan=plan, by=by)
    return plan


def replay(plan: ImportPlan, *, by) -> PlanRun:
    """The plan once more: a run that waits for new uploads. Raises Refused before the last one is
    over."""
    with transaction.atomic():
        last = locked_run(plan)
        if last.state not in (State.DONE, State.STOPPED):
            raise Refused(_("The last run of this plan is not over."), _("Run it, or stop it."))
        return PlanRun.objects.create(plan=plan, by=by)


def locked_run(plan: ImportPlan, *states) -> PlanRun:
    """The last run of the plan under a lock, in one of `states`. Raises Refused otherwise."""
    ImportPlan.objects.select_for_update().get(pk=plan.pk)
    run = PlanRun.objects.select_for_update(of=("self",)).filter(plan=plan).latest("pk")
    if states and run.state not in states:
        raise Refused(
            _("This run has moved on: it is %(state)s.") % {"state": run.get_state_display()},
            _("This page shows where it stands now."),
        )
    return run


def upload(plan: ImportPlan, sheet, *, by, file: PlanFile | None = None) -> PlanStep:
    """Reads the sheet into the run that waits: for one of the plan's files, else for a new one at
    the end. Raises SheetRefused, or Refused where the run waits no more."""
    former = last_step(file) if file else None
    chosen = Reading.from_json(former.sheet_import.reading["choices"]) if former else USUAL
    with transaction.atomic():
        run = locked_run(plan, *IN_REST)
        staged = stage(sheet, sheet.name, by=by, pool=plan.pool, chosen=chosen)
        if file is None:
            file = PlanFile.objects.create(plan=plan, place=behind(plan), name=staged.filename)
        run.steps.filter(file=file).delete()
        PlanRun.objects.filter(pk=run.pk).update(report=[])
        matched = match_as(former.sheet_import, staged) if former else False
        return PlanStep.objects.create(run=run, file=file, sheet_import=staged, is_matched=matched)


def last_step(file: PlanFile) -> PlanStep | None:
    """What was uploaded for it last, with its columns matched."""
    steps = file.steps.select_related("sheet_import").order_by("-pk")
    return next((step for step in steps if step.is_ready), None)


def match_as(former, staged) -> bool:
    """Whether the new sheet has the columns of the former, and is matched as that one was."""
    mapping = mapping_as_of(former, staged.header)
    if mapping is None:
        return False
    staged.kind, staged.mapping, staged.system = former.kind, mapping.to_json(), former.system
    for name in POLICIES:
        setattr(staged, name, getattr(former, name))
    staged.save(update_fields=["kind", "mapping", "system", *POLICIES])
    return True


def behind(plan: ImportPlan) -> int:
    return (plan.files.aggregate(last=Max("place"))["last"] or 0) + 1


def move_file(file: PlanFile, step: int):
    """One place up (-1) or down (1)."""
    with transaction.atomic():
        locked_run(file.plan, *IN_REST)
        files = list(file.plan.files.all())
        swap(files, file, step)
        for place, each in enumerate(files, start=1):
            PlanFile.objects.filter(pk=each.pk).update(place=place)


def drop_file(file: PlanFile):
    """Out of the plan; what its imports wrote stays, and so do they."""
    with transaction.atomic():
        locked_run(file.plan, *IN_REST)
        file.delete()
