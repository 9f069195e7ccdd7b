import pytest
from django.urls import reverse

from customers.search import find_contacts, find_customers, spans
from tests.factories import make_contact, make_customer
from tests.house import browser_of


@pytest.fixture
def found_at(house):
    house.named = make_customer("杭州恒昱精密机械", owner=house.owner, phones=["0571 8888 1234"])
    house.person = make_contact(house.named, "单雄信", mobile="138 0013 8000", title="厂长")
    return house


@pytest.mark.parametrize("query", ["恒昱", "hengyu", "hzhy", "hyjm", "88881234", "0571"])
def test_a_customer_is_found_by_any_part_in_any_spelling(found_at, query):
    assert "杭州恒昱精密机械" in [hit.title for hit in find_customers(found_at.owner, query, 5)]


@pytest.mark.parametrize("query", ["单", "shanxiongxin", "sxx", "13800138000", "0013"])
def test_a_contact_is_found_by_name_and_by_digits(found_at, query):
    (hit,) = find_contacts(found_at.owner, query, 5)
    assert hit.title == "单雄信"
    assert "杭州恒昱精密机械" in hit.subtitle
    assert hit.url.endswith(f"#contact-{found_at.person.pk}")


def test_nobody_finds_what_they_may_not_see(found_at):
    assert find_customers(found_at.stranger, "恒昱", 5) == []
    assert find_contacts(found_at.stranger, "sxx", 5) == []


def test_the_box_shows_both(found_at):
    response = browser_of(found_at.owner).get(reverse("shell:search"), {"q": "恒昱"})
    assert "杭州<mark>恒昱</mark>精密机械" in response.content.decode()


def test_spans_mark_what_was_typed():
    assert spans("Hengyu Machines", "hengyu mach") == [(0, 6), (7, 11)]
    assert spans("恒昱", "hy") == []
