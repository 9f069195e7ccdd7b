"""What the files of a plan say beside what the database has."""

from decimal import Decimal

import pytest
from django.urls import reverse

from customers.merging.merging import merge
from customers.models import Contact, Customer
from customers.plans import reconciling
from customers.plans.reconciling import reconciled
from sales.models import Order
from tests.factories import make_contact, make_customer, make_own_field
from tests.house import browser_of
from tests.source_keys.planned import added, last_run, rehearsed, run

pytestmark = pytest.mark.django_db

WITH_STAFF = ["Name", "Staff"]
ORDERS = ["Customer", "Order number", "Ordered on"]
LINES = [*ORDERS, "Product", "Quantity", "Unit price", "Currency"]


@pytest.fixture
def staff(db):
    return make_own_field("number", "Staff")


def lines_of(plan):
    return reconciled(last_run(plan))


def sums_of(line) -> dict:
    return {(s.label, s.currency): (s.in_file, s.in_database) for s in line.sums}


# --- by keys --------------------------------------------------------------------------------


def test_a_reconciliation_sets_files_beside_the_database(plan, erp, staff):
    header = ["Key in the source system", "Name", "Staff"]
    added(plan, erp, ["7", "One", "12"], ["8", "Two", "30"], header=header)
    run(plan)
    (line,) = lines_of(plan)
    assert (line.system, line.rows, line.named, line.found, line.known) == ("ERP", 2, 2, 2, 2)
    assert sums_of(line) == {("Staff", ""): (42, 42)}
    assert not line.differs
    gone = Customer.objects.get(name="Two")
    gone.delete(by=plan.created_by)
    (line,) = lines_of(plan)
    assert (line.found, line.missing, line.differs) == (1, ["8"], True)
    assert sums_of(line) == {("Staff", ""): (42, 12)}


def test_of_many_that_are_missing_the_rest_are_counted(admin, plan, erp, monkeypatch):
    monkeypatch.setattr(reconciling, "MISSING_TOLD", 1)
    added(plan, erp, ["7", "One", ""], ["8", "Two", ""])
    (line,) = lines_of(plan)
    assert (line.missing, line.untold) == (["7"], 1)
    file = plan.files.get()
    page = browser_of(admin).get(reverse("customers:reconcile_plan_file", args=[plan.pk, file.pk]))
    assert "and 1 more" in page.content.decode()


def test_orders_are_reconciled_by_currency_and_find_customers_of_the_file_before(plan, erp):
    added(plan, erp, ["7", "One", ""])
    header = ["Key in the source system", *ORDERS, "Total", "Currency"]
    rows = [["O1", "One", "SO-1", "2026-01-02", "100.50", "CNY"]]
    rows += [["O2", "One", "SO-2", "2026-01-03", "20", "USD"]]
    added(plan, erp, *rows, header=header, name="orders.csv", kind="orders")
    first, second = rehearsed(plan)
    assert (first["counts"], second["counts"]) == ({"new": 1}, {"new": 2})
    assert run(plan).state == "done"
    customers, orders = lines_of(plan)
    assert (orders.kind, orders.named, orders.found) == ("orders", 2, 2)
    amount = Decimal("100.5")
    assert sums_of(orders) == {("Total", "CNY"): (amount, amount), ("Total", "USD"): (20, 20)}
    assert not customers.differs | orders.differs


# --- without keys ---------------------------------------------------------------------------


def test_rows_without_keys_are_reconciled_by_what_they_made_or_mean(plan, staff):
    make_customer("Two")
    rows = [["One", "12"], ["Two", "30"], ["", "5"]]
    plan.most_left = 1
    plan.save(update_fields=["most_left"])
    added(plan, None, *rows, header=WITH_STAFF)
    assert run(plan).state == "done"
    (line,) = lines_of(plan)
    assert (line.is_keyed, line.rows, line.system) == (False, 3, "")
    assert line.counts == {"new": 1, "changed": 1, "refused": 1}
    assert (line.named, line.found, line.missing) == (3, 2, ["4"])
    assert sums_of(line) == {("Staff", ""): (47, 42)}


def test_a_file_that_brings_nothing_new_agrees_until_somebody_edits(plan, staff):
    customer = make_customer("One")
    customer.set_own(staff, Decimal("12"))
    customer.save(update_fields=["own"])
    added(plan, None, ["One", "12"], header=WITH_STAFF)
    run(plan)
    (line,) = lines_of(plan)
    assert (line.counts, line.differs) == ({"same": 1}, False)
    customer.set_own(staff, Decimal("13"))
    customer.save(update_fields=["own"])
    (line,) = lines_of(plan)
    assert sums_of(line) == {("Staff", ""): (12, 13)}


