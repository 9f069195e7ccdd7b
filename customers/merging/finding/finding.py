"""The search for probable duplicates, over everything, set by set.

What is compared of a name stands in a table of its own and is computed once a name. Customers that
share a key are a block; blocks larger than `LARGEST` tell nothing (a switchboard of a whole park,
a name that half a trade has) and would cost their square.
"""

from collections.abc import Iterator

from django.db import connection, transaction

from crm import naming
from customers import company_names

CHUNK = 2_000
LARGEST = 12
SHORTEST_NUMBER = 7
SHORTEST_NEAR = 6
"""Names of fewer characters are too often one apart."""

STALE = """
SELECT c.id, c.name FROM customers_customer c
    LEFT JOIN customers_namekey k ON k.customer_id = c.id
    WHERE c.id > %s AND c.deleted_at IS NULL AND k.name IS DISTINCT FROM c.name
    ORDER BY c.id LIMIT %s
"""
KEEP_KEYS = """
INSERT INTO customers_namekey (customer_id, name, core, sound)
SELECT * FROM unnest(%s::int[], %s::text[], %s::text[], %s::text[])
ON CONFLICT (customer_id) DO UPDATE
    SET name = excluded.name, core = excluded.core, sound = excluded.sound
"""
FIND = r"""
CREATE TEMP TABLE found_pairs ON COMMIT DROP AS
WITH living AS (
    SELECT c.id, c.credit_code, c.phones, k.core, k.sound FROM customers_customer c
        JOIN customers_namekey k ON k.customer_id = c.id WHERE c.deleted_at IS NULL
), typed AS (
    SELECT id, unnest(phones) AS number FROM living
    UNION ALL SELECT t.customer_id, n.number FROM customers_contact t
        JOIN living l ON l.id = t.customer_id
        CROSS JOIN LATERAL (VALUES (t.mobile), (t.phone)) AS n(number)
        WHERE t.deleted_at IS NULL AND n.number <> ''
), numbers AS (
    SELECT DISTINCT id, regexp_replace(split_part(number, ' ext. ', 1), '\D', '', 'g') AS digits
        FROM typed
), keys AS (
    SELECT 1 AS reason, hashtextextended(credit_code, 1) AS key, id FROM living
        WHERE credit_code <> ''
    UNION ALL SELECT 2, hashtextextended(overlay(core PLACING '?' FROM place), 2), id
        FROM living, generate_series(1, length(core)) AS place WHERE length(core) >= %(near)s
    UNION ALL SELECT 3, hashtextextended(core, 3), id FROM living WHERE core <> ''
    UNION ALL SELECT 4, hashtextextended(digits, 4), id FROM numbers
        WHERE length(digits) >= %(number)s
    UNION ALL SELECT 5, hashtextextended(sound, 5), id FROM living WHERE sound <> ''
), blocks AS (
    SELECT min(reason) AS reason, array_agg(id) AS ids FROM keys
        GROUP BY key HAVING count(*) BETWEEN 2 AND %(largest)s
), pairs AS (
    SELECT DISTINCT one AS a, two AS b, reason
        FROM blocks, unnest(ids) AS one, unnest(ids) AS two WHERE one < two
), told AS (
    SELECT p.a, p.b, ('{code,letter,name,phone,sound}'::text[])[reason] AS reason FROM pairs p
        JOIN customers_namekey x ON x.customer_id = p.a
        JOIN customers_namekey y ON y.customer_id = p.b
        WHERE p.reason IN (1, 3, 4) OR x.core <> y.core
), judged AS (
    SELECT a, b,
        array_agg(reason ORDER BY reason) AS reasons,
        array_agg(reason ORDER BY reason) FILTER (WHERE reason NOT IN ('code', 'phone')) AS open
        FROM told GROUP BY a, b
)
SELECT a, b, true AS is_whole, reasons = open AS is_open, reasons FROM judged
UNION ALL
SELECT a, b, false, true, open FROM judged WHERE open IS NOT NULL AND open <> reasons
"""
"""Keys are hashes of 64 bits, since ten million of them are sorted."""
FORGET = """
DELETE FROM customers_duplicatepair p WHERE dismissed_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM found_pairs f WHERE (f.a, f.b, f.is_whole) = (p.a_id, p.b_id, p.is_whole)
)
"""
KEEP = """
INSERT INTO customers_duplicatepair
    (a_id, b_id, is_whole, is_open, reasons, strength, found_at, dismissed_at, dismissed_by_id)
SELECT f.a, f.b, f.is_whole, COALESCE(f.is_open, false), f.reasons,
        LEAST(3, GREATEST(cardinality(f.reasons), CASE
            WHEN f.reasons && '{code,name}' THEN 3 WHEN f.reasons && '{phone,sound}' THEN 2 ELSE 1
        END)), now(),
        d.dismissed_at, d.dismissed_by_id
    FROM found_pairs f LEFT JOIN (
        SELECT DISTINCT ON (a_id, b_id) a_id, b_id, dismissed_at, dismissed_by_id
            FROM customers_duplicatepair WHERE dismissed_at IS NOT NULL ORDER BY a_id, b_id
    ) d ON (d.a_id, d.b_id) = (f.a, f.b)
ON CONFLICT (a_id, b_id, is_whole) DO UPDATE
    SET is_open = excluded.is_open, reasons = excluded.reasons, strength = excluded.strength
    WHERE (customers_duplicatepair.is_open, customers_duplicatepair.reasons)
        IS DISTINCT FROM (excluded.is_open, excluded.reasons)
"""
"""Who was dismissed is joined once: asked for each pair, an empty table was walked each time while
it grew under the walk."""
LOCK = "SELECT pg_advisory_xact_lock(hashtext('probable duplicates'))"


def search() -> int:
    """Finds all pairs anew; what was dismissed stays so. How many rows the list has."""
    renew_keys()
    limits = {"number": SHORTEST_NUMBER, "near": SHORTEST_NEAR, "largest": LARGEST}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LOCK)
        cursor.execute("DROP TABLE IF EXISTS found_pairs")
        cursor.execute("SET LOCAL work_mem = '96MB'")
        cursor.execute(FIND, limits)
        cursor.execute("ANALYZE found_pairs")
        cursor.execute(FORGET)
        cursor.execute(KEEP)
        cursor.execute("SELECT count(*) FROM found_pairs")
        return cursor.fetchone()[0]


def renew_keys():
    """Computes the keys of new and renamed customers, a chunk a transaction."""
    for rows in stale_names():
        ids, names = zip(*rows, strict=True)
        cores = [company_names.core(name) for name in names]
        columns = [list(ids), list(names), cores, [sound_of(core) for core in cores]]
        with connection.cursor() as cursor:
            cursor.execute(KEEP_KEYS, columns)


def stale_names() -> Iterator[list[tuple[int, str]]]:
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(STALE, [last, CHUNK])
            rows = cursor.fetchall()
        if not rows:
            return
        last = rows[-1][0]
        yield rows


def sound_of(core: str) -> str:
    """The likeliest pinyin; empty of a name in which nothing is read otherwise than written."""
    sound = next(iter(naming.pinyin_readings(core)), "")
    return sound if sound != core else ""
