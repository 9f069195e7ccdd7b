import pytest
from django.urls import reverse

from customers.registry import Panel, _panels, register_panel
from tests.factories import make_axis, make_category, make_contact
from tests.house import browser_of


def page(user, customer):
    return browser_of(user).get(customer.get_absolute_url())


def test_the_head_shows_categories_owner_and_how_it_came(house):
    axis = make_axis("region")
    province = make_category(axis, "Zhejiang")
    city = make_category(axis, "Hangzhou", parent=province)
    house.pooled.classify(axis, city.pk)
    house.pooled.save(update_fields=["category_ids"])
    house.pooled.claim(by=house.mate)
    html = page(house.mate, house.pooled).content.decode()
    assert "Zhejiang · Hangzhou" in html
    assert "Owner Mate" in html
    assert "claimed from the pool of East" in html


@pytest.mark.parametrize(
    ("who", "offered", "missing"),
    [
        ("owner", ["share", "protect", "release", "edit", "delete"], ["assign", "claim"]),
        ("manager", ["assign", "share", "protect", "release", "edit", "delete"], ["claim"]),
        ("admin", ["assign", "share", "protect", "release", "edit", "delete"], ["claim"]),
    ],
)
def test_verbs_are_offered_where_they_make_sense(house, who, offered, missing):
    if who != "owner":
        pass
    html = page(getattr(house, who), house.customer).content.decode()
    assert all(reverse(f"customers:{v}", args=[house.customer.pk]) in html for v in offered)
    assert not any(reverse(f"customers:{v}", args=[house.customer.pk]) in html for v in missing)


def test_a_pool_reader_is_offered_the_claim_and_no_panels(house):
    html = page(house.mate, house.pooled).content.decode()
    assert reverse("customers:claim", args=[house.pooled.pk]) in html
    assert "Nobody holds this customer" in html


@pytest.fixture
def panel():
    panel = Panel("test-panel", "Test", "tests_panel.html", lambda *a: {})
    register_panel(panel)
    yield panel
    del _panels["test-panel"]


def test_panels_stand_on_the_page_for_insiders_only(house, panel):
    url = reverse("customers:panel", args=[house.customer.pk, panel.key])
    house.customer.share(house.mate, by=house.owner, scope="card")
    assert url in page(house.owner, house.customer).content.decode()
    assert url not in page(house.mate, house.customer).content.decode()
    assert browser_of(house.mate).get(url).status_code == 403
    assert browser_of(house.stranger).get(url).status_code == 404


def test_an_unknown_panel_is_not_found(house):
    url = reverse("customers:panel", args=[house.customer.pk, "nothing"])
    assert browser_of(house.owner).get(url).status_code == 404


def test_the_reader_is_told_why_they_see_it(house):
    house.customer.share(house.west, by=house.owner, scope="card")
    url = reverse("customers:why", args=[house.customer.pk])
    assert "You are its owner." in browser_of(house.owner).get(url).content.decode()
    assert "You manage Owner" in browser_of(house.manager).get(url).content.decode()
    told = browser_of(house.stranger).get(url).content.decode()
    assert "Owner shared the card and its contacts with West" in told


@pytest.mark.parametrize("name", ["ledger", "history"])
def test_ledger_and_history_are_parts_and_pages(house, name):
    url = reverse(f"customers:{name}", args=[house.customer.pk])
    client = browser_of(house.owner)
    assert "<html" in client.get(url).content.decode()
    assert "<html" not in client.get(url, headers={"HX-Request": "true"}).content.decode()


def test_the_page_asks_the_same_number_of_queries_for_1_and_3_contacts(
    house, django_assert_num_queries
):
    make_contact(house.customer)
    client = browser_of(house.owner)
    client.get(house.customer.get_absolute_url())
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        client.get(house.customer.get_absolute_url())
    make_contact(house.customer)
    make_contact(house.customer)
    with django_assert_num_queries(len(one)):
        client.get(house.customer.get_absolute_url())
