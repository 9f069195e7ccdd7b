"""Before anything is written, the difference is a list like any other."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from customers.imports.difference import deciding
from customers.imports.running import (
    run_check,
    run_undoing,
    run_writing,
    start_undoing,
    start_writing,
)
from customers.models import Customer
from tests.factories import (
    make_axis,
    make_category,
    make_contact,
    make_customer,
    make_import,
    make_user,
)
from tests.grids.drawn import drawn_table
from tests.house import browser_of
from tests.imports.conftest import checked, imported, reloaded, verdicts

pytestmark = pytest.mark.django_db

HEADER = ["Name", "Address", "Mood"]


@pytest.fixture
def mixed():
    """One row of each sort: new, changed, the same, asked about, refused."""
    axis = make_axis("mood", "Mood")
    make_category(axis, "Glad")
    make_customer("Changed", address="Old road")
    make_customer("Same", address="Road")
    for _twice in range(2):
        make_customer("Asked")
    rows = [
        ["New", "", ""], ["Changed", "New road", "Glad"], ["Same", "Road", ""],
        ["Asked", "Lane", ""], ["", "Nameless", ""],
    ]  # fmt: skip
    return checked(make_import(HEADER, rows), policy="overwrite")


def shown(client, staged, query=""):
    url = reverse("customers:import_difference", args=[staged.pk])
    return client.get(f"{url}?{query}").content.decode()


def names(client, staged, query):
    table = drawn_table(shown(client, staged, query))
    return [row.texts[table.headings.index("name")] for row in table.rows]


def test_every_row_stands_there_in_the_order_of_the_sheet(client, mixed):
    assert verdicts(mixed) == ["new", "changed", "same", "asked", "refused"]
    assert names(client, mixed, "cols=row,name") == ["New", "Changed", "Same", "Asked", ""]
    assert Customer.objects.count() == 4


@pytest.mark.parametrize(
    ("state", "name"),
    [("new", "New"), ("changed", "Changed"), ("same", "Same"), ("asked", "Asked")],
)
def test_a_chip_shows_the_rows_of_one_verdict(client, mixed, state, name):
    assert names(client, mixed, f"state={state}") == [name]


def test_what_an_undo_kept_has_a_chip_once_there_was_one(client):
    staged = imported(make_import(["Name"], [["One"], ["Two"]]))
    kept = "kept, because it was edited since"
    assert kept not in shown(client, staged)
    Customer.objects.filter(name="One").update(remarks="Mine", version=2)
    start_undoing(staged, by=staged.uploaded_by)
    run_undoing(staged.pk)
    assert kept in shown(client, staged)
    assert names(client, staged, "cols=row,name&state=kept") == ["One"]


def test_a_changed_cell_is_told_old_and_new_by_its_words(client, mixed):
    text = strip_tags(shown(client, mixed, "state=changed"))
    assert "Address Old road → New road" in text
    assert "Mood — → Glad" in text


def test_a_refused_row_says_why(client, mixed):
    assert "Name: This must not be empty." in shown(client, mixed, "state=refused")


def test_another_imports_rows_are_not_among_them(client, mixed):
    checked(make_import(["Name"], [["Elsewhere"]]))
    assert "Elsewhere" not in shown(client, mixed)


def test_the_difference_costs_the_same_queries_for_one_row_and_for_many(client):
    counts = []
    for size in (1, 5):
        for number in range(size):
            make_customer(f"C {size} {number}", address="Old")
        rows = [[f"C {size} {number}", "New"] for number in range(size)]
        staged = checked(make_import(["Name", "Address"], rows), policy="overwrite")
        shown(client, staged)
        with CaptureQueriesContext(connection) as queries:
            shown(client, staged)
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- many rows ------------------------------------------------------------------------------


def say(client, staged, decision, **data):
    url = reverse("customers:import_rows_decide", args=[staged.pk, decision])
    dialog = client.get(url, data)
    assert dialog.status_code == 200, dialog.content.decode()
    return client.post(url, dict(dialog.context["selection"].kept), follow=True)


def ids(staged, *numbers):
    rows = staged.checks.filter(number__in=numbers)
    return ",".join(str(pk) for pk in rows.values_list("pk", flat=True))


def test_ticked_rows_are_left_out_and_taken_in_again(client, mixed):
    page = say(client, mixed, "skip", ids=ids(mixed, 2, 3)).content.decode()
    assert "2 rows are decided." in page
    assert verdicts(mixed) == ["skipped", "skipped", "same", "asked", "refused"]
    assert reloaded(mixed).counts["skipped"] == 2
    say(client, mixed, "again", ids=ids(mixed, 2, 3))
    assert verdicts(mixed) == ["new", "changed", "same", "asked", "refused"]


def test_everything_that_matches_is_decided_at_once_and_nothing_else(client, mixed):
    say(client, mixed, "create", all="1", query="state=asked")
    assert verdicts(mixed) == ["new", "changed", "same", "new", "refused"]


def test_rows_that_may_be_several_customers_are_told_apart(client, mixed):
    page = say(client, mixed, "fill", ids=ids(mixed, 2, 5)).content.decode()
    assert "2 rows are decided. 1 may be several customers: open it and choose which." in page
    assert verdicts(mixed)[3] == "asked"


def test_a_row_that_is_wrong_in_itself_stays_refused(client, mixed):
    page = say(client, mixed, "create", ids=ids(mixed, 5, 6)).content.decode()
    assert "1 row is decided. 1 other was refused" in page
    assert verdicts(mixed) == ["new", "changed", "same", "new", "refused"]


def test_many_rows_are_compared_by_a_job(client, mixed, monkeypatch):
    monkeypatch.setattr(deciding, "AT_ONCE", 1)
    page = say(client, mixed, "skip", all="1", query="")
    assert page.request["PATH_INFO"] == reverse("customers:import", args=[mixed.pk])
    assert reloaded(mixed).state == "checking"
    run_check(mixed.pk)
    assert verdicts(mixed) == ["skipped", "skipped", "same", "skipped", "refused"]


def test_the_verbs_are_there_until_the_rows_are_written(client, mixed):
    assert "data-pick-bar" in shown(client, mixed)
    say(client, mixed, "skip", all="1", query="state=asked")
    start_writing(reloaded(mixed))
    run_writing(mixed.pk)
    assert "data-pick-bar" not in shown(client, mixed)
    url = reverse("customers:import_rows_decide", args=[mixed.pk, "create"])
    client.post(url, {"ids": ids(mixed, 5)})
    assert verdicts(mixed)[3] == "skipped"


def test_rows_of_another_import_are_not_decided_here(client, mixed):
    other = checked(make_import(["Name"], [["Elsewhere"]]))
    url = reverse("customers:import_rows_decide", args=[mixed.pk, "skip"])
    client.post(url, {"ids": ids(other, 2)})
    assert verdicts(other) == ["new"]


@pytest.mark.parametrize(("decision", "status"), [("x", 404), ("ask", 404), ("skip", 302)])
def test_odd_words_and_empty_selections_are_no_error(client, mixed, decision, status):
    url = reverse("customers:import_rows_decide", args=[mixed.pk, decision])
    assert client.post(url, {"ids": "x"}).status_code in (status, 409)


# --- one row --------------------------------------------------------------------------------


def page_of(staged, number=5, verb="import_row"):
    return reverse(f"customers:{verb}", args=[staged.pk, number])


def test_a_row_stands_beside_the_customers_that_it_may_be(client, mixed):
    page = client.get(page_of(mixed))
    assert [field.label for field in page.context["fields"]] == ["Name", "Address"]
    assert page.context["fields"][1].theirs == [("—", True), ("—", True)]
    for number in range(2, 7):
        assert client.get(page_of(mixed, number)).status_code == 200


def test_a_row_tells_what_it_would_change_contacts_too(client):
    make_customer("One", address="Old")
    header = ["Name", "Address", "Contact: Name"]
    staged = checked(make_import(header, [["One", "New", "Wu"]]), policy="overwrite")
    told = [("Address", "Old", "New"), ("Contact: Name", "—", "Wu")]
    assert client.get(page_of(staged, 2)).context["changes"] == told


def test_its_contact_stands_beside_the_one_it_means(client):
    known = make_customer("One")
    make_contact(known, "Wu", mobile="13800138000")
    for _twice in range(2):
        make_customer("One")
    header = ["Name", "Contact: Name", "Contact: Mobile"]
    staged = checked(make_import(header, [["One", "Wu", "13800138001"]]))
    mobile = client.get(page_of(staged, 2)).context["fields"][2]
    assert (mobile.label, mobile.typed) == ("Contact: Mobile", "138 0013 8001")
    assert sorted(mobile.theirs) == [("13800138000", True), ("—", True), ("—", True)]


def test_a_decision_is_taken_back(client, mixed):
    client.post(page_of(mixed, verb="import_row_decide"), {"decision": "skip"})
    assert "Take the decision back" in client.get(page_of(mixed)).content.decode()
    client.post(page_of(mixed, verb="import_row_decide"), {"decision": "again"})
    assert verdicts(mixed)[3] == "asked"


def test_a_row_is_decided_in_the_browser_for_one_of_them(client, mixed):
    second = Customer.objects.filter(name="Asked").latest("pk")
    posted = {"decision": "overwrite", "customer": second.pk}
    answer = client.post(page_of(mixed, verb="import_row_decide"), posted)
    assert answer["location"] == page_of(mixed)
    row = mixed.checks.get(number=5)
    assert (row.verdict, row.customer, row.decision) == ("changed", second, "overwrite")


@pytest.mark.parametrize(
    "posted", [{}, {"decision": "ask"}, {"decision": "fill", "customer": "1"}, {"decision": "x"}]
)
def test_what_is_no_choice_is_refused_and_changes_nothing(client, mixed, posted):
    assert client.post(page_of(mixed, verb="import_row_decide"), posted).status_code in (302, 409)
    assert verdicts(mixed) == ["new", "changed", "same", "asked", "refused"]


def test_what_is_imported_is_no_longer_decided(client):
    staged = imported(make_import(["Name"], [["A"]]))
    assert 'name="decision"' not in client.get(page_of(staged, 2)).content.decode()
    client.post(page_of(staged, 2, "import_row_decide"), {"decision": "skip"})
    assert verdicts(staged) == ["new"]


def test_only_admins_see_the_difference_and_decide(mixed):
    rep = browser_of(make_user())
    difference = reverse("customers:import_difference", args=[mixed.pk])
    assert rep.get(difference).status_code == 403
    assert rep.get(page_of(mixed)).status_code == 403
    many = reverse("customers:import_rows_decide", args=[mixed.pk, "skip"])
    assert rep.post(many, {"ids": ids(mixed, 2)}).status_code == 403
    assert rep.post(page_of(mixed, verb="import_row_decide")).status_code == 403
