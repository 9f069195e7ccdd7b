"""Ids for new records, reserved by the check so that the commit has nothing to write back."""

from django.db import connection

from customers.models import Contact, Customer

RESERVE = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"


class Ids:
    """Of one chunk; they rise with its rows."""

    def __init__(self, rows: int):
        self.free = {model: reserved(model, rows)[::-1] for model in (Customer, Contact)}

    def next(self, model) -> int:
        return self.free[model].pop()


def reserved(model, count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(RESERVE, [model._meta.db_table, count])
        return [pk for (pk,) in cursor]
