"""Telling people something, in one statement however many they are."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from crm.notices import delivering
from crm.notices.kinds import is_known

TELL = """
INSERT INTO crm_notice
    (user_id, kind, url, list_url, by_id, batch, details, count, at)
SELECT t.user_id, t.kind, t.url, t.list_url, t.by_id, t.batch, t.details, t.count, clock_timestamp()
FROM jsonb_to_recordset(%s::jsonb) AS t (
    user_id int, kind text, url text, list_url text, by_id int, batch text, details jsonb, count int
)
JOIN crm_user u ON u.id = t.user_id AND u.is_active
WHERE t.user_id IS DISTINCT FROM t.by_id
ORDER BY t.user_id, t.kind, t.batch
ON CONFLICT (user_id, kind, batch) WHERE batch <> '' DO UPDATE SET
    count = crm_notice.count + EXCLUDED.count,
    list_url = EXCLUDED.list_url,
    at = EXCLUDED.at,
    read_at = NULL
RETURNING id, xmax = 0
"""
"""Sorted, so that two at once lock in one order. Where the row is new, its xmax is 0."""


@dataclass(frozen=True)
class Told:
    """One thing told to one person; the fields are those of `notify`."""

    user_id: int
    kind: str
    url: str
    list_url: str = ""
    by_id: int | None = None
    batch: str = ""
    details: dict = field(default_factory=dict)
    count: int = 1


def notify(users, kind: str, *, url: str, list_url="", by=None, batch=None, **details) -> None:
    """Tells `users` that something of `kind` happened, in the caller's transaction.

    Never told: `by` themselves, and who no longer works here. `url` is a path of ours; what has
    the same user, kind and `batch` becomes one notice with a count, that leads to `list_url`.
    `details` are kept as JSON and come back to the kind's `tell`: names and ids, no sentences.
    """
    by_id = by.pk if by else None
    batch = "" if batch is None else str(batch)
    notify_many(
        Told(user_id, kind, url, list_url, by_id, batch, details)
        for user_id in {user.pk for user in users}
    )


def notify_many(rows: Iterable[Told]) -> None:
    """Tells everything in one INSERT; thousands of rows are fine."""
    told = rolled_up(rows)
    for one in told:
        _check(one)
    if not told:
        return
    with connection.cursor() as cursor:
        cursor.execute(TELL, [json.dumps([asdict(one) for one in told], cls=DjangoJSONEncoder)])
        new = [pk for pk, is_new in cursor.fetchall() if is_new]
    delivering.queue(new)


def rolled_up(rows: Iterable[Told]) -> list[Told]:
    """Those of one user, kind and batch as one: one INSERT cannot meet the same row twice."""
    found: dict[tuple, Told] = {}
    for number, row in enumerate(rows):
        key = (row.user_id, row.kind, row.batch or number)
        first = found.get(key)
        found[key] = replace(first, count=first.count + row.count) if first else row
    return list(found.values())


def _check(told):
    if not is_known(told.kind):
        raise ValueError(f"Nobody registered the kind of notice {told.kind!r}.")
    for url in (told.url, told.list_url or "/"):
        if not url.startswith("/") or url.startswith("//"):
            raise ValueError(f"A notice leads to a path of ours, not to {url!r}.")
