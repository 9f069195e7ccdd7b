"""`release_due_at`, and the rule behind it, on every owned customer.

Written here and nowhere else. Writing them is no change of the customer: neither `version` nor
`updated_at` moves. Whoever changes what a rule looks at calls `refresh` in the same transaction,
under the customer's lock; a change of rules, calendar or leave refreshes all in the background,
and every night begins with it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef
from django.utils import timezone

from crm.days import start_of
from crm.models import User
from customers.models import Customer, RuleVersion
from customers.release.clocks import Binding
from customers.release.compiling import Compiler, midnight_after
from customers.rules.resolving import RuleBook

RANGE = 20_000

# OFFSET 0 keeps the days from being worked out again wherever they are read.
OWN = """
LATERAL (
    SELECT got.day, {grace} AS grace FROM (SELECT {owned} AS day OFFSET 0) got OFFSET 0
) own
"""
FORECAST = """
SELECT c.id, c.owner_id, due.key, {midnight} AS due_at
FROM customers_customer c CROSS JOIN {own}
LEFT JOIN LATERAL ({rules}) due
    ON c.deleted_at IS NULL AND NOT c.is_whitelisted AND NOT c.is_frozen
WHERE {scope}
"""
CUSTOMERS = "(SELECT * FROM customers_customer c WHERE {scope} OFFSET 0) c CROSS JOIN {own}"
DIFFERS = """
(c.release_due_at, c.release_rule, c.release_version_id)
    IS DISTINCT FROM (f.due_at, COALESCE(f.key, ''), CASE WHEN f.key <> '' THEN {version} END)
"""
WRITE = """
{shadow} UPDATE {table} c
    SET release_due_at = f.due_at, release_rule = COALESCE(f.key, ''),
        release_version_id = CASE WHEN f.key <> '' THEN {version} END
    FROM ({forecast}) f WHERE c.id = f.id AND {differs}
"""
SHADOW = "WITH customers_customer AS (SELECT * FROM {table})"
"""In one statement the compiled rules then read another table's rows as if they were customers."""
STALE = """
SELECT c.id FROM customers_customer c JOIN ({forecast}) f ON f.id = c.id
    WHERE {differs} ORDER BY c.id FOR NO KEY UPDATE OF c
"""
DATED = "SELECT * FROM ({forecast}) f WHERE f.due_at <= COALESCE({until}, 'infinity') ORDER BY f.id"
CLEAR = """
UPDATE customers_customer c
    SET release_due_at = NULL, release_rule = '', release_version_id = NULL
    WHERE (c.release_due_at IS NOT NULL OR c.release_rule <> '') AND {scope}
"""


@dataclass(frozen=True)
class Due:
    """A customer that would leave: when, and by the rule of which key."""

    customer_id: int
    owner_id: int
    rule: str
    due_at: datetime


