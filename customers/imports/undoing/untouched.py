"""Whether anybody touched since what an import left behind."""

import json
from collections.abc import Iterable, Iterator

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import ForeignKey
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from crm.sentences import Sentence, sentence
from customers.imports.records import defaults_of
from customers.models import (
    BatchRow,
    Contact,
    Customer,
    CustomerKey,
    LedgerEntry,
    ReleaseWarning,
    Reveal,
    SheetImport,
)

LOOKED_AT = (BatchRow, Contact, CustomerKey, LedgerEntry, ReleaseWarning, Reveal)
"""Rows of these change no customer, or are asked about otherwise."""
EDITED = _("It was edited since.")
DELETED = _("It was deleted since.")
ADDED = _("Something was added to it since: %(what)s.")
UNASKED = {"id", "created_at", "updated_at", "is_primary", *Contact.derived}
MOVED = """
SELECT DISTINCT customer_id FROM customers_ledgerentry
WHERE customer_id = ANY(%(ids)s) AND NOT (verb = 'created' AND details->'import' = %(pk)s::text::jsonb)
"""
KEYED = """
SELECT DISTINCT customer_id FROM customers_customerkey
WHERE customer_id = ANY(%(ids)s) AND sheet_import_id IS DISTINCT FROM %(pk)s
"""
ADDED_PEOPLE = """
SELECT DISTINCT customer_id FROM customers_contact
WHERE customer_id = ANY(%(ids)s) AND NOT id = ANY(%(known)s)
"""
WITH_CHILDREN = "SELECT DISTINCT {column} FROM {table} WHERE {column} = ANY(%(ids)s)"
OTHERWISE = """
SELECT n.id::int FROM jsonb_each(%(expected)s::jsonb) AS n(id, expected)
LEFT JOIN customers_contact k ON k.id = n.id::int AND k.deleted_at IS NULL
    AND to_jsonb(k) @> n.expected
WHERE k.id IS NULL
"""


class Untouched:
    """Asked for many customers at once."""

    def __init__(self, sheet_import: SheetImport):
        self.sheet_import = sheet_import

    def reasons(self, did: list) -> dict[int, Sentence]:
        """Why customers must stay as they are, by their ids; besides their versions."""
        created = [d.customer_id for d in did if d.is_created]
        return {
            **self._other_people(did),
            **because(_("A contact was added since."), self._added_people(did, created)),
            **because(_("Another import told a key of it since."), self._keyed(created)),
            **self._with_children(created),
            **because(_("It changed hands since."), self._moved(created)),
        }

    def _moved(self, ids) -> Iterator[int]:
        yield from asked(MOVED, ids=ids, pk=self.sheet_import.pk)

    def _keyed(self, ids) -> Iterator[int]:
        yield from asked(KEYED, ids=ids, pk=self.sheet_import.pk)

    def _with_children(self, ids) -> dict[int, Sentence]:
        """Customers with something that hangs on them, from any room."""
        found: dict[int, Sentence] = {}
        for model, column in self._children:
            rows = asked(WITH_CHILDREN.format(column=column, table=model._meta.db_table), ids=ids)
            found |= because(ADDED, rows, what=model._meta.verbose_name_plural)
        return found

    @cached_property
    def _children(self) -> list[tuple]:
        """(model, column) of whatever the database lets hang on a customer."""
        fields = (
            field
            for model in apps.get_models()
            if model not in LOOKED_AT
            for field in model._meta.concrete_fields
        )
        return [(f.model, f.column) for f in fields if is_child(f)]

    def _added_people(self, did, created) -> Iterable[int]:
        known = [row.contact_id for d in did for row in d.rows if row.contact_id]
        return asked(ADDED_PEOPLE, ids=created, known=known)

    def _other_people(self, did) -> dict[int, Sentence]:
        """Customers of whose contacts, as the import left them, one is otherwise now."""
        left = {}
        for each in did:
            for contact_id, record in people_left(each).items():
                left[contact_id] = each.customer_id, record
        expected = {pk: record for pk, (_customer, record) in left.items()}
        otherwise = asked(OTHERWISE, expected=json.dumps(expected, cls=DjangoJSONEncoder))
        ids = [left[pk][0] for pk in otherwise]
        return because(_("One of its contacts was edited since."), ids)


def because(text: Promise, ids: Iterable[int], **words) -> dict[int, Sentence]:
    """The same reason for each."""
    return dict.fromkeys(ids, sentence(text, **words))


def people_left(did) -> dict[int, dict]:
    """The columns of its contacts, as the import left them."""
    found: dict[int, dict] = {}
    for row in did.rows:
        if new := row.values.get("new_contact"):
            found[row.contact_id] = defaults_of(Contact) | new
        elif changed := row.values.get("contact"):
            found[row.contact_id] = found.get(row.contact_id, {}) | changed
    return {
        pk: {column: value for column, value in record.items() if column not in UNASKED}
        for pk, record in found.items()
    }


def asked(statement: str, **values) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [pk for (pk,) in cursor]


def is_child(field) -> bool:
    is_key = isinstance(field, ForeignKey) and field.related_model is Customer
    return is_key and field.db_constraint
