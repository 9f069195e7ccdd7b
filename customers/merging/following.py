"""Where a merged customer's address leads, and what is told of it on its survivor's page."""

from django.db import connection

from customers.models import Customer

ABSORBED = """
WITH RECURSIVE absorbed AS (
    SELECT id FROM customers_customer WHERE merged_into_id = %s
    UNION
    SELECT c.id FROM customers_customer c JOIN absorbed a ON c.merged_into_id = a.id
)
SELECT id FROM absorbed ORDER BY id
"""
SURVIVOR = """
WITH RECURSIVE onward AS (
    SELECT id, merged_into_id FROM customers_customer WHERE id = %s AND merged_into_id IS NOT NULL
    UNION
    SELECT c.id, c.merged_into_id FROM customers_customer c JOIN onward o
        ON c.id = o.merged_into_id
)
SELECT id FROM onward WHERE merged_into_id IS NULL
"""
SURVIVORS = """
WITH RECURSIVE onward AS (
    SELECT id, merged_into_id AS last FROM customers_customer
    WHERE id = ANY(%s) AND merged_into_id IS NOT NULL
    UNION
    SELECT o.id, c.merged_into_id FROM customers_customer c JOIN onward o ON c.id = o.last
    WHERE c.merged_into_id IS NOT NULL
)
SELECT o.id, o.last FROM onward o JOIN customers_customer c ON c.id = o.last
WHERE c.merged_into_id IS NULL
"""


def survivors_of(ids: list[int]) -> dict[int, int]:
    """Whom those of the customers that were merged went into in the end."""
    with connection.cursor() as cursor:
        cursor.execute(SURVIVORS, [ids])
        return dict(cursor.fetchall())


def survivor_for(user, pk: int) -> Customer | None:
    """Whom customer `pk` went into in the end, to those who may read that one."""
    with connection.cursor() as cursor:
        cursor.execute(SURVIVOR, [pk])
        found = cursor.fetchone()
    survivor = Customer.objects.visible_to(user).filter(pk=found[0]).first() if found else None
    return survivor if survivor and survivor.access_of(user).reads else None


def absorbed_by(customer) -> list[int]:
    """The ids of all that went into it, through others too."""
    with connection.cursor() as cursor:
        cursor.execute(ABSORBED, [customer.pk])
        return [pk for (pk,) in cursor]
