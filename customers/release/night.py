"""A night of release: forecast anew, brake, release, ask.

Run again after a crash it goes on where it was: the state is on the row, and whoever left is no
longer due.
"""

from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.models import User
from crm.refusals import NotAllowed, Refused
from customers.models import Batch, Brake, Customer, Night
from customers.release import deferring, forecast, telling
from customers.release.releasing import Terms, count_due, release_all
from customers.rules.resolving import RuleBook

State = Night.State
UNDER_WAY = [State.PREPARING, State.RUNNING]
NIGHT_LASTS = timedelta(hours=4)


@transaction.atomic
def start(*, by=None, is_by_clock=False) -> Night:
    """Opens a night and hands it to the worker. Refused while another one is under way."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('customers_night'))")
    if by and not by.is_admin:
        raise NotAllowed(_("Only an administrator starts a night."), _("Ask one."))
    if Night.objects.filter(state__in=UNDER_WAY).exists():
        raise Refused(_("A night of release is under way."), _("Wait until it has finished."))
    batch = Batch.objects.create(kind=Batch.Kind.NIGHT, by=by)
    night = Night.objects.create(batch=batch, is_by_clock=is_by_clock)
    deferring.run_night(night.pk)
    return night


def start_by_clock() -> Night | None:
    """Today's night, once; None if it was, or if another one is under way."""
    if Night.objects.filter(day=timezone.localdate(), is_by_clock=True).exists():
        return None
    try:
        return start(is_by_clock=True)
    except Refused:
        return None


def is_time(at, hour: int) -> bool:
    """Whether `at`, local, lies in the night that begins at `hour`; a server that was down at
    that hour catches up within four, and otherwise waits for the next night."""
    begins = at.replace(hour=hour, minute=0, second=0, microsecond=0)
    return begins <= at < begins + NIGHT_LASTS


def run(pk: int):
    """Carries a night out, or on from where it broke off."""
    night = Night.objects.select_related("batch").get(pk=pk)
    if night.state == State.PREPARING:
        forecast.refresh_all()
        prepare(night)
    if night.state == State.RUNNING:
        release_all(night, terms_of(night))
        finish(night)


def terms_of(night: Night, only: int | None = None) -> Terms:
    braked = [] if only else list(night.brakes.values_list("owner", flat=True))
    return Terms(night.batch.started_at, braked, only)


# --- the brake ------------------------------------------------------------------------------


@transaction.atomic
def prepare(night: Night):
    """Counts who is due, and brakes for the owners who would lose too many at once."""
    lapse_older(night)
    counts = count_due(Terms(night.batch.started_at))
    night.due = sum(count for _owner, count, _due in counts)
    night.unwarned = sum(due - count for _owner, count, due in counts)
    book, holds, teams = RuleBook(), held_by([owner for owner, *_rest in counts]), teams_of(counts)
    Brake.objects.bulk_create(
        Brake(night=night, owner_id=owner, count=count, held=holds[owner])
        for owner, count, _due in counts
        if is_too_many(book.rules_for(teams[owner]).release, count, holds[owner])
    )
    night.state = State.RUNNING
    night.save(update_fields=["due", "unwarned", "state"])


def is_too_many(release, count: int, held: int) -> bool:
    """A single customer is never too many, or nobody who holds few would ever lose one."""
    most, percent = release.brake_count, release.brake_percent
    return (most is not None and count > most) or (
        percent is not None and count > 1 and count * 100 > percent * held
    )


def held_by(owners: list[int]) -> dict[int, int]:
    held = Customer.objects.filter(owner__in=owners, deleted_at=None)
    return dict(held.values("owner").annotate(number=Count("pk")).values_list("owner", "number"))


def teams_of(counts) -> dict[int, int]:
    owners = User.objects.filter(pk__in=[owner for owner, *_rest in counts])
    return dict(owners.values_list("pk", "team_id"))


def lapse_older(night: Night):
    """What was not decided by the next night is asked anew by it."""
    undecided = Brake.objects.filter(decision="").exclude(night=night)
    undecided.update(decision=Brake.Decision.LAPSED, decided_at=timezone.now())
    Night.objects.filter(state=State.ASKING).exclude(pk=night.pk).update(state=State.FINISHED)


@transaction.atomic
def finish(night: Night):
    """Ends the run; whoever decides about its brakes is asked."""
    night = Night.objects.select_for_update(of=("self",)).select_related("batch").get(pk=night.pk)
    if night.state == State.RUNNING:
        brakes = list(night.brakes.filter(decision="").select_related("owner"))
        telling.ask_about(brakes, night)
        settle(night)
    night.batch.finished_at = timezone.now()
    night.batch.save(update_fields=["finished_at"])


def settle(night: Night):
    is_asking = night.brakes.filter(decision="").exists()
    night.state = State.ASKING if is_asking else State.FINISHED
    night.save(update_fields=["state"])


@transaction.atomic
def stop(night: Night, *, by):
    """No further batch; what was released stays released."""
    if not by.is_admin:
        raise NotAllowed(_("Only an administrator stops a night."), _("Ask one."))
    locked = Night.objects.select_for_update().get(pk=night.pk)
    if locked.state not in UNDER_WAY:
        raise Refused(_("This night is over."), _("This page shows what it did."))
    locked.state, locked.stopped_by = State.STOPPED, by
    locked.save(update_fields=["state", "stopped_by"])


# --- deciding -------------------------------------------------------------------------------


def may_decide(brake: Brake, user) -> bool:
    return user.is_admin or user.manages(brake.owner)


@transaction.atomic
def decide(brake: Brake, decision: str, *, by):
    """Releases what a brake held, in a job; or leaves it until the next night asks again."""
    night = Night.objects.select_for_update(of=("self",)).get(pk=brake.night_id)
    locked = Brake.objects.select_related("owner", "decided_by").get(pk=brake.pk)
    if not may_decide(locked, by):
        raise NotAllowed(
            _("Only those who manage %(owner)s decide about this.") % {"owner": locked.owner},
            _("Ask a manager or an administrator."),
        )
    refuse_decided(locked)
    locked.decision, locked.decided_by, locked.decided_at = decision, by, timezone.now()
    locked.save(update_fields=["decision", "decided_by", "decided_at"])
    if night.state == State.ASKING:
        settle(night)
    if decision == Brake.Decision.RELEASE:
        deferring.release_braked(locked.pk)


def refuse_decided(brake: Brake):
    if brake.decision == Brake.Decision.LAPSED:
        raise Refused(_("A later night asks about this anew."), _("Open the latest night."))
    if brake.decision:
        raise Refused(
            _("%(by)s has decided this already.") % {"by": brake.decided_by},
            _("This page shows what was decided."),
        )


def release_braked(pk: int):
    """Releases the customers a brake held, once it was decided so."""
    brake = Brake.objects.select_related("night__batch").get(pk=pk)
    if brake.decision == Brake.Decision.RELEASE:
        release_all(brake.night, terms_of(brake.night, only=brake.owner_id))
