"""The nightly search for probable duplicates, over everything.

    python -m bench.duplicates [--customers 100000] [--json]

In the company of `bench.grid`. The limit is hand-written SQL that groups codes, names and numbers
and makes no pair of what it finds. The rate of two sizes says whether the search is linear.
"""

import sys
from collections.abc import Iterator

from bench import ground
from bench.grid.filling import fill
from bench.ground import seconds, sql
from bench.report import Measure, arguments, tell
from customers.merging.finding.finding import renew_keys, search
from customers.models import Customer

BY_HAND = """
SELECT count(*) FROM (
    SELECT key FROM (
        SELECT credit_code AS key FROM customers_customer WHERE credit_code <> ''
        UNION ALL SELECT core FROM customers_namekey
        UNION ALL SELECT sound FROM customers_namekey WHERE sound <> ''
        UNION ALL SELECT unnest(phones) FROM customers_customer
        UNION ALL SELECT mobile FROM customers_contact WHERE mobile <> ''
    ) keys GROUP BY key HAVING count(*) > 1
) several
"""


def measured() -> Iterator[Measure]:
    count = Customer.objects.count()
    spelt, _none = seconds(renew_keys)
    sql("ANALYZE")
    by_hand, _rows = seconds(lambda: sql(BY_HAND))
    first, pairs = seconds(search)
    again, _pairs = seconds(search)
    yield Measure("names spelt, all new", spelt, by_hand, "s", 60, f"{count / spelt:,.0f} names/s")
    yield Measure("search, all pairs new", first, by_hand, "s", 20, f"{pairs:,} rows of pairs")
    yield Measure(
        "search, nothing changed", again, by_hand, "s", 20, f"{count / again:,.0f} rows/s"
    )


if __name__ == "__main__":
    asked = arguments(__doc__)
    with ground.fresh_copy("duplicates", asked.customers, fill):
        met = tell(measured(), asked.json)
    sys.exit(0 if met else 1)
