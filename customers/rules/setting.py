"""Setting the rules: a new version, never a changed one; those hit are told."""

import json
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.days import short_day
from crm.models import Team
from crm.refusals import NotAllowed, Refused
from customers.models import RuleVersion
from customers.rules.comparing import people_hit, scope_name
from customers.rules.resolving import RuleBook
from customers.rules.sections import as_json
from customers.rules.signals import rules_changed
from customers.rules.telling import tell_of

OVERTAKEN = "overtaken"
LATEST = timedelta(days=366)
ONE_DAY = timedelta(days=1)


def drafted(
    team: Team | None, sections: dict[str, Any], effective_from: date, preset: str = ""
) -> RuleVersion:
    """A version that is not saved: `sections` are those the team sets itself, by name."""
    stored = json.loads(json.dumps({key: as_json(one) for key, one in sections.items()}))
    return RuleVersion(team=team, preset=preset, sections=stored, effective_from=effective_from)


@transaction.atomic
def set_rules(version: RuleVersion, *, by, note: str = "", seen: int | None = None) -> RuleVersion:
    """Saves a drafted version and tells those it hits.

    `seen` is the latest version of the team that the admin knew of. Refused when somebody set
    another one meanwhile, when the day has passed or is too far off, when nothing changes.
    """
    _one_at_a_time()
    _refuse_unless_admin(by)
    refuse_day(version.effective_from)
    _refuse_overtaken(version.team, seen)
    _refuse_same(version)
    version.note, version.created_by = note.strip(), by
    before = RuleBook(version.effective_from)
    version.save(force_insert=True)
    _tell(version, before, by)
    transaction.on_commit(lambda: rules_changed.send(RuleVersion, version=version))
    return version


@transaction.atomic
def withdraw(version: RuleVersion, *, by):
    """Takes back a version before it takes effect; those it would have hit are told."""
    _one_at_a_time()
    _refuse_unless_admin(by)
    coming = RuleVersion.objects.coming().filter(pk=version.pk)
    if not coming.exists():
        raise Refused(
            _("Rules no. %(number)d are in force or withdrawn already.") % {"number": version.pk},
            _("Set new ones instead."),
        )
    before = RuleBook(version.effective_from)
    coming.update(withdrawn_at=timezone.now())
    hit = people_hit(before, RuleBook(version.effective_from))
    tell_of(version, hit, what="withdrawn", by=by)


def tell_of_those_in_force(today: date | None = None) -> int:
    """Tells of versions that took effect since they were set; says of how many."""
    today = today or timezone.localdate()
    recent = RuleVersion.objects.filter(
        effective_from__range=(today - 7 * ONE_DAY, today), withdrawn_at=None
    )
    coming = [one for one in recent if one.effective_from > timezone.localdate(one.created_at)]
    for version in coming:
        with transaction.atomic():
            _one_at_a_time()
            hit = people_hit(without(version), RuleBook(version.effective_from))
            tell_of(version, hit, what="in_force")
    return len(coming)


def without(version: RuleVersion) -> RuleBook:
    """The rules of its first day, had it not been set."""
    day = version.effective_from
    team_versions = RuleVersion.objects.filter(team=version.team_id).exclude(pk=version.pk)
    last = team_versions.effective(day).first()
    return RuleBook(day, instead={version.team_id: last or drafted(version.team, {}, day)})


def latest_of(team: Team | None) -> RuleVersion | None:
    """The last version set for a team, in force or still to come."""
    return RuleVersion.objects.filter(team=team, withdrawn_at=None).order_by("-pk").first()


def _tell(version, before: RuleBook, by):
    is_now = version.effective_from <= timezone.localdate()
    hit = people_hit(before, RuleBook(version.effective_from))
    tell_of(version, hit, what="in_force" if is_now else "coming", by=by)


def _one_at_a_time():
    """Makes other changes of the rules wait until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('customers_rules'))")


def _refuse_unless_admin(by):
    if not (by.is_admin and by.is_active):
        raise NotAllowed(
            _("Only administrators set the rules."), _("Ask one of your administrators.")
        )


def refuse_day(day: date):
    """Rules take effect today or later, and within a year."""
    today = timezone.localdate()
    if day < today:
        raise Refused(_("Rules cannot take effect in the past."), _("Choose today or a later day."))
    if day > today + LATEST:
        raise Refused(
            _("Rules can be set for a year ahead at most."),
            _("Choose a day up to %(day)s.") % {"day": short_day(today + LATEST)},
        )


def _refuse_overtaken(team, seen):
    latest = latest_of(team)
    if latest and latest.pk != seen:
        raise Refused(
            _("%(by)s set rules no. %(number)d for %(team)s meanwhile.")
            % {
                "by": latest.created_by or _("Somebody"),
                "number": latest.pk,
                "team": scope_name(team),
            },
            _("Look at them, then save again to replace them."),
            rule=OVERTAKEN,
        )


def _refuse_same(version):
    on_that_day = RuleVersion.objects.filter(team=version.team_id).effective(version.effective_from)
    last = on_that_day.first()
    if version.sections == (last.sections if last else {}):
        raise Refused(
            _("These are the rules of %(team)s already.") % {"team": scope_name(version.team)},
            _("Change something, or leave them as they are."),
        )
