"""Two imports that bring the same new keys at the same moment."""

import pytest

from customers.imports.running import run_writing, start_writing
from customers.models import Customer, CustomerKey
from tests.factories_keys import make_source_system
from tests.imports.conftest import checked, reloaded
from tests.ownership.test_races import together
from tests.source_keys.conftest import sheet_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_key_that_two_imports_bring_at_once_goes_to_one_customer():
    erp, keys = make_source_system("ERP"), range(5)
    one = checked(sheet_of(erp, *([f"K{n}", f"One {n}", ""] for n in keys)))
    other = checked(sheet_of(erp, *([f"K{n}", f"Other {n}", ""] for n in reversed(keys))))
    for staged in (one, other):
        start_writing(staged)
    assert together(*(lambda s=s: run_writing(s.pk) for s in (one, other))) == [None, None]
    assert Customer.objects.count() == CustomerKey.objects.count() == 5
    assert [reloaded(s).good + s.bad for s in (one, other)] == [5, 5]
    assert one.good + other.good == 5
