"""Sheets that come from another system."""

import pytest

from customers.models import Customer, SheetImport
from customers.plans.preparing import new_plan
from tests.factories import make_import, make_pool, make_user
from tests.factories_keys import make_source_system
from tests.house import in_english  # noqa: F401 - a fixture
from tests.imports.conftest import imported

KEYED = ["Key in the source system", "Name", "Address"]


@pytest.fixture
def erp(db):
    return make_source_system("ERP")


@pytest.fixture
def shop(erp):
    return make_source_system("Shop")


@pytest.fixture
def admin(erp):
    return make_user(is_admin=True)


@pytest.fixture
def plan(admin):
    return new_plan(by=admin, name="Move in", pool=make_pool(), most_left=0)


def sheet_of(system, *rows, header=KEYED, **said) -> SheetImport:
    """A staged sheet that names `system`."""
    system.refresh_from_db()
    staged = make_import(header, [list(row) for row in rows])
    mapping = staged.mapping | {"system": system.pk}
    SheetImport.objects.filter(pk=staged.pk).update(mapping=mapping, **said)
    staged.refresh_from_db()
    return staged


def imported_from(system, *rows, policy="overwrite", **said) -> SheetImport:
    return imported(sheet_of(system, *rows, **said), policy=policy)


def the_customer() -> Customer:
    return Customer.objects.get(deleted_at=None)
