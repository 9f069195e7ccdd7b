"""The authors whom nobody knew when the rows were checked, found or made when they are written."""

import json

from django.db import connection
from django.utils.translation import gettext_lazy as _

from crm.people.authors import people_by_names
from crm.sentences import Sentence, sentence
from customers.models import SheetImport

# Whom a name became by now is written into the row, so that the statements find an id.
KNOWN_NOW = """
UPDATE customers_rowcheck r SET values = jsonb_set(r.values, '{record}', r.values->'record' || n.ids)
FROM unnest(%s::int[], %s::jsonb[]) AS n(number, ids)
WHERE r.sheet_import_id = %s AND r.number = n.number
"""


def settle_authors(
    sheet_import: SheetImport, names: dict[int, dict[str, str]]
) -> dict[int, Sentence]:
    """Takes by the rows' numbers the name in each column, and says which rows cannot be written
    and why. The caller holds the customers' locks."""
    if not names:
        return {}
    authors = people_by_names(name for row in names.values() for name in row.values())
    ids = {n: known for n, row in names.items() if (known := ids_of(row, authors.people))}
    with connection.cursor() as cursor:
        dumped = [json.dumps(each) for each in ids.values()]
        cursor.execute(KNOWN_NOW, [list(ids), dumped, sheet_import.pk])
    return {
        number: authors.unclear.get(name) or sentence(_("“%(text)s” is unknown."), text=name)
        for number, row in names.items()
        if number not in ids
        for name in row.values()
    }


def ids_of(row: dict[str, str], people) -> dict[str, int]:
    """Of each column the person; nothing where one of them is unclear."""
    if any(name not in people for name in row.values()):
        return {}
    return {column: people[name].pk for column, name in row.items()}