def test_a_customer_that_was_merged_is_the_one_it_went_into(plan, staff):
    added(plan, None, ["One", "12"], header=WITH_STAFF)
    run(plan)
    one = Customer.objects.get()
    merge(make_customer("Uno"), one, by=plan.created_by)
    (line,) = lines_of(plan)
    assert (line.found, line.missing) == (1, [])


def test_a_key_and_no_key_in_one_file_are_two_lines(plan, erp):
    added(plan, erp, ["7", "One", ""], ["", "Two", ""])
    run(plan)
    told = [(line.system, line.rows, line.found, line.differs) for line in lines_of(plan)]
    assert told == [("ERP", 1, 1, False), ("", 1, 1, False)]


def test_numbers_of_contacts_in_a_sheet_of_customers_are_added_up(plan):
    make_own_field("number", "Age", model=Contact)
    header = ["Name", "Contact: name", "Contact: Age"]
    added(plan, None, ["One", "Li", "40"], ["One", "Wu", "50"], header=header)
    run(plan)
    (line,) = lines_of(plan)
    assert (line.named, sums_of(line)) == (1, {("Contact: Age", ""): (90, 90)})
    Contact.objects.get(name="Li").put_aside(by=plan.created_by)
    (line,) = lines_of(plan)
    assert sums_of(line) == {("Contact: Age", ""): (90, 50)}


def test_contacts_that_a_sheet_finds_as_they_are_are_added_up_too(plan):
    age = make_own_field("number", "Age", model=Contact)
    make_contact(make_customer("One"), "Li", own={age.key: age.type.stored(Decimal(40))})
    header = ["Name", "Contact: name", "Contact: Age"]
    added(plan, None, ["One", "Li", "40"], header=header)
    (line,) = lines_of(plan)
    assert line.counts == {"same": 1}
    assert sums_of(line) == {("Contact: Age", ""): (40, 40)}


# --- lines of orders ------------------------------------------------------------------------


def sold(plan, *rows):
    make_customer("One")
    added(plan, None, *rows, header=LINES, kind="orders")
    assert run(plan).state == "done"


def test_lines_of_orders_are_added_up_by_quantity_and_by_amount(plan):
    first = ["One", "SO-1", "2026-01-02"]
    rows = [[*first, "Lathe", "2", "10.50", "CNY"], [*first, "Oil", "", "0.333", "CNY"]]
    rows += [["One", "SO-2", "2026-01-03", "Drill", "3", "7", "USD"]]
    sold(plan, *rows)
    (line,) = lines_of(plan)
    yuan = Decimal("21.33")
    assert (line.named, line.found) == (2, 2)
    assert sums_of(line) == {
        ("Quantity", ""): (5, 5),
        ("Amount", "CNY"): (yuan, yuan),
        ("Amount", "USD"): (21, 21),
    }
    Order.objects.get(number="SO-2").put_aside(by=plan.created_by)
    (line,) = lines_of(plan)
    assert sums_of(line)["Amount", "USD"] == (21, 0)
    assert sums_of(line)["Quantity", ""] == (5, 2)


def test_another_currency_than_the_file_says_is_a_difference(plan):
    sold(plan, ["One", "SO-1", "2026-01-02", "Lathe", "2", "10", "USD"])
    Order.objects.update(currency="CNY")
    (line,) = lines_of(plan)
    sums = sums_of(line)
    assert (sums["Amount", "USD"], sums["Amount", "CNY"]) == ((20, 0), (0, 20))


# --- what is added up -----------------------------------------------------------------------


def test_an_admin_chooses_which_numbers_of_a_file_are_added_up(plan, admin):
    sold(plan, ["One", "SO-1", "2026-01-02", "Lathe", "2", "10", "USD"])
    client, file = browser_of(admin), plan.files.get()
    assert "Quantity, Amount</a>" in client.get(plan.get_absolute_url()).content.decode()
    url = reverse("customers:plan_file_sums", args=[plan.pk, file.pk])
    assert client.get(url).content.decode().count("checked") == 2
    client.post(url, {"summed": ["amount"]})
    assert list(sums_of(lines_of(plan)[0])) == [("Amount", "USD")]
    assert ">Amount</a>" in client.get(plan.get_absolute_url()).content.decode()


def test_the_page_says_of_every_file_what_became_of_its_rows(plan, admin, staff):
    added(plan, None, ["One", "1234.50"], header=WITH_STAFF)
    run(plan)
    client, url = browser_of(admin), reverse("customers:reconcile_import_plan", args=[plan.pk])
    of_file = reverse("customers:reconcile_plan_file", args=[plan.pk, plan.files.get().pk])
    assert f'hx-get="{of_file}"' in client.get(url).content.decode()
    page = client.get(of_file).content.decode()
    assert "1 row · New 1</small>" in page
    assert page.count('<td class="num">1,234.5</td>') == 2
    assert "agrees" in page
