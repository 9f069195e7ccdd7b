"""Whether the pool is fair: who claims, loses, returns, and what goes round in circles.

Everything is counted from the ledger, within one period and for one set of people; a pool's
customers are counted as they lie there now.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from crm.models import Team, User

MOST_SHOWN = 50
# A hand-over that was undone, and its undoing, moved nothing in the end.
STANDING = """(
    SELECT * FROM customers_ledgerentry e
    WHERE verb <> 'taken_back' AND NOT (verb = 'handed_over' AND EXISTS (
        SELECT 1 FROM customers_ledgerentry u
        WHERE u.customer_id = e.customer_id AND u.batch_id = e.batch_id AND u.verb = 'taken_back'
    ))
)"""
BY_PERSON = """
SELECT person, sum(claimed), sum(got), sum(lost), sum(returned), sum(passed_on)
FROM (
    SELECT to_owner_id AS person,
           (verb = 'claimed' AND from_pool_id IS NOT NULL)::int AS claimed,
           (verb IN ('assigned', 'handed_over', 'ruled'))::int AS got,
           0 AS lost, 0 AS returned, 0 AS passed_on
        FROM {standing} entries
        WHERE at >= %(since)s AND at < %(until)s AND to_owner_id = ANY(%(people)s)
        AND from_owner_id IS DISTINCT FROM to_owner_id
    UNION ALL
    SELECT from_owner_id, 0, 0,
           (verb = 'released' AND by_id IS NULL)::int,
           (verb = 'released' AND by_id IS NOT NULL)::int,
           (to_owner_id IS NOT NULL)::int
        FROM {standing} entries
        WHERE at >= %(since)s AND at < %(until)s AND from_owner_id = ANY(%(people)s)
        AND from_owner_id IS DISTINCT FROM to_owner_id
) moves GROUP BY person
"""
BY_POOL = """
SELECT pool, sum(entered)::int, sum(left_it)::int FROM (
    SELECT to_pool_id AS pool, 1 AS entered, 0 AS left_it FROM customers_ledgerentry
        WHERE at >= %(since)s AND at < %(until)s AND to_pool_id = ANY(%(pools)s)
        AND from_pool_id IS DISTINCT FROM to_pool_id
    UNION ALL
    SELECT from_pool_id, 0, 1 FROM customers_ledgerentry
        WHERE at >= %(since)s AND at < %(until)s AND from_pool_id = ANY(%(pools)s)
        AND from_pool_id IS DISTINCT FROM to_pool_id
) moves GROUP BY pool
"""
LYING = """
SELECT pool_id, count(*), count(*) FILTER (WHERE returned > %(times)s),
       extract(epoch FROM avg(now() - pooled_since)) / 86400
FROM customers_customer
WHERE owner_id IS NULL AND pool_id = ANY(%(pools)s) AND deleted_at IS NULL
GROUP BY pool_id
"""
PING_PONG = """
WITH owners AS (
    SELECT customer_id, to_owner_id AS owner, at,
           lag(to_owner_id) OVER turns AS before,
           lag(to_owner_id, 2) OVER turns AS two_before
    FROM {standing} entries
    WHERE to_owner_id IS NOT NULL AND from_owner_id IS DISTINCT FROM to_owner_id
    AND customer_id IN (
        SELECT customer_id FROM customers_ledgerentry WHERE at >= %(since)s AND at < %(until)s
    )
    AND verb IN ('created', 'claimed', 'assigned', 'handed_over', 'ruled')
    WINDOW turns AS (PARTITION BY customer_id ORDER BY at, id)
)
SELECT LEAST(owner, before), GREATEST(owner, before), count(*), count(DISTINCT customer_id),
       (array_agg(DISTINCT customer_id))[1:%(most)s]
FROM owners
WHERE owner = two_before AND owner <> before AND at >= %(since)s AND at < %(until)s
AND (owner = ANY(%(people)s) OR before = ANY(%(people)s))
GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT %(most)s
"""


@dataclass(frozen=True)
class Share:
    """One person's part: customers claimed, got from others, lost to a rule, returned by hand,
    and passed on to others."""

    person: User
    claimed: int = 0
    got: int = 0
    lost: int = 0
    returned: int = 0
    passed_on: int = 0


@dataclass(frozen=True)
class PoolFigures:
    """What entered and left a pool, what lies there now, what of it was returned too often, and
    for how many days on average it has lain there."""

    pool: Team
    entered: int = 0
    left: int = 0
    lying: int = 0
    cycled: int = 0
    days: float | None = None


@dataclass(frozen=True)
class PingPong:
    """Customers that went from one to the other and back: `turns` times in all."""

    one: User
    other: User
    turns: int
    customers: int
    customer_ids: list[int]


def by_person(people: Sequence[User], since: datetime, until: datetime) -> list[Share]:
    """A row for everybody, those without any move as well, most claims first."""
    found = {
        person: counts
        for person, *counts in rows_of(BY_PERSON, **of_people(people), since=since, until=until)
    }
    shares = [Share(person, *map(int, found.get(person.pk, []))) for person in people]
    return sorted(shares, key=lambda share: -share.claimed)


def by_pool(pools: Sequence[Team], since: datetime, until: datetime, times: int):
    """A row for each pool; `times`: returned more often than that is cycled."""
    ids = [pool.pk for pool in pools]
    moved = {pool: rest for pool, *rest in rows_of(BY_POOL, pools=ids, since=since, until=until)}
    lying = {pool: rest for pool, *rest in rows_of(LYING, pools=ids, times=times)}
    return [
        PoolFigures(pool, *moved.get(pool.pk, (0, 0)), *lying.get(pool.pk, (0, 0, None)))
        for pool in pools
    ]


def ping_pong(people: Sequence[User], since: datetime, until: datetime) -> list[PingPong]:
    """The pairs between whom customers went back and forth, the busiest first."""
    rows = list(rows_of(PING_PONG, **of_people(people), since=since, until=until, most=MOST_SHOWN))
    users = User.objects.in_bulk({pk for row in rows for pk in row[:2]})
    return [PingPong(users[one], users[other], *rest) for one, other, *rest in rows]


def of_people(people) -> dict:
    return {"people": [person.pk for person in people]}


def rows_of(sql: str, **params):
    with connection.cursor() as cursor:
        cursor.execute(sql.format(standing=STANDING), params)
        return cursor.fetchall()
