"""The bell and the page of notices: one's own, counted by one query, read by opening."""

import pytest
from django.urls import reverse
from django.utils import timezone

from crm.notices import notify
from tests.factories import make_notice
from tests.house import browser_of

pytestmark = pytest.mark.django_db
HTMX = {"hx-request": "true"}
LISTS = ["notices:list", "notices:latest"]


def page(user, name="notices:list", **asked) -> str:
    return browser_of(user).get(reverse(name), asked).content.decode()


def test_a_sentence_is_made_in_the_language_of_its_reader(house):
    notify([house.owner], "assigned", url="/customers/", by=house.manager, customer="Hengyu")
    assert "Manager assigned Hengyu to you." in page(house.owner)
    house.owner.language = "zh-hans"
    house.owner.save(update_fields=["language"])
    chinese = page(house.owner)
    assert "Manager assigned" not in chinese and "Hengyu" in chinese


def test_several_of_a_batch_are_one_line_with_their_number(house):
    for number in range(300):
        made = {"by": house.manager, "batch": 7, "customer": f"Customer {number}"}
        notify([house.owner], "assigned", url="/customers/", **made)
    assert page(house.owner).count("Manager assigned 300 customers to you.") == 1


@pytest.mark.parametrize("name", LISTS)
def test_nobody_is_shown_what_another_was_told(house, name):
    make_notice(house.owner, details={"customer": "Qzxvk"})
    assert "Qzxvk" in page(house.owner, name)
    for user in (house.mate, house.manager, house.admin):
        assert "Qzxvk" not in page(user, name)


def test_the_notice_of_another_is_not_found_and_stays_unread(house):
    notice = make_notice(house.owner)
    for user in (house.stranger, house.manager, house.admin):
        assert browser_of(user).get(f"/notices/{notice.pk}/").status_code == 404
    notice.refresh_from_db()
    assert notice.read_at is None


def test_opening_a_notice_reads_it_and_leads_on(house):
    notice = make_notice(house.owner, url="/pool/")
    response = browser_of(house.owner).get(f"/notices/{notice.pk}/")
    notice.refresh_from_db()
    assert (response.status_code, response.url, notice.read_at is None) == (302, "/pool/", False)


def test_what_one_may_no_longer_see_is_told_but_not_opened(house):
    """They were told so then; the customer's own door is closed."""
    customer = house.customer
    notify([house.stranger], "shared", url=f"/customers/{customer.pk}/", customer=customer.name)
    notice = house.stranger.notices.get()
    assert customer.name in page(house.stranger)
    client = browser_of(house.stranger)
    assert client.get(f"/notices/{notice.pk}/", follow=True).status_code == 404


def test_all_are_marked_read_at_once_and_nobody_elses(house):
    mine, other = make_notice(house.owner), make_notice(house.mate)
    browser_of(house.owner).post(reverse("notices:read_all"))
    for notice in (mine, other):
        notice.refresh_from_db()
    assert (mine.read_at is None, other.read_at is None) == (False, True)


def test_marking_all_from_the_bell_stays_on_the_page_and_counts_anew(house):
    response = browser_of(house.owner).post(reverse("notices:read_all"), headers=HTMX)
    assert (response.status_code, response.headers["HX-Trigger"]) == (
        204,
        '{"notices-changed": {}}',
    )


def test_reading_wants_a_post(house):
    assert browser_of(house.owner).get(reverse("notices:read_all")).status_code == 405


def test_only_the_unread_ones_are_shown_when_asked(house):
    make_notice(house.owner, details={"customer": "Old one"}, read_at=timezone.now())
    make_notice(house.owner, details={"customer": "New one"})
    assert "Old one" in page(house.owner)
    assert "Old one" not in page(house.owner, state="unread")
    assert "New one" in page(house.owner, state="unread")


def test_a_long_list_has_pages(house):
    for number in range(60):
        make_notice(house.owner, details={"customer": f"Customer no. {number};"})
    assert "Customer no. 59;" in page(house.owner)
    assert "Customer no. 0;" not in page(house.owner)
    assert "Customer no. 0;" in page(house.owner, page=2)


def test_an_empty_list_says_what_will_stand_there(house):
    assert "Nothing has happened yet" in page(house.owner)
    assert "You have read everything" in page(house.owner, state="unread")


@pytest.mark.parametrize(("unread", "shown"), [(0, ""), (3, "3"), (99, "99"), (100, "99+")])
def test_the_bell_counts_up_to_a_hundred(house, unread, shown):
    for _number in range(unread):
        make_notice(house.owner)
    found = page(house.owner, "notices:unread")
    assert (f'aria-hidden="true">{shown}</b>' in found) is bool(shown)
    assert (found.strip() == "") is not bool(shown)


@pytest.mark.parametrize("name", LISTS)
def test_many_notices_cost_as_many_queries_as_one(house, name, django_assert_max_num_queries):
    make_notice(house.owner, by=house.manager)
    with django_assert_max_num_queries(40) as alone:
        page(house.owner, name)
    for _number in range(9):
        make_notice(house.owner, by=house.manager)
    with django_assert_max_num_queries(len(alone)):
        page(house.owner, name)


def test_the_number_is_one_query(house, django_assert_num_queries):
    make_notice(house.owner)
    client = browser_of(house.owner)
    with django_assert_num_queries(3) as asked:  # session, user, number
        client.get(reverse("notices:unread"))
    assert "crm_notice" in asked[-1]["sql"]


def test_a_bell_that_asks_after_the_session_ended_takes_nobody_away(client):
    response = client.get(reverse("notices:unread"), headers=HTMX)
    assert response.status_code == 204
    assert "HX-Redirect" not in response.headers


def test_a_notice_of_a_kind_that_is_gone_is_still_a_line(house):
    make_notice(house.owner, kind="from-another-version")
    assert "no longer knows" in page(house.owner)
