"""Many rows are deleted at once, each through its own door, and brought back."""

import pytest
from django.urls import reverse

from crm.grid.registry import grid_named
from crm.grid.removing import running
from crm.grid.removing.models import Removal
from crm.grid.telling import tell
from crm.notices.models import Notice
from tests.factories import make_contact, make_customer, make_pool, make_user
from tests.factories_intel import make_rival
from tests.factories_sales import make_activity, make_opportunity, make_order
from tests.house import browser_of, in_english  # noqa: F401 - fixture

pytestmark = pytest.mark.django_db
MAKERS = {
    "contacts": make_contact,
    "activities": make_activity,
    "opportunities": make_opportunity,
    "orders": make_order,
    "rivals": make_rival,
}


@pytest.fixture
def rep():
    return make_user("Rep", make_pool("East"))


@pytest.fixture
def customer(rep):
    return make_customer("Heng", owner=rep)


def say(user, key, **data):
    return browser_of(user).post(reverse("grids:delete", args=[key]), data)


def last() -> Removal:
    return Removal.objects.latest("pk")


def states(removal) -> list[str]:
    return list(removal.rows.order_by("position").values_list("state", flat=True))


def living(key, user) -> list[int]:
    rows = grid_named(key).model.objects.visible_to(user)
    return sorted(rows.values_list("pk", flat=True))


def undo(user, removal):
    return browser_of(user).post(reverse("grids:removal_undo", args=[removal.pk]))


@pytest.mark.parametrize("key", MAKERS)
def test_everything_that_matches_goes_and_comes_back(rep, customer, key):
    made = sorted(MAKERS[key](customer).pk for _number in range(3))
    say(rep, key, all="1", query="")
    assert living(key, rep) == []
    assert states(last()) == ["done"] * 3
    undo(rep, last())
    assert living(key, rep) == made
    assert (last().state, states(last())) == ("undone", ["back"] * 3)


@pytest.mark.parametrize("key", MAKERS)
def test_the_list_offers_it_and_a_reader_is_refused_row_by_row(rep, customer, key):
    row = MAKERS[key](customer)
    reader = make_user("Reader", make_pool())
    customer.share(reader, by=rep, scope="everything")
    page = browser_of(rep).get(reverse(grid_named(key).url_name)).content.decode()
    assert reverse("grids:delete", args=[key]) in page
    say(reader, key, ids=str(row.pk))
    assert (living(key, rep), states(last())) == ([row.pk], ["refused"])


def test_what_comes_later_is_left_alone(rep, customer, monkeypatch):
    monkeypatch.setattr(running, "AT_ONCE", 0)
    first = make_contact(customer)
    say(rep, "contacts", all="1", query="")
    later = make_contact(customer)
    running.work(last().pk)
    assert living("contacts", rep) == [later.pk]
    assert list(last().rows.values_list("record_id", flat=True)) == [first.pk]


def test_what_a_stranger_names_is_not_touched(rep, customer):
    row, stranger = make_contact(customer), make_user("Far", make_pool())
    say(stranger, "contacts", ids=str(row.pk))
    assert (last().total, last().unseen) == (0, 1)
    assert living("contacts", rep) == [row.pk]


def test_whose_right_ends_meanwhile_deletes_nothing_more(rep, customer, monkeypatch):
    monkeypatch.setattr(running, "AT_ONCE", 0)
    make_contact(customer)
    say(rep, "contacts", all="1", query="")
    customer.assign(make_user("Next", rep.team), by=make_user("Admin", is_admin=True))
    running.work(last().pk)
    assert states(last()) == ["missing"]


def test_what_comes_while_the_dialog_is_open_is_left_alone(rep, customer):
    make_contact(customer)
    asked = {"all": "1", "query": ""}
    dialog = browser_of(rep).get(reverse("grids:delete", args=["contacts"]), asked)
    later = make_contact(customer)
    say(rep, "contacts", **dict(dialog.context["selection"].kept))
    assert living("contacts", rep) == [later.pk]


def test_an_order_whose_number_is_taken_again_is_told_not_forced(rep, customer):
    order = make_order(customer)
    say(rep, "orders", ids=str(order.pk))
    again = make_order(customer, number=order.number)
    undo(rep, last())
    assert states(last()) == ["stuck"]
    assert "already has an order" in last().rows.get().why
    assert living("orders", rep) == [again.pk]


def test_a_large_one_stops_and_what_is_done_can_be_undone(rep, customer, monkeypatch):
    monkeypatch.setattr(running, "AT_ONCE", 0)
    for _number in range(2):
        make_contact(customer)
    say(rep, "contacts", all="1", query="")
    running.settle_one(last().pk)
    browser_of(rep).post(reverse("grids:removal_stop", args=[last().pk]))
    running.work(last().pk)
    assert sorted(states(last())) == ["done", "waiting"]
    undo(rep, last())
    running.work(last().pk)
    assert sorted(states(last())) == ["back", "waiting"]


def test_only_whoever_deleted_looks_at_it(rep, customer):
    row = make_contact(customer, "Wu Tao")
    say(rep, "contacts", ids=str(row.pk))
    url = last().get_absolute_url()
    assert "Wu Tao" in browser_of(rep).get(url).content.decode()
    for other in (make_user("Far", make_pool()), make_user("Admin", is_admin=True)):
        assert browser_of(other).get(url).status_code == 404
        assert undo(other, last()).status_code == 404


@pytest.mark.parametrize("key", ["customers", "ledger", "nothing"])
def test_a_list_that_says_nothing_of_it_has_no_such_page(rep, key):
    assert browser_of(rep).get(reverse("grids:delete", args=[key])).status_code == 404


def test_who_deleted_many_is_told_when_a_job_was_through(rep, customer, monkeypatch):
    make_contact(customer)
    say(rep, "contacts", all="1", query="")
    assert not Notice.objects.exists()
    monkeypatch.setattr(running, "AT_ONCE", 0)
    undo(rep, last())
    running.work(last().pk)
    (notice,) = Notice.objects.filter(user=rep)
    assert tell(notice.details, 1) == ("“Contacts”: what was deleted is put back, 1 of 1 rows.")
