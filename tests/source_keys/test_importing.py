"""A row that carries a key of another system is known by it, before code, name and phone."""

import pytest

from customers.imports import passes
from customers.imports.difference.deciding import decide
from customers.imports.running import run_undoing, run_writing, start_undoing, start_writing
from customers.models import Contact, ContactKey, Customer, CustomerKey, customers_by_key
from tests.factories import make_contact, make_customer, make_import, make_user
from tests.factories_keys import make_contact_key, make_customer_key
from tests.imports.conftest import checked, imported, problems, reloaded, verdicts
from tests.source_keys.conftest import KEYED, imported_from, sheet_of, the_customer

pytestmark = pytest.mark.django_db

CODE = "91310000MA1FL3LQ69"
CODED = ["Key in the source system", "Name", "Unified social credit code"]


def keys() -> dict[str, str]:
    """The names of customers by their keys."""
    return dict(CustomerKey.objects.values_list("key", "customer__name"))


# --- matching -------------------------------------------------------------------------------


def test_new_customers_keep_the_keys_of_their_rows(erp):
    staged = imported_from(erp, ["007", "One", ""], ["8", "Two", "Road"])
    assert keys() == {"007": "One", "8": "Two"}
    key = CustomerKey.objects.get(key="8")
    assert (key.system, key.sheet_import) == (erp, staged)
    assert key.said == {"name": "Two", "address": "Road"}


def test_a_known_key_means_its_customer_whatever_the_name(erp):
    known = make_customer_key(make_customer("Old name"), erp, "7").customer
    staged = checked(sheet_of(erp, ["7", "New name", ""], overwrites_hands=True))
    row = staged.checks.get()
    assert (row.verdict, row.customer, row.matches) == ("changed", known, [[known.pk, None, 0]])


def test_the_same_key_of_another_system_means_nobody(erp, shop):
    make_customer_key(make_customer("One"), shop, "7")
    assert verdicts(checked(sheet_of(erp, ["7", "Two", ""]))) == ["new"]


def test_a_new_key_is_written_with_the_customer_the_name_finds(erp):
    known = make_customer("One", address="Road")
    staged = imported_from(erp, ["7", "One Ltd", ""], ["8", "Other", ""], policy="fill")
    assert verdicts(staged) == ["changed", "new"]
    assert customers_by_key(erp, ["7"]) == {"7": known.pk}
    assert Customer.objects.get(pk=known.pk).version == known.version


def test_a_row_without_a_difference_and_with_a_known_key_is_the_same(erp):
    imported_from(erp, ["7", "One", "Road"])
    assert verdicts(checked(sheet_of(erp, ["7", "One", "Road"]))) == ["same"]


def test_two_rows_of_one_key_are_one_customer(erp):
    imported_from(erp, ["7", "One", ""], ["7", "One, renamed", "Road"])
    assert (the_customer().name, the_customer().address) == ("One, renamed", "Road")


def test_two_rows_of_one_new_key_find_the_customer_that_is_there(erp):
    known = make_customer("One")
    imported_from(erp, ["7", "One", ""], ["7", "Quite another", "Road"], overwrites_hands=True)
    assert the_customer().pk == known.pk
    assert the_customer().name == "Quite another"


def test_a_key_of_one_and_a_credit_code_of_another_are_to_be_decided(erp):
    keyed = make_customer_key(make_customer("Keyed"), erp, "7").customer
    make_customer("Coded", credit_code=CODE)
    staged = checked(sheet_of(erp, ["7", "Row", CODE], header=CODED))
    row = staged.checks.get()
    assert row.verdict == "asked"
    assert row.reasons == [(None, "By its key this is Keyed, by its credit code Coded.")]
    decide(staged, "overwrite", [2], customer_id=keyed.pk)
    row = staged.checks.get()
    assert (row.verdict, row.customer, row.problems) == ("changed", keyed, [])


def test_keys_of_two_customers_in_one_row_are_to_be_decided(erp, shop):
    make_customer_key(make_customer("One"), erp, "1")
    make_customer_key(make_customer("Two"), shop, "2")
    assert verdicts(checked(sheet_of(erp, ["ERP: 1; Shop: 2", "Row", ""]))) == ["asked"]


def test_a_cell_may_name_the_systems_of_its_keys(erp, shop):
    rows = [["ERP: 1; Shop: A; 2", "One", ""]]
    imported(make_import(KEYED, rows))
    found = CustomerKey.objects.values_list("system__name", "key")
    assert sorted(found) == [("ERP", "1"), ("Shop", "A; 2")]
    assert CustomerKey.objects.filter(said={}).count() == 2


