"""A run works through its rows, one a transaction, and can be stopped and taken up again.

What a row's verb does and what the row says about it are one transaction: a worker may be killed
at any moment, or two be at work, and every row is still done once.
"""

from django.conf import settings
from django.db import DataError, IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from crm.jobs import is_under_way
from crm.people.models import User
from crm.refusals import NotAllowed, Refused
from customers.bulk.choosing import CustomerSelection
from customers.bulk.forms import arguments_of
from customers.bulk.telling import tell_actor
from customers.bulk.verbs import SPREAD, VERBS, BulkVerb
from customers.models import BatchRow, BulkRun, Customer
from customers.models.batch import Batch

AT_ONCE = 50
RIGHTS, FAULT = "rights", "fault"
TASK = "work_bulk"
State, RowState = BulkRun.State, BatchRow.State


def start(verb: BulkVerb, selection: CustomerSelection, form) -> BulkRun:
    """Has the verb of a valid form done to the selection: now where it is small, else by a job."""
    with transaction.atomic():
        run = written_down(verb, selection, State.WORKING, arguments_of(form))
        send(run)
    return done_at_once(run)


def written_down(verb, selection, state, arguments) -> BulkRun:
    """The run with its rows, in the caller's transaction."""
    batch = Batch.objects.create(kind=Batch.Kind.VERB, by=selection.user)
    total, unseen = selection.write_rows(batch)
    return BulkRun.objects.create(
        batch=batch, verb=verb.name, state=state, arguments=arguments, total=total, unseen=unseen
    )


def send(run: BulkRun):
    """A job for a large run, in the caller's transaction: none is sent for what was undone. It
    speaks the language of whoever asked; one worker at a time is at it."""
    if run.total > AT_ONCE:
        language = translation.get_language() or settings.LANGUAGE_CODE
        app.configure_task(TASK, lock=f"bulk-{run.pk}").defer(pk=run.pk, language=language)


def done_at_once(run: BulkRun) -> BulkRun:
    if run.total <= AT_ONCE:
        work(run.pk)
        run.refresh_from_db()
    return run


def stop(run: BulkRun):
    """Ends the work after the row in hand; what is done stays."""
    with transaction.atomic():
        end(locked_in(run, State.WORKING), State.STOPPED)


def resume(run: BulkRun):
    """Goes on where the run was stopped, or where its job broke off."""
    with transaction.atomic():
        locked = locked_in(run, State.WORKING, State.STOPPED)
        if locked.state == State.STOPPED or is_broken_off(locked):
            restart(locked)
            send(locked)
    done_at_once(locked)


def restart(locked: BulkRun):
    locked.state, locked.halted, locked.work_began_at = State.WORKING, "", None
    locked.save(update_fields=["state", "halted", "work_began_at"])


def is_broken_off(run: BulkRun) -> bool:
    """Whether there is work to do and no job to do it: its last one failed."""
    return run.is_working and not is_under_way(TASK, pk=run.pk)


def locked_in(run: BulkRun, *states) -> BulkRun:
    """The run under a lock, in one of `states`. Raises Refused otherwise."""
    locked = BulkRun.objects.select_for_update(no_key=True).get(pk=run.pk)
    if locked.state not in states:
        raise Refused(
            _("This has moved on: it is %(state)s.") % {"state": locked.get_state_display()},
            _("This page shows where it stands now."),
        )
    return locked


# --- the work -------------------------------------------------------------------------------


def work(pk: int):
    """Goes through the waiting rows until none is left, or somebody or something stops it."""
    while settle_one(pk):
        pass


def settle_one(pk: int) -> bool:
    """One row, in one transaction with what its verb does; False when there is no more to do."""
    with transaction.atomic():
        run = BulkRun.objects.select_for_update(no_key=True).select_related("batch").get(pk=pk)
        if run.state != State.WORKING:
            return False
        if run.work_began_at is None:
            run.begin_clock(run.rows.filter(~Q(state=RowState.WAITING)).count())
        row = run.rows.filter(state=RowState.WAITING).order_by("position").first()
        if row is None:
            end(run, State.DONE)
            tell_if_long(run)
            return False
        return carried_on(run, row)


def carried_on(run: BulkRun, row: BatchRow) -> bool:
    """Settles the row with the rights its actor has this moment; halts if they have none left."""
    try:
        actor, form = hands_of(run)
    except Refused as refusal:
        run.halted = str(refusal)
        end(run, State.STOPPED)
        tell_if_long(run)
        return False
    settle(row, run, actor, form)
    return True


def hands_of(run: BulkRun) -> tuple:
    """Who acts, and what was asked, both read anew. Raises Refused when either is gone."""
    verb, actor = VERBS[run.verb], User.objects.get(pk=run.batch.by_id)
    if not actor.is_active:
        raise Refused(_("%(user)s no longer works here.") % {"user": actor})
    if not verb.open_to(actor):
        raise Refused(_("%(user)s may no longer do this.") % {"user": actor})
    form = verb.form(run.arguments, user=actor)
    if not form.is_valid():
        raise Refused(" ".join(str(text) for texts in form.errors.values() for text in texts))
    return actor, form


def settle(row: BatchRow, run: BulkRun, actor, form):
    customer = Customer.objects.visible_to(actor).filter(pk=row.customer_id).first()
    if customer is None or not customer.access_of(actor).reads:
        why = _("It was moved out of your sight, or deleted, since you chose it.")
        return row.settle(RowState.MISSING, why=why)
    if run.verb == SPREAD and customer.owner_id == row.to_id:
        return row.settle(RowState.SAME)
    try:
        with transaction.atomic():
            say(VERBS[run.verb], customer, row, by=actor, batch=run.batch, **form.cleaned_data)
    except Refused as refusal:
        row.settle(RowState.REFUSED, why=refusal, rule=rule_of(refusal))
    except (DataError, IntegrityError):
        why = _("The database refused this change. Open the customer and try it there.")
        row.settle(RowState.REFUSED, why=why, rule=FAULT)
    else:
        row.settle(RowState.DONE)


def say(verb: BulkVerb, customer, row: BatchRow, **asked):
    """The ordinary verb; a planned row brings its own receiver."""
    if verb.name == SPREAD:
        asked["to"] = row.to
    getattr(customer, verb.act)(**asked)


def rule_of(refusal: Refused) -> str:
    return refusal.rule or (RIGHTS if isinstance(refusal, NotAllowed) else "")


def tell_if_long(run: BulkRun):
    """Whoever said a small run looks at its outcome already."""
    if run.total > AT_ONCE:
        tell_actor(run)


def end(locked: BulkRun, state):
    """Saves where the run ended, and when."""
    locked.state = state
    locked.save(update_fields=["state", "halted"])
    locked.batch.finished_at = timezone.now()
    locked.batch.save(update_fields=["finished_at"])
