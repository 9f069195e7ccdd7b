"""A row whose customer exists already: what agrees, what differs, and what becomes of it."""

import pytest
from django.urls import reverse

from customers.imports.difference.deciding import decide
from customers.imports.running import run_check, run_writing, start_writing
from customers.models import Contact, Customer, LedgerEntry
from tests.factories import make_contact, make_customer, make_import, make_user
from tests.imports.conftest import checked, imported, problems, reloaded, verdicts

pytestmark = pytest.mark.django_db

CODE = "91310000MA1FL3LQ69"


def one(header, *cells, **policies):
    """The check of a sheet of one row."""
    return checked(make_import(header, [list(cells)]), **policies).checks.get()


# --- what agrees ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed", ["恒宇机械", "恒宇机械（集团）有限公司", " 恒宇 机械股份有限公司"]
)
def test_a_name_agrees_whatever_its_legal_form(typed):
    known = make_customer("恒宇机械有限公司")
    row = one(["Name", "Address"], typed, "1 Road", policy="skip")
    assert (row.verdict, row.customer, row.matches) == ("skipped", known, [[known.pk, None, 2]])


def test_a_credit_code_agrees_before_a_name():
    coded = make_customer("Old name", credit_code=CODE)
    row = one(["Name", "Unified social credit code"], "New name", CODE, policy="overwrite")
    assert (row.verdict, row.customer) == ("changed", coded)
    assert row.changes == [["name", "Old name", "New name"]]


def test_a_code_of_one_and_a_name_of_another_are_asked_about():
    make_customer("One", credit_code=CODE)
    make_customer("Two")
    assert one(["Name", "Unified social credit code"], "Two", CODE).verdict == "asked"


def test_a_name_that_agrees_while_the_credit_codes_do_not_is_asked_about():
    make_customer("Same", credit_code=CODE)
    other = "91330100MA27Y5TN51"
    row = one(["Name", "Unified social credit code"], "Same", other, policy="overwrite")
    assert (row.verdict, row.problems) == ("asked", [])


def test_a_phone_number_alone_is_asked_about_whatever_the_policy_for_names():
    make_customer("One", phones=["0571 8888 6666"])
    header = ["Name", "Phones"]
    assert one(header, "Two", "0571-88886666", policy="overwrite").verdict == "asked"
    assert one(header, "Two", "057188886666", policy_by_phone="create").verdict == "new"


def test_a_number_of_a_contact_finds_its_customer():
    customer = make_contact(make_customer("One"), mobile="138 0013 8000").customer
    row = one(["Name", "Phones"], "Two", "13800138000")
    assert (row.verdict, row.customer) == ("asked", customer)


def test_what_was_deleted_is_no_longer_found():
    customer = make_customer("One")
    customer.delete(by=make_user(is_admin=True))
    assert one(["Name"], "One").verdict == "new"


# --- what becomes of it -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("policy", "verdict", "address", "remarks"),
    [
        ("skip", "skipped", "Old road", ""),
        ("fill", "changed", "Old road", "Good payer"),
        ("overwrite", "changed", "New road", "Good payer"),
        ("create", "new", "Old road", ""),
    ],
)
def test_the_policy_says_what_is_done(policy, verdict, address, remarks):
    known = make_customer("One", address="Old road")
    make_customer("Besides", address="Elsewhere")
    rows = [["One", "New road", "Good payer"], ["Other", "", ""]]
    staged = imported(make_import(["Name", "Address", "Remarks"], rows), policy=policy)
    assert verdicts(staged) == [verdict, "new"]
    known.refresh_from_db()
    assert (known.address, known.remarks) == (address, remarks)
    assert Customer.objects.count() == (4 if policy == "create" else 3)


def test_no_difference_is_none_and_nothing_is_written():
    known = make_customer("One", address="Road")
    imported(make_import(["Name", "Address"], [["One", "Road"], ["New", ""]]), policy="overwrite")
    before, known = known, Customer.objects.get(pk=known.pk)
    assert (known.version, known.updated_at) == (before.version, before.updated_at)


def test_an_empty_cell_takes_nothing_away():
    known = make_customer("One", address="Road")
    assert one(["Name", "Address"], "One", "", policy="overwrite").verdict == "same"
    assert Customer.objects.get(pk=known.pk).address == "Road"


