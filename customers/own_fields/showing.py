"""Own fields on the pages of their records."""

from dataclasses import dataclass

from customers.models import OwnField
from customers.own_fields.columns import OwnColumn, column_of


@dataclass(frozen=True)
class Shown:
    """What is written in a record's own fields: `filled` as (label, html), `empty` as labels."""

    filled: list[tuple[str, str]]
    empty: list[str]

    def __bool__(self):
        return bool(self.filled or self.empty)


def shown_on(records: list) -> list[Shown]:
    """The own fields in use on each of several records of one model, in one query; a covered
    record shows what its mask leaves."""
    if not records:
        return []
    model = type(records[0])
    columns = [column_of(field, model) for field in OwnField.objects.of(model).in_use()]
    return [of_record(record, columns) for record in records]


def of_record(record, columns: list[OwnColumn]) -> Shown:
    filled = [column for column in columns if column.value(record) is not None]
    empty = [column.heading for column in columns if column not in filled]
    return Shown([(column.heading, column.cell(record)) for column in filled], empty)
