"""A draft is tried at once where few customers are held, else by a job; what came out is kept."""

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from crm.jobs import is_under_way
from customers.models import Customer, DryRun, RuleVersion
from customers.rules.trying import Trial

AT_ONCE = 20_000
"""So many customers are tried in about a second."""
TASK = "try_rules"


def begin(trial: Trial, *, by) -> DryRun | None:
    """The dry run of a draft, done or at work; None where the rules of release stay as they are.

    Who asks again no longer waits for what they asked before.
    """
    if not trial.touches_release:
        return None
    with transaction.atomic():
        DryRun.objects.filter(by=by, state=DryRun.State.WORKING).delete()
        run = written_down(trial, by)
        if is_long():
            app.configure_task(TASK, lock=f"{TASK}-{by.pk}").defer(pk=run.pk)
            return run
    work(run.pk)
    run.refresh_from_db()
    return run


def written_down(trial: Trial, by) -> DryRun:
    version = trial.version
    draft = {"team_id": version.team_id, "sections": version.sections}
    day = version.effective_from
    return DryRun.objects.create(by=by, until=trial.month_end, effective_from=day, **draft)


def is_long() -> bool:
    held = Customer.objects.filter(owner__isnull=False, deleted_at=None)
    return held[: AT_ONCE + 1].count() > AT_ONCE


def is_broken_off(run: DryRun) -> bool:
    """Whether there is work to do and no job to do it: its last one failed."""
    return run.is_working and not is_under_way(TASK, pk=run.pk)


def work(pk: int):
    """Tries the draft and keeps what came out, unless that was done or is no longer wanted."""
    at_work = DryRun.objects.filter(pk=pk, state=DryRun.State.WORKING)
    if run := at_work.first():
        found = found_by(trial_of(run))
        at_work.update(state=DryRun.State.DONE, at=timezone.now(), **found)


def found_by(trial: Trial) -> dict:
    """The columns of a dry run that say what came out."""
    return {
        "customer_ids": [due.customer_id for due in trial.due],
        "rules": [due.rule for due in trial.due],
        "dues": [due.due_at for due in trial.due],
        "first_night": len(trial.first_night),
        "braked": trial.braked,
        "due_anyway": trial.due_anyway,
    }


def trial_of(run: DryRun) -> Trial:
    """The draft of a dry run, to be tried or to name its rules by."""
    draft = RuleVersion(team=run.team, sections=run.sections, effective_from=run.effective_from)
    return Trial(draft)
