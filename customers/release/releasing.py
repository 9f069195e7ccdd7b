"""One batch of a night: customers that are due go to their pools, each with its ledger entry.

A batch is a transaction. Its customers are locked, forecast anew by the rules as they stand at
that moment, and those still due are released in one statement. A customer that is locked by a
verb is left to the next pass. Killed between or inside batches, a night that is run again finds
who is still due: everybody is released once, with one entry.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from crm.days import start_of
from crm.models import Team, User
from crm.notices import Told, notify_many
from customers import notice_kinds
from customers.models import Night
from customers.release import forecast
from customers.release.targets import Targets
from customers.rules.resolving import RuleBook
from customers.rules.saying_release import reason_of

BATCH = 2_000

DUE = """
c.release_due_at <= %(until)s AND c.owner_id IS NOT NULL AND c.deleted_at IS NULL
AND c.owner_id <> ALL(%(braked)s::int[])
AND (%(only)s::int IS NULL OR c.owner_id = %(only)s)
"""
WARNED = """
AND (c.owner_id <> ALL(%(warned_first)s::int[]) OR EXISTS (
    SELECT FROM customers_releasewarning w
    WHERE w.customer_id = c.id AND w.due_at = c.release_due_at AND w.to_id = c.owner_id
        AND w.at < %(today)s
))
"""
LOCK_DUE = f"""
SELECT c.id FROM customers_customer c WHERE {DUE} {WARNED} AND c.id > %(after)s
ORDER BY c.id LIMIT %(limit)s FOR NO KEY UPDATE SKIP LOCKED
"""  # noqa: S608 - only constants are put together
STILL_DUE = f"""
SELECT c.id, c.name, c.owner_id, u.team_id, c.category_ids, c.release_rule, c.release_version_id
FROM customers_customer c JOIN crm_user u ON u.id = c.owner_id
WHERE c.id = ANY(%(ids)s) AND {DUE} {WARNED} ORDER BY c.id
"""  # noqa: S608
COUNT_DUE = f"""
SELECT c.owner_id, count(*) FILTER (WHERE TRUE {WARNED}), count(*)
FROM customers_customer c WHERE {DUE} GROUP BY c.owner_id
"""  # noqa: S608

END_SHARES = """
WITH gone AS (
    DELETE FROM customers_{table} WHERE content_object_id = ANY(%s) RETURNING content_object_id
) SELECT content_object_id, count(*) FROM gone GROUP BY content_object_id
"""
RELEASE = """
WITH leaving AS (
    SELECT * FROM unnest(
        %(ids)s::int[], %(owners)s::int[], %(pools)s::int[], %(rules)s::text[],
        %(versions)s::int[], %(reasons)s::text[], %(ended)s::int[]
    ) AS l (id, owner, pool, rule, version, reason, ended)
), released AS (
    UPDATE customers_customer c SET owner_id = NULL, pool_id = l.pool, owned_since = NULL,
        pooled_since = %(at)s, protected_until = NULL, returned = c.returned + 1,
        return_reason = l.reason, release_due_at = NULL, release_rule = '',
        release_version_id = NULL
    FROM leaving l WHERE c.id = l.id RETURNING c.id
)
INSERT INTO customers_ledgerentry
    (customer_id, verb, at, from_owner_id, to_pool_id, rule, rules_id, reason, batch_id, details)
SELECT l.id, 'released', %(at)s, l.owner, l.pool, l.rule, l.version, l.reason, %(batch)s,
    jsonb_build_object('shares_ended', l.ended)
FROM leaving l JOIN released USING (id)
"""


@dataclass
class Terms:
    """Whom a night may take: due by `until`, of no owner in `braked`, or `only` of one; warned on
    an earlier day, where the owner's rules warn at all."""

    until: datetime
    braked: list[int] = field(default_factory=list)
    only: int | None = None

    def values(self, book: RuleBook, **more) -> dict:
        today = start_of(timezone.localdate())
        warned_first = owners_to_warn(book)
        return {**self.__dict__, "today": today, "warned_first": warned_first, **more}


@dataclass
class Leaving:
    """A customer on its way out."""

    id: int
    name: str
    owner: int
    team: int
    category_ids: list[int | None]
    rule: str
    version: int
    pool: int = 0
    reason: str = ""
    ended: int = 0