class Forecast:
    """What one version's rules of release say; `version` is the one that set them."""

    def __init__(self, version: RuleVersion, release, remedy=None):
        self.version = version
        self.bind = Binding()
        self.compiler = Compiler(release, version.effective_from, self.bind, remedy)
        self.rules = self.compiler.query()

    def select(self, scope: str) -> str:
        return FORECAST.format(
            midnight=midnight_after(self.bind, "due.day"),
            own=self.own(),
            rules=self.rules,
            scope=scope,
        )

    def customers(self, scope: str) -> str:
        """The customers of a scope as `c`, each with `own.day` and `own.grace`."""
        return CUSTOMERS.format(scope=scope, own=self.own())

    def own(self) -> str:
        owned = self.bind.local_day("COALESCE(c.owned_since, c.created_at)")
        return OWN.format(owned=owned, grace=self.compiler.grace())

    def write(self, scope: str) -> int:
        """Writes what differs; the caller holds the rows' locks. Says how many did."""
        return self._run(WRITE, scope, table="customers_customer")

    def write_into(self, table: str, scope: str) -> int:
        """The same for customers that lie in a table of their own and are no customers yet."""
        return self._run(WRITE, scope, table=table, shadow=SHADOW.format(table=table))

    def lock_stale(self, scope: str) -> list[int]:
        """Locks the customers whose row says something else, and gives their ids."""
        with connection.cursor() as cursor:
            cursor.execute(self._text(STALE, scope), self.bind.values)
            return [pk for (pk,) in cursor]

    def due(self, scope: str, until: datetime | None = None) -> Iterator[tuple]:
        """(id, owner, rule, due) of those that have a date, up to an instant."""
        text = DATED.format(forecast=self.select(scope), until=self.bind(until, "timestamptz"))
        with connection.cursor() as cursor:
            cursor.execute(text, self.bind.values)
            yield from cursor.fetchall()

    def _run(self, template, scope, **names) -> int:
        with connection.cursor() as cursor:
            cursor.execute(self._text(template, scope, **names), self.bind.values)
            return cursor.rowcount

    def _text(self, template, scope, *, table="", shadow="") -> str:
        version = self.bind(self.version.pk, "int")
        forecast, differs = self.select(scope), DIFFERS.format(version=version)
        names = {"table": table, "shadow": shadow, "version": version}
        return template.format(forecast=forecast, differs=differs, **names)


def forecast_for(book: RuleBook, team_id: int | None, remedy=None) -> Forecast:
    """The forecast for the owners of a team that some rule of release binds (`is_bound`)."""
    rules = book.rules_for(team_id)
    return Forecast(rules.sources["release"], rules.release, remedy)


def is_bound(book: RuleBook, team_id: int | None) -> bool:
    """Whether a rule of release binds the owners of a team. Somebody in no team has no pool to
    release to, so nothing of theirs is released."""
    return team_id is not None and any(
        rule.is_enabled for rule in book.rules_for(team_id).release.rules
    )


# --- writing --------------------------------------------------------------------------------


def refresh(ids: Collection[int], book: RuleBook | None = None) -> int:
    """Forecasts these customers anew, under the caller's locks; says how many rows changed."""
    by_version: dict[int | None, list] = defaultdict(list)
    book = book or RuleBook()
    rows = Customer.objects.filter(pk__in=ids).values_list("pk", "owner__team_id", "release_due_at")
    for pk, team_id, due_at in rows:
        by_version[version_key(book, team_id)].append((pk, team_id, due_at))
    changed = clear([pk for pk, _team, due_at in by_version.pop(None, ()) if due_at])
    for bound in by_version.values():
        forecast = forecast_for(book, bound[0][1])
        changed += forecast.write(among(forecast.bind, [pk for pk, *_rest in bound]))
    return changed


def binding(book: RuleBook, owners: Collection[int]) -> list[tuple[list[int], int]]:
    """Those of the owners that each version binds, and one of their teams; they need hold
    nothing yet."""
    held: dict[int | None, list] = defaultdict(list)
    for pk, team_id in User.objects.filter(pk__in=owners).values_list("pk", "team_id"):
        held[version_key(book, team_id)].append((pk, team_id))
    held.pop(None, None)
    return [([pk for pk, _team in each], each[0][1]) for each in held.values()]


def foretell(table: str, book: RuleBook, bound: list[tuple[list[int], int]]):
    """Forecasts new customers before they are written: `table` has all columns of a customer,
    `bound` says who holds them (`binding`). The answers are those that `refresh` would give."""
    for owners, team_id in bound:
        forecast = forecast_for(book, team_id)
        forecast.write_into(table, held_by(forecast.bind, owners))


def clear(ids: list[int]) -> int:
    """Takes the date from those that no rule can release: pooled, or bound by none."""
    return _clear("c.id = ANY(%(ids)s::int[])", ids=ids) if ids else 0


