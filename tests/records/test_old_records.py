"""Records of years ago come in with their authors and times, and count by these alone."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from crm.people.models import User
from crm.sentences import as_read
from customers.models import Contact, Customer
from sales.models import Activity, Opportunity, Order
from tests.factories import make_contact, make_customer, make_import, make_user
from tests.factories_sales import make_opportunity, make_order
from tests.house import in_english  # noqa: F401 - a fixture
from tests.imports.conftest import checked, imported, problems, verdicts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def rep(db):
    return make_user("Rosa Rep")


@pytest.fixture(autouse=True)
def acme(rep):
    return make_customer("Acme", owner=rep)


def sheet(kind, header, *rows):
    return make_import(["Customer", *header], [["Acme", *row] for row in rows], kind=kind)


def test_authors_who_left_become_inactive_people_when_the_rows_are_written(rep):
    header = ["What", "When", "By", "Created"]
    rows = [
        ["Rang", "2019-05-01 08:00", "老王", ""],
        ["Met", "2019-05-02", "Rosa Rep", "2019-05-03"],
    ]
    staged = checked(sheet("activities", header, *rows))
    assert verdicts(staged) == ["new", "new"] and not User.objects.filter(display_name="老王")
    imported(staged)
    old = User.objects.get(display_name="老王")
    assert (old.is_active, old.from_import) == (False, True)
    rang, met = Activity.objects.order_by("pk")
    assert (rang.author, rang.created_by, rang.created_at) == (old, old, rang.happened_at)
    assert (met.author, met.created_at) == (rep, datetime(2019, 5, 2, 16, tzinfo=UTC))
    assert rang.updated_by == staged.uploaded_by


def test_a_name_of_several_people_is_refused():
    make_user("Twin"), make_user("Twin")
    staged = checked(sheet("activities", ["What", "When", "By"], ["Rang", "2019-05-01", "Twin"]))
    assert "2 people are called “Twin”" in problems(staged)[2]


def test_the_customer_was_last_met_when_it_was_and_not_now(acme):
    header = ["What", "When", "Status"]
    rows = [
        ["Old", "2019-05-01", ""],
        ["Plan", "2031-05-01", ""],
        ["Late", "2019-01-01", "planned"],
    ]
    imported(sheet("activities", header, *rows))
    acme.refresh_from_db()
    assert acme.last_activity_at == datetime(2019, 4, 30, 16, tzinfo=UTC)
    assert acme.next_activity_at == datetime(2018, 12, 31, 16, tzinfo=UTC)
    assert [a.is_done for a in Activity.objects.order_by("pk")] == [True, False, False]


def test_a_plan_has_no_time_when_it_was_done_and_what_is_done_is_past(acme):
    make_contact(acme, "Wu Tao")
    header = ["What", "Status", "Done at", "Contact"]
    rows = [
        ["A", "planned", "2019-05-01", ""],
        ["B", "done", "2031-05-01", ""],
        ["C", "", "2019-05-01", "Li"],
        ["D", "", "1019-05-01", ""],
    ]
    assert list(problems(checked(sheet("activities", header, *rows))).values()) == [
        "Status: It is planned, and yet has the time when it was done.",
        "Done at: It is done, and yet its time is still to come.",
        "Contact: The customer has no contact called “Li”. Import the contacts first.",
        "Done at: Choose a day between 1990 and 2099.",
    ]


def test_won_and_lost_opportunities_stand_where_the_model_wants_them(acme, rep):
    header = ["Name", "Stage", "Status", "Expected close", "Closed", "Why lost", "Owner"]
    rows = [
        ["Won", "negotiate price", "won", "2019-05-01", "", "", "老王"],
        ["Lost", "dig out needs", "lost", "", "2019-06-01", "Price", ""],
        ["Open", "", "", "2031-05-01", "", "", ""],
    ]
    imported(sheet("opportunities", header, *rows))
    won, lost, pursued = Opportunity.objects.order_by("pk")
    assert (won.stage, won.owner.display_name, won.owner.is_active) == (6, "老王", False)
    assert won.closed_at == won.created_at == datetime(2019, 4, 30, 16, tzinfo=UTC)
    assert (lost.stage, lost.lost_reason, lost.owner) == (3, "Price", rep)
    assert pursued.is_open and pursued.created_at.date() == timezone.now().date()
    acme.refresh_from_db()
    assert (acme.has_open_opportunity, acme.won_at) == (True, won.closed_at)


def test_an_open_opportunity_needs_somebody_who_works_here_and_a_closed_one_its_day():
    header = ["Name", "Status", "Owner", "Closed", "Stage"]
    rows = [
        ["A", "open", "老王", "", ""],
        ["B", "won", "", "", ""],
        ["C", "", "", "2019-05-01", ""],
        ["D", "", "", "", "follow up"],
    ]
    assert list(problems(checked(sheet("opportunities", header, *rows))).values()) == [
        "Owner: Nobody of this name works here, and it is still open.",
        "Closed: Say when it was won or lost.",
        "Closed: It was closed, so say in its status whether it was won.",
        "Stage: Following up begins when the opportunity is won.",
    ]


def test_an_opportunity_that_was_won_is_opened_again_as_a_whole(acme):
    known = make_opportunity(acme, name="Line")
    known.win(by=acme.owner)
    row = ["Line", "open"]
    assert verdicts(checked(sheet("opportunities", ["Name", "Status"], row), policy="fill")) == [
        "skipped"
    ]
    imported(sheet("opportunities", ["Name", "Status"], row), policy="overwrite")
    known.refresh_from_db()
    assert (known.is_open, known.closed_at, known.stage) == (True, None, 5)


def test_rows_of_one_number_are_the_lines_of_one_order(acme):
    header = ["Order number", "Ordered on", "Product", "Quantity", "Unit price"]
    rows = [
        ["1", "2019-05-01", "Spindle", "2", "10.05"],
        ["2", "2019-05-01", "Drill", "", "7"],
        ["1", "2019-05-01", "Bolt", "3", "0.3333"],
    ]
    staged = imported(sheet("orders", header, *rows))
    first, second = Order.objects.order_by("number")
    assert (first.total, second.total, first.lines.count()) == (Decimal("21.10"), 7, 2)
    assert first.ordered_on == date(2019, 5, 1) and verdicts(staged) == ["new", "new", "changed"]
    more = [["1", "2019-05-01", "Spindle", "5", "10.05"], ["1", "2019-05-01", "Nut", "1", "1"]]
    again = imported(sheet("orders", header, *more), policy="overwrite")
    assert verdicts(again) == ["changed", "changed"]
    assert again.checks.first().changes == [["quantity", "2.000", "5"]]
    first.refresh_from_db()
    assert (first.total, first.lines.count()) == (Decimal("52.25"), 3)


def test_a_total_is_one_line_and_never_taken_for_several(acme):
    make_order(acme, number="1", lines=[(2, "10"), (1, "5")])
    make_order(acme, number="2", lines=[(1, "5")])
    rows = [["1", "2019-05-01", "30"], ["2", "2019-05-01", "6"], ["3", "2019-05-01", ""]]
    staged = sheet("orders", ["Order number", "Ordered on", "Total"], *rows)
    assert verdicts(checked(staged, policy="fill")) == ["refused", "skipped", "refused"]
    assert problems(imported(staged, policy="overwrite")) == {
        2: "Total: The total is the sum of the lines: import those.",
        4: "An order needs a total, or a product with its price.",
    }
    assert Order.objects.get(number="2").total == 6


def test_an_order_whose_lines_were_touched_since_is_kept_when_the_import_is_undone(acme):
    from tests.records.test_contract import undone

    rows = [["1", "2019-05-01", "9"], ["2", "2019-05-01", "9"]]
    staged = imported(sheet("orders", ["Order number", "Ordered on", "Total"], *rows))
    kept = Order.objects.get(number="1")
    kept.write_lines([*kept.lines.values("id", "product", "quantity", "unit", "unit_price"),
                      {"product": "More", "quantity": 1, "unit": "", "unit_price": 1}])  # fmt: skip
    undone(staged)
    assert list(Order.objects.filter(deleted_at=None)) == [kept]
    assert "order lines" in as_read(staged.checks.get(number=2).why_kept)
    assert Customer.objects.get(pk=acme.pk).won_at is not None


def test_when_a_contact_was_created_is_taken_for_new_ones_alone(acme):
    known = make_contact(acme, "Wu Tao")
    rows = [["Wu Tao", "2019-05-01"], ["Li Na", "2019-05-02 08:00"], ["Bo", "2031-05-01"]]
    staged = imported(sheet("contacts", ["Name", "Created"], *rows), policy="overwrite")
    assert verdicts(staged) == ["same", "new", "refused"]
    assert "lies in the future" in problems(staged)[4]
    assert Contact.objects.get(name="Li Na").created_at == datetime(2019, 5, 2, tzinfo=UTC)
    assert Contact.objects.get(pk=known.pk).created_at == known.created_at