def owners_to_warn(book: RuleBook) -> list[int]:
    """The owners whose rules say that they are warned."""
    teams = User.objects.filter(team__isnull=False).values_list("pk", "team_id")
    return [pk for pk, team_id in teams if book.rules_for(team_id).warning.owner_days]


def count_due(terms: Terms) -> list[tuple[int, int, int]]:
    """For every owner: how many may leave, and how many are due at all."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT_DUE, terms.values(RuleBook()))
        return cursor.fetchall()


def release_all(night: Night, terms: Terms):
    """Batch after batch, until a pass finds nobody more; stops when the night is stopped."""
    while release_pass(night, terms):
        pass


def release_pass(night: Night, terms: Terms) -> int:
    """One walk through all that are due; says how many left."""
    after: int | None = 0
    released = 0
    while after is not None:
        after, count = release_batch(night, terms, after)
        released += count
    return released


@transaction.atomic
def release_batch(night: Night, terms: Terms, after: int) -> tuple[int | None, int]:
    """Releases the next of the due ones whose id is above `after`.

    Gives the id to go on from, None at the end or once the night is stopped; and how many left.
    """
    if Night.objects.filter(pk=night.pk, state=Night.State.STOPPED).exists():
        return None, 0
    book = RuleBook()
    values = terms.values(book, after=after, limit=BATCH)
    with connection.cursor() as cursor:
        cursor.execute(LOCK_DUE, values)
        ids = [pk for (pk,) in cursor]
    if not ids:
        return None, 0
    leaving = still_due(ids, terms, book)
    release(leaving, night, book)
    numbers = {
        "released": F("released") + len(leaving),
        "kept": F("kept") + len(ids) - len(leaving),
    }
    Night.objects.filter(pk=night.pk).update(**numbers)
    return ids[-1], len(leaving)


def still_due(ids, terms: Terms, book: RuleBook) -> list[Leaving]:
    """Those of the locked customers that the rules of this moment release."""
    forecast.refresh(ids, book)
    with connection.cursor() as cursor:
        cursor.execute(STILL_DUE, terms.values(book, ids=ids))
        return [Leaving(*row) for row in cursor]


def release(leaving: list[Leaving], night: Night, book: RuleBook):
    if not leaving:
        return
    targets, names, ended = Targets(book), RuleNames(book), end_shares([c.id for c in leaving])
    for one in leaving:
        one.pool = targets.pool_for(one.team, one.category_ids)
        one.reason = names.of(one.team, one.rule)
        one.ended = ended.get(one.id, 0)
    with connection.cursor() as cursor:
        cursor.execute(RELEASE, columns(leaving) | {"batch": night.batch_id, "at": timezone.now()})
    tell_owners(leaving, night)


def columns(leaving: list[Leaving]) -> dict:
    """The customers as one array a column."""
    return {
        f"{name}s" if name != "ended" else name: [getattr(one, name) for one in leaving]
        for name in ("id", "owner", "pool", "rule", "version", "reason", "ended")
    }


def end_shares(ids: list[int]) -> dict[int, int]:
    """Ends every share of these customers; how many ended, by customer."""
    ended: dict[int, int] = {}
    with connection.cursor() as cursor:
        for table in ("usershare", "teamshare"):
            cursor.execute(END_SHARES.format(table=table), [ids])
            for pk, count in cursor:
                ended[pk] = ended.get(pk, 0) + count
    return ended


class RuleNames:
    """What the rules leave as the reason of a release."""

    def __init__(self, book: RuleBook):
        self.book, self._names = book, {}

    def of(self, team_id: int, key: str) -> str:
        if (team_id, key) not in self._names:
            rules = self.book.rules_for(team_id).release.rules
            found = next((rule for rule in rules if rule.key == key), None)
            self._names[team_id, key] = reason_of(found) if found else key
        return self._names[team_id, key]


def tell_owners(leaving: list[Leaving], night: Night):
    """One notice an owner and night, with a count that grows from batch to batch."""
    pools = dict(Team.objects.values_list("pk", "name"))
    notify_many(
        Told(
            one.owner,
            notice_kinds.RELEASED,
            reverse("customers:detail", args=[one.id]),
            reverse("customers:pool"),
            batch=f"night-{night.pk}",
            details={"customer": one.name, "pool": pools[one.pool]},
        )
        for one in leaving
    )
