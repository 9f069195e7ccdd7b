"""A plan's files one after another, in the background and resumable."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from procrastinate.contrib.django import app

from crm.jobs import is_under_way
from crm.refusals import Refused
from crm.sentences import Sentence, as_read, in_each_language, sentence
from crm.words import listed
from customers.imports import running as imports
from customers.imports.difference import deciding
from customers.imports.mapping import Mapping
from customers.models import ImportPlan, PlanRun, PlanStep, RowCheck, SheetImport
from customers.models.imports import Policy
from customers.plans.preparing import IN_REST, locked_run

State, Verdict = PlanRun.State, RowCheck.Verdict
Import = SheetImport.State
TASKS: dict[str, str] = {State.RUNNING: "run_plan", State.REHEARSING: "rehearse_plan"}
LEFT = (Verdict.ASKED, Verdict.REFUSED)


def begin(plan: ImportPlan, state: str, *, by):
    """Sends the run that waits on its way. Raises Refused where a file is missing or unmatched."""
    with transaction.atomic():
        run = locked_run(plan, *IN_REST)
        refuse_unless_complete(run)
        run.state, run.why, run.by, run.finished_at, run.seen = state, {}, by, None, {}
        run.save(update_fields=["state", "why", "by", "finished_at", "seen"])
        send(run)


def send(run: PlanRun):
    job = app.configure_task(TASKS[run.state], lock=f"plan-{run.plan_id}")
    job.defer(pk=run.pk, language=translation.get_language() or settings.LANGUAGE_CODE)


def refuse_unless_complete(run: PlanRun):
    ready = {step.file_id for step in steps_of(run) if step.is_ready}
    missing = [str(file) for file in run.plan.files.all() if file.pk not in ready]
    if missing or not ready:
        named = listed(missing) or _("none yet")
        raise Refused(
            _("Not every file is there with its columns matched: %(files)s.") % {"files": named},
            _("Upload each, and say what its columns are."),
        )


def steps_of(run: PlanRun) -> list[PlanStep]:
    return list(run.steps.select_related("sheet_import__system", "file"))


def is_broken_off(run: PlanRun) -> bool:
    """Whether there is work to do and no job to do it: its last one failed."""
    return run.is_working and not is_under_way(TASKS[run.state], pk=run.pk)


def resume(plan: ImportPlan):
    """Sends the work on its way again after a job that broke off."""
    with transaction.atomic():
        run = locked_run(plan, *PlanRun.WORKING)
        if is_broken_off(run):
            send(run)


def stop(plan: ImportPlan):
    """Ends a run after the chunk in hand; what is written stays."""
    with transaction.atomic():
        run = locked_run(plan, *PlanRun.WORKING)
        end(run, State.STOPPED, sentence(gettext_lazy("Somebody stopped it.")))
    for step in steps_of(run):
        if step.sheet_import.is_working:
            imports.stop(step.sheet_import)


def run_plan(pk: int):
    """Goes on with the first file that is not in yet."""
    run = PlanRun.objects.select_related("plan", "by").get(pk=pk)
    for step in steps_of(run):
        if not PlanRun.objects.filter(pk=pk, state=State.RUNNING).exists():
            return
        if why := bring_in(step, run.plan.most_left, by=run.by):
            end(run, State.STOPPED, of_file(step, why), unless_moved=True)
            return
    end(run, State.DONE, {}, unless_moved=True)


def of_file(step: PlanStep, why: Sentence) -> Sentence:
    return in_each_language(lambda: f"{step.file}: {as_read(why)}")


def end(run: PlanRun, state: str, why: Sentence, *, unless_moved=False):
    runs = PlanRun.objects.filter(pk=run.pk)
    if unless_moved:
        runs = runs.filter(state=State.RUNNING)
    runs.update(state=state, why=why, finished_at=timezone.now())


def bring_in(step: PlanStep, most_left: int, *, by) -> Sentence | None:
    """Checks and writes one file from wherever it stands. Why the run must end, or None."""
    found = step.sheet_import
    found.refresh_from_db()
    if found.state in (Import.WRITING, Import.DONE):
        return finish(found)
    if found.state not in (Import.MAPPING, Import.CHECKING, Import.CHECKED):
        return moved_on(found)
    check(step, by=by)
    if why := too_many_left(found, most_left):
        return why
    leave_out_undecided(found, by=by)
    if found.good:
        imports.start_writing(found, by=by, is_sent=False)
    return finish(found)


def check(step: PlanStep, *, by, told: imports.Told | None = None):
    """Against what the files before it made; once in a run, unless its columns were changed."""
    found = step.sheet_import
    if found.state == Import.MAPPING or (found.state == Import.CHECKED and not step.is_checked):
        imports.start_check(found, Mapping.of(found), by=by, is_sent=False)
    imports.run_check(found.pk, told)
    PlanStep.objects.filter(pk=step.pk).update(is_checked=True)
    found.refresh_from_db()


def too_many_left(found: SheetImport, most_left: int) -> Sentence | None:
    if (left := found.counted(*LEFT)) <= most_left:
        return None
    said = ngettext_lazy(
        "%(count)d row is refused or to be decided.",
        "%(count)d rows are refused or to be decided.",
        left,
    )
    return sentence(said, count=left)


def leave_out_undecided(found: SheetImport, *, by):
    if found.counted(Verdict.ASKED):
        deciding.decide(found, Policy.SKIP, by=by, is_sent=False)
        imports.run_check(found.pk)
        found.refresh_from_db()


def finish(found: SheetImport, told: imports.Told | None = None) -> Sentence | None:
    imports.run_writing(found.pk, told)
    found.refresh_from_db()
    is_in = found.state == Import.DONE or not found.good
    return None if is_in else moved_on(found)


def moved_on(found: SheetImport) -> Sentence:
    said = gettext_lazy("this import is %(state)s.")
    return in_each_language(lambda: said % {"state": found.get_state_display()})