def test_a_column_may_name_the_system_of_each_row(erp, shop):
    header = [*KEYED, "Source system"]
    rows = [["1", "One", "", "erp"], ["1", "Two", "", "Shop"], ["3", "Three", "", "SAP"]]
    staged = imported(make_import(header, rows))
    assert keys() == {"1": "Two"} | {"1": keys()["1"]}
    assert customers_by_key(erp, ["1"]) != customers_by_key(shop, ["1"])
    assert "No source system is called “SAP”" in problems(staged)[4]


def test_a_key_of_no_system_is_refused_with_what_to_do(erp):
    staged = checked(make_import(KEYED, [["7", "One", ""]]))
    assert "Say of which system it is" in problems(staged)[2]


def test_the_key_of_a_deleted_customer_is_free(erp):
    gone = make_customer_key(make_customer("One"), erp, "7").customer
    gone.put_aside(by=make_user())
    imported_from(erp, ["7", "One", ""])
    assert customers_by_key(erp, ["7"]) == {"7": the_customer().pk}


# --- contacts -------------------------------------------------------------------------------

PEOPLE = ["Name", "Contact: Key in the source system", "Contact: Name", "Contact: Mobile"]


def test_a_contact_is_known_by_its_key_whatever_the_name(erp):
    wu = make_contact(make_customer("One"), "Wu Tao", mobile="138 0013 8001")
    make_contact_key(wu, erp, "C1")
    rows = [["One", "C1", "Wu Tao-Li", "13800138001"], ["One", "C2", "Xu Li", ""]]
    imported_from(erp, *rows, header=PEOPLE)
    wu.refresh_from_db()
    assert wu.name == "Wu Tao-Li"
    assert ContactKey.objects.get(key="C2").contact == Contact.objects.get(name="Xu Li")


def test_a_contact_of_another_customer_is_refused(erp):
    make_contact_key(make_contact(make_customer("Theirs"), "Wu"), erp, "C1")
    staged = checked(sheet_of(erp, ["One", "C1", "Wu", ""], header=PEOPLE))
    assert "is one of Theirs" in problems(staged)[2]


@pytest.mark.parametrize("rows_at_once", [1, 50])
def test_a_key_names_the_contact_of_one_customer_in_a_sheet(erp, monkeypatch, rows_at_once):
    monkeypatch.setattr(passes, "CHUNK", rows_at_once)
    rows = [["One", "C1", "Wu", ""], ["Two", "C1", "Wu", ""], ["One", "C1", "Wu", "13800138001"]]
    staged = checked(sheet_of(erp, *rows, header=PEOPLE), policy="overwrite")
    assert verdicts(staged) == ["new", "refused", "changed"]
    assert "The contact C1 is one of One." in problems(staged)[3]
    start_writing(staged)
    run_writing(staged.pk)
    assert ContactKey.objects.get().contact == Contact.objects.get(mobile="138 0013 8001")


# --- since the check, and undone ------------------------------------------------------------


def test_a_key_that_another_import_gave_away_since_the_check_is_refused(erp):
    staged = checked(sheet_of(erp, ["7", "One", ""], ["8", "Two", ""]))
    make_customer_key(make_customer("Faster"), erp, "7")
    start_writing(staged)
    run_writing(staged.pk)
    assert "is one of Faster meanwhile" in problems(reloaded(staged))[2]
    assert keys() == {"7": "Faster", "8": "Two"}


def undone(staged):
    start_undoing(staged, by=staged.uploaded_by)
    run_undoing(staged.pk)


def test_undo_takes_the_keys_away_that_the_import_wrote(erp):
    known = make_customer("One")
    staged = imported_from(erp, ["7", "One", ""], ["8", "Two", ""])
    undone(staged)
    assert not CustomerKey.objects.exists()
    assert the_customer().pk == known.pk


def test_undo_gives_back_what_the_system_said_before(erp):
    imported_from(erp, ["7", "One", "Road"])
    staged = imported_from(erp, ["7", "One", "Street"])
    undone(staged)
    assert CustomerKey.objects.get().said == {"name": "One", "address": "Road"}
    assert the_customer().address == "Road"


def test_a_customer_to_which_another_import_told_a_key_stays(erp, shop):
    staged = imported_from(erp, ["7", "One", "Road"])
    imported_from(shop, ["A", "One", ""])
    undone(staged)
    assert keys() == {"7": "One", "A": "One"}
