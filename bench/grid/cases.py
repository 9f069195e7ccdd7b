"""What is asked of the customers' list, and the same by hand-written SQL."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import QueryDict

from bench.ground import sql
from crm import naming
from crm.grid.paging import Place
from crm.models import User
from customers.grids import CustomerGrid
from customers.models import Axis, Category

CAP = 10_000
SHOWN = (
    "c.id, c.name, c.category_ids, c.owner_id, c.pool_id, c.protected_until, c.reader_ids,"
    " c.last_activity_at, c.next_activity_at, c.updated_at"
)
COUNT = "SELECT count(*) FROM (SELECT 1 FROM customers_customer c WHERE {where} LIMIT 10001) x"
SORTED = """
WITH found AS MATERIALIZED (SELECT id, {key} AS key FROM customers_customer c WHERE {where})
SELECT {shown} FROM (SELECT * FROM found ORDER BY {order} LIMIT 50) f JOIN customers_customer c
    ON c.id = f.id ORDER BY {order_again}
"""
WALKED = """
SELECT {shown} FROM customers_customer c WHERE {where} {beyond}
ORDER BY {key} DESC, c.id DESC LIMIT 50
"""
FACET = """
SELECT c.category_ids[{position}], count(*) FROM customers_customer c WHERE {where} GROUP BY 1
"""
SOLE_READER = "CASE cardinality(c.reader_ids) WHEN 1 THEN c.reader_ids[1] ELSE 0 END"
UNVISITED = """
NOT EXISTS (SELECT 1 FROM sales_activity a WHERE a.customer_id = c.id AND a.kind = 'visit'
    AND a.deleted_at IS NULL AND a.happened_at >= now() - interval '60 days')
"""
CHIPS = (
    "c.owner_id = {me}",
    "c.owner_id <> {me} AND c.reader_ids && ARRAY[{me}]",
    "c.owner_id IS NULL",
    "c.protected_until >= current_date",
    "c.release_due_at <= now() + interval '7 days'",
    "c.last_activity_at IS NULL",
    "c.owner_id IS NOT NULL AND c.last_activity_at < now() - interval '30 days'",
    "c.next_activity_at < now()",
    "c.has_open_opportunity",
    "c.won_at IS NOT NULL",
)


@dataclass(frozen=True)
class Case:
    """A request, what it may take in ms at p95 and how many times the hand-written SQL."""

    what: str
    query: str
    by_hand: Callable
    aim: float
    most_ratio: float | None = None


def cases_of(user: User) -> list[Case]:
    """The nine cases as `user` meets them."""
    page = 60 if not (user.is_admin or user.is_manager) else 150
    facet = 400 if user.is_admin else 250
    axes = {axis.key: axis for axis in Axis.objects.all()}
    chosen = {"industry": 2, "region": 10, "value": 1}
    three = {key: top(axes[key], place) for key, place in chosen.items()}
    narrowed = " AND ".join(
        f"c.category_ids && ARRAY{axes[key].categories.filter(pk=pk).subtree_ids()}"
        for key, pk in three.items()
    )
    row = deep_row(user)
    nested, nested_by_hand = without_a_visit(user, three["industry"], axes["industry"])
    return [
        Case("no filter", "", lambda: listed(user), page, 3),
        Case("3 axes", query(three), lambda: listed(user, narrowed), page, 3),
        Case("nested, related row", nested, nested_by_hand, page, 3),
        Case("quick match, 2 characters", "q=骁驰", lambda: listed(user, like("骁驰")), page, 3),
        Case("quick match, initials", "q=bjhy", lambda: listed(user, like("bjhy")), page, 3),
        Case("deep page", deep(user, row), lambda: listed(user, beyond=beyond(row)), page),
        Case(
            "sort by a nullable column",
            "sort=-last_activity",
            lambda: listed(user, key="c.last_activity_at"),
            page,
        ),
        Case(
            "facet of one axis",
            "part=facet&column=industry",
            lambda: sql(FACET.format(position=axes["industry"].position, where=scanned(user))),
            facet,
        ),
        Case("chip counts", "part=states", lambda: chips_by_hand(user), 250),
    ]


def query(three) -> str:
    return "&".join(f"{key}={pk}" for key, pk in three.items())


def top(axis, place) -> int:
    return Category.objects.filter(axis=axis, parent=None).order_by("pk")[place].pk


def visible(user) -> str:
    seen = "c.deleted_at IS NULL"
    return seen if user.reads_all else f"{seen} AND c.reader_ids && ARRAY{user.principals}"


def scanned(user) -> str:
    """The same in the words of the index that holds what is counted."""
    if user.reads_all:
        return visible(user)
    readers = user.principals
    return (
        f"c.deleted_at IS NULL AND {SOLE_READER} = ANY(ARRAY{[0, *readers]})"
        f" AND ({SOLE_READER} <> 0 OR c.reader_ids && ARRAY{readers})"
    )


def listed(user, condition="true", *, key="c.updated_at", beyond=""):
    """The count up to the cap and the first fifty rows: what a page shows."""
    where = f"{visible(user)} AND {condition}"
    (total,) = sql(COUNT.format(where=where))[0]
    if total > CAP:
        nulls = f"AND {key} IS NOT NULL" if key != "c.updated_at" else beyond
        return sql(WALKED.format(shown=SHOWN, where=where, key=key, beyond=nulls))
    order = "key DESC NULLS LAST, id DESC"
    again = "f.key DESC NULLS LAST, f.id DESC"
    return sql(SORTED.format(shown=SHOWN, where=where, key=key, order=order, order_again=again))


def like(text) -> str:
    (term,) = naming.query_terms(text)
    return f"c.search_grams @> ARRAY{naming.query_grams([term])} AND c.search_text LIKE '%{term}%'"


def deep_row(user) -> tuple:
    """A row far down, in the list by last change."""
    where = visible(user)
    return sql(
        f"SELECT c.updated_at, c.id FROM customers_customer c WHERE {where}"
        " ORDER BY 1 DESC, 2 DESC OFFSET 20000 LIMIT 1"
    )[0]


def deep(user, row) -> str:
    at, pk = row
    ordering = CustomerGrid(user, QueryDict("sort=-changed")).ordering
    return f"sort=-changed&after={Place((at,), pk).encode(ordering)}"


def beyond(row) -> str:
    at, pk = row
    return f"AND (c.updated_at, c.id) < ('{at.isoformat()}'::timestamptz, {pk})"


def without_a_visit(user, industry, axis):
    """In an industry and not visited in sixty days."""
    ids = axis.categories.filter(pk=industry).subtree_ids()
    condition = f"c.category_ids && ARRAY{ids} AND {UNVISITED}"
    where = f"where=industry.any({industry}),activities:no(kind.any(visit),done.past(60))"
    return where, lambda: listed(user, condition)


def chips_by_hand(user):
    if user.reads_all:
        where = visible(user)
        counts = (COUNT.format(where=f"{where} AND {chip.format(me=user.pk)}") for chip in CHIPS)
        return sql("SELECT " + ", ".join(f"({count})" for count in counts))
    flags = ", ".join(f"count(*) FILTER (WHERE {chip.format(me=user.pk)})" for chip in CHIPS)
    return sql(f"SELECT {flags} FROM customers_customer c WHERE {scanned(user)}")