def refresh_all(owners: Collection[int] | None = None) -> int:
    """Forecasts the customers of these owners, or everybody's, in small transactions.

    Rows are compared without a lock, and those that differ a second time under it: what somebody
    changes meanwhile they refresh themselves. Says how many rows changed.
    """
    book = RuleBook()
    groups = groups_of(book, owners)
    changed = clear_strangers([owner for held, _team in groups for owner in held], owners)
    for after, to in ranges():
        for held, team_id in groups:
            changed += _refresh_range(book, team_id, held, after, to)
    return changed


def ranges() -> Iterator[tuple[int, int]]:
    """All customers in stretches of `RANGE`: the ids after the first, up to the second."""
    after, customers = 0, Customer.objects.order_by("pk").values_list("pk", flat=True)
    while stretch := customers.filter(pk__gt=after)[:RANGE].aggregate(to=Max("pk"))["to"]:
        yield after, stretch
        after = stretch


def clear_strangers(bound, owners) -> int:
    """Takes the date from customers of those that no rule binds, or that nobody holds."""
    if owners is None:
        return _clear("c.owner_id IS NULL OR c.owner_id <> ALL(%(bound)s::int[])", bound=bound)
    return _clear("c.owner_id = ANY(%(free)s::int[])", free=list(set(owners) - set(bound)))


def _refresh_range(book, team_id, owners, after, to) -> int:
    forecast = forecast_for(book, team_id)
    bind = forecast.bind
    scope = held_by(bind, owners)
    scope += f" AND c.id > {bind(after, 'int')} AND c.id <= {bind(to, 'int')}"
    with transaction.atomic():
        without_jit()
        stale = forecast.lock_stale(scope)
        return refresh(stale) if stale else 0


def without_jit():
    """Compiling a statement takes longer than it saves on one stretch of rows."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL jit = off")


def _clear(scope: str, **values) -> int:
    with connection.cursor() as cursor:
        cursor.execute(CLEAR.format(scope=f"({scope})"), values)
        return cursor.rowcount


# --- asking ---------------------------------------------------------------------------------


def dry_run(book: RuleBook, until: datetime | None = None) -> list[Due]:
    """Who would leave by the drafts in `book` (`RuleBook(instead={team_id: unsaved version})`).

    Up to the instant `until`, by default the first night of the drafts: the midnight after the
    day they take effect. Only those whose rules of release the drafts set; a book without a draft
    is asked as it is. Nothing is written.
    """
    drafts = [version for version in book.versions.values() if version.pk is None]
    until = until or start_of(first_day(drafts) + timedelta(days=1))
    found = []
    for owners, team_id in groups_of(book):
        forecast = forecast_for(book, team_id)
        if drafts and forecast.version not in drafts:
            continue
        with transaction.atomic():
            without_jit()
            rows = forecast.due(held_by(forecast.bind, owners), until)
            found += [Due(*row) for row in rows]
    return found


def first_day(drafts) -> date:
    return max([timezone.localdate(), *(draft.effective_from for draft in drafts)])


def groups_of(book: RuleBook, among=None) -> list[tuple[list[int], int]]:
    """The owners (of `among`, or all) bound by each version, and one of their teams."""
    groups: dict[int, tuple[list[int], int]] = {}
    holding = Exists(Customer.objects.filter(owner=OuterRef("pk")))
    owners = User.objects.filter(holding, team__isnull=False).order_by("pk")
    chosen = owners if among is None else owners.filter(pk__in=among)
    for pk, team_id in chosen.values_list("pk", "team_id"):
        if key := version_key(book, team_id):
            groups.setdefault(key, ([], team_id))[0].append(pk)
    return list(groups.values())


def version_key(book: RuleBook, team_id: int | None) -> int | None:
    """Which rules of release bind a team; None where none does. An unsaved version has no id of
    the database's, so that Python's stands for it."""
    return id(book.rules_for(team_id).version_of("release")) if is_bound(book, team_id) else None


def among(bind: Binding, ids: Collection[int]) -> str:
    return f"c.id = ANY({bind(list(ids), 'int[]')})"


def held_by(bind: Binding, owners: Collection[int]) -> str:
    return f"c.owner_id = ANY({bind(list(owners), 'int[]')})"