def test_a_change_is_told_cell_by_cell_and_has_its_history():
    admin, known = make_user(is_admin=True), make_customer("One", address="Old", remarks="Kept")
    staged = make_import(["Name", "Address"], [["One", "New"]], by=admin)
    imported(staged, policy="overwrite")
    assert staged.checks.get().changes == [["address", "Old", "New"]]
    known.refresh_from_db()
    assert (known.address, known.remarks, known.updated_by, known.version) == (
        "New", "Kept", admin, 2,
    )  # fmt: skip
    event = known.events.get()
    assert (event.address, event.pgh_context.metadata["user"]) == ("Old", admin.pk)
    assert event.pgh_context.metadata["sheet_import"] == staged.pk


def test_a_changed_name_is_found_by_its_new_pinyin():
    known = make_customer("北京旧名", credit_code=CODE)
    header = ["Name", "Unified social credit code"]
    imported(make_import(header, [["杭州新名", CODE]]), policy="overwrite")
    assert Customer.objects.matching("hzxm").get() == known


def test_an_owner_that_differs_is_refused_for_an_import_moves_nobody():
    make_customer("One", owner=make_user("Li", username="li"))
    make_user("Wu", username="wu")
    row = one(["Name", "Owner"], "One", "wu", policy="overwrite")
    assert row.verdict == "refused"
    assert "an import moves nobody" in row.reasons[0][1]
    assert row.reasons[0][0] == 1


# --- contacts -------------------------------------------------------------------------------

PERSON = ["Name", "Contact: Name", "Contact: Mobile"]


def test_a_new_person_is_added_to_the_customer_that_exists():
    known = make_contact(make_customer("One"), "Wu Tao", is_primary=True).customer
    imported(make_import(PERSON, [["One", "Xu Li", "13800138001"]]))
    added = Contact.objects.get(name="Xu Li")
    assert (added.customer, added.is_primary, added.mobile) == (known, False, "138 0013 8001")
    assert Customer.objects.get(pk=known.pk).version == known.version


def test_a_person_who_is_there_gets_what_was_empty():
    wu = make_contact(make_customer("One"), "Wu Tao")
    imported(make_import(PERSON, [["One", "Wu  Tao", "13800138001"]]))
    assert Contact.objects.get() == wu
    assert Contact.objects.get().mobile == "138 0013 8001"


def test_a_person_changed_since_the_check_is_not_overwritten():
    wu = make_contact(make_customer("One"), "Wu Tao")
    staged = checked(make_import(PERSON, [["One", "Wu Tao", "13800138001"]]))
    Contact.objects.filter(pk=wu.pk).update(mobile="139")
    start_writing(staged)
    run_writing(staged.pk)
    assert Contact.objects.get().mobile == "139"
    assert "since it was compared" in problems(reloaded(staged))[2]


# --- rows that repeat each other ----------------------------------------------------------------


def test_rows_of_one_company_become_one_customer_with_all_its_people():
    rows = [["One", "Wu Tao", ""], ["One Ltd", "Xu Li", ""], ["One", "Wu Tao", "13800138001"]]
    staged = imported(make_import(PERSON, rows))
    assert verdicts(staged) == ["new", "changed", "changed"]
    customer = Customer.objects.get()
    people = Contact.objects.order_by("pk").values_list("name", "is_primary", "mobile")
    assert list(people) == [("Wu Tao", True, "138 0013 8001"), ("Xu Li", False, "")]
    assert set(Contact.objects.values_list("customer", flat=True)) == {customer.pk}
    assert LedgerEntry.objects.count() == 1


def test_each_of_several_changes_to_one_customer_sees_the_one_before():
    known = make_customer("One", address="A")
    rows = [["One", "B"], ["One", "C"], ["One", "C"]]
    staged = imported(make_import(["Name", "Address"], rows), policy="overwrite")
    assert verdicts(staged) == ["changed", "changed", "same"]
    known.refresh_from_db()
    assert (known.address, known.version) == ("C", 3)


def test_a_row_that_repeats_a_refused_one_is_a_customer_of_its_own():
    staged = checked(make_import(["Name", "Email"], [["One", "nobody"], ["One", ""]]))
    assert verdicts(staged) == ["refused", "new"]


# --- what changed meanwhile -----------------------------------------------------------------


def test_a_customer_changed_since_the_check_is_not_overwritten():
    known = make_customer("One", address="Old")
    rows = [["One", "New"], ["Two", "Road"]]
    staged = checked(make_import(["Name", "Address"], rows), policy="overwrite")
    Customer.objects.filter(pk=known.pk).update(address="Theirs", version=2)
    start_writing(staged)
    run_writing(staged.pk)
    known.refresh_from_db()
    assert known.address == "Theirs"
    assert "since it was compared" in problems(reloaded(staged))[2]
    assert (staged.good, staged.bad, staged.done) == (1, 1, 1)


# --- deciding -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("decision", "verdict"),
    [("create", "new"), ("skip", "skipped"), ("fill", "changed"), ("overwrite", "changed")],
)
def test_a_row_is_decided_one_by_one(decision, verdict):
    make_customer("One", address="Old")
    rows = [["One", "New", "Remark"], ["Two", "", ""]]
    staged = checked(make_import(["Name", "Address", "Remarks"], rows), policy="ask")
    assert verdicts(staged) == ["asked", "new"]
    decide(staged, decision, [2])
    assert verdicts(staged) == [verdict, "new"]
    assert reloaded(staged).counted("asked") == 0


def test_of_several_customers_the_chosen_one_is_changed():
    make_customer("One", address="A")
    second = make_customer("One", address="B")
    staged = checked(make_import(["Name", "Remarks"], [["One", "Remark"]]))
    assert verdicts(staged) == ["asked"]
    decide(staged, "fill", [2], customer_id=second.pk)
    start_writing(reloaded(staged))
    run_writing(staged.pk)
    assert Customer.objects.get(remarks="Remark") == second


def test_rows_that_follow_from_a_decided_one_are_compared_anew():
    make_customer("One", address="A")
    staged = checked(make_import(["Name", "Address"], [["One", "B"], ["One", "C"]]), policy="ask")
    decide(staged, "overwrite", [2])
    assert staged.checks.get(number=3).changes == [["address", "B", "C"]]


def test_many_rows_are_decided_by_the_job_of_the_check(monkeypatch):
    monkeypatch.setattr("customers.imports.difference.deciding.AT_ONCE", 1)
    for name in ("One", "Two"):
        make_customer(name, address="A")
    rows = [["New", ""], ["One", "B"], ["Two", "B"]]
    staged = checked(make_import(["Name", "Address"], rows), policy="ask")
    decide(staged, "overwrite")
    assert (reloaded(staged).state, staged.done) == ("checking", 1)
    run_check(staged.pk)
    assert verdicts(reloaded(staged)) == ["new", "changed", "changed"]
    assert (staged.state, staged.good, staged.done) == ("checked", 3, 3)


# --- the page -------------------------------------------------------------------------------


def test_the_page_asks_what_becomes_of_undecided_rows_before_it_offers_to_import(client):
    make_customer("One", address="Old")
    rows = [["One", "New"], ["Two", ""]]
    staged = checked(make_import(["Name", "Address"], rows), policy="ask")
    url = reverse("customers:import", args=[staged.pk])
    page = client.get(url).content.decode()
    assert "1 row may be a customer that exists already" in page
    assert "Import 1 good row" not in page
    client.post(reverse("customers:import_write", args=[staged.pk]))
    assert reloaded(staged).state == "checked"
    client.post(reverse("customers:import_decide", args=[staged.pk]), {"decision": "overwrite"})
    assert "Import 2 good rows" in client.get(url).content.decode()


def test_another_policy_compares_every_row_anew(client):
    make_customer("One", address="Old")
    staged = checked(make_import(["Name", "Address"], [["One", "New"]]))
    assert verdicts(staged) == ["skipped"]
    url = reverse("customers:import_policies", args=[staged.pk])
    client.post(url, {"policy": "overwrite", "policy_by_phone": "ask"})
    run_check(staged.pk)
    assert verdicts(reloaded(staged)) == ["changed"]
    client.post(url, {"policy": "nonsense"})
    assert reloaded(staged).state == "checked"
