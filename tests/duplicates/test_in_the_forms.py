"""The note while typing, and the one question before a duplicate is saved."""

import re

import pytest
from django.urls import reverse

from customers import duplicates
from customers.models import Customer
from customers.rules.sections import Disclosure
from tests.factories import make_customer
from tests.house import browser_of

pytestmark = pytest.mark.django_db
ASK, NEW = reverse("customers:look_alikes"), reverse("customers:new")
CODE = "91110108551385082Q"
ANYWAY = re.compile(r'name="anyway" value="(\w+)"')


@pytest.fixture
def hengyu(house):
    return make_customer(
        "Zhongyu Tools Ltd", owner=house.owner, credit_code=CODE, phones=["138 0013 8000"]
    )


def note(user, **typed) -> str:
    response = browser_of(user).get(ASK, typed)
    assert response.status_code == 200
    return response.content.decode()


ALL_THREE = [{"name": "zhongyu tools"}, {"phones": "13800138000"}, {"credit_code": CODE}]


@pytest.mark.parametrize("typed", [*ALL_THREE, {"mobile": "138 00138000"}])
def test_a_reader_is_led_to_the_record(house, hengyu, typed):
    html = note(house.owner, **typed)
    assert hengyu.get_absolute_url() in html
    assert "Zhongyu Tools Ltd" in html


@pytest.mark.parametrize("typed", ALL_THREE)
def test_a_stranger_is_told_who_holds_it_and_no_more(house, hengyu, typed):
    html = note(house.stranger, **typed)
    assert "owned by Owner" in html
    assert hengyu.get_absolute_url() not in html
    assert "Zhongyu" not in html and "Ltd" not in html and CODE not in html


@pytest.mark.parametrize("level", [Disclosure.STATE, Disclosure.NOTHING])
@pytest.mark.parametrize("typed", ALL_THREE)
def test_below_the_level_of_owners_no_name_is_in_the_answer(house, hengyu, disclose, level, typed):
    disclose(level)
    for html in (note(house.stranger, **typed), asked_to_save(house.stranger, **typed)):
        assert "exists already" in html
        assert not re.search("Owner|East|Zhongyu Tools Ltd", html)


def asked_to_save(user, **typed) -> str:
    response = browser_of(user).post(NEW, {"name": "Any Name", **typed})
    assert response.status_code == 409
    return response.content.decode()


def test_a_part_of_a_name_is_looked_for_among_readable_ones_only(house, hengyu):
    assert hengyu.get_absolute_url() in note(house.owner, name="zhongy")
    assert note(house.stranger, name="zhongy").strip() == ""


def test_the_form_asks_while_name_code_and_phones_are_typed(house, hengyu):
    for url in (NEW, reverse("customers:edit", args=[hengyu.pk])):
        html = browser_of(house.owner).get(url).content.decode()
        assert html.count(f'hx-get="{ASK}') == 3
        assert all(f"from:#id_{name}" in html for name in ("name", "credit_code", "phones"))


def test_the_form_of_a_contact_asks_for_its_numbers(house, hengyu):
    url = reverse("customers:contact_new", args=[hengyu.pk])
    html = browser_of(house.owner).get(url).content.decode()
    assert f'hx-get="{ASK}?besides={hengyu.pk}"' in html
    assert "#id_mobile" in html and "#id_phone" in html


@pytest.mark.parametrize("typed", ALL_THREE)
@pytest.mark.parametrize("who", ["owner", "stranger"])
def test_saving_a_duplicate_asks_once(house, hengyu, typed, who):
    client, data = browser_of(getattr(house, who)), {"name": "Any Name", "remarks": "Mine", **typed}
    response = client.post(NEW, data)
    html = response.content.decode()
    assert (response.status_code, Customer.objects.filter(remarks="Mine").count()) == (409, 0)
    assert "Save all the same" in html and ">Mine<" in html.replace("\n", "")
    response = client.post(NEW, {**data, "anyway": ANYWAY.search(html)[1]})
    assert (response.status_code, Customer.objects.filter(remarks="Mine").count()) == (302, 1)


def test_another_name_is_another_question(house, hengyu):
    client = browser_of(house.owner)
    html = client.post(NEW, {"name": "Zhongyu Tools"}).content.decode()
    sent = {"name": house.customer.name, "anyway": ANYWAY.search(html)[1]}
    assert client.post(NEW, sent).status_code == 409


def test_a_customer_is_saved_unasked_where_its_duplicate_was_accepted_before(house, hengyu):
    twin = make_customer("Zhongyu Tools", owner=house.owner)
    client, edit = browser_of(house.owner), reverse("customers:edit", args=[twin.pk])
    seen = client.get(edit).context["form"]["seen"].value()
    same = {"name": twin.name, "seen": seen}
    assert client.post(edit, {**same, "remarks": "x"}).status_code == 302
    assert client.post(edit, {**same, "phones": "13800138000"}).status_code == 409


def test_one_number_more_is_asked_about_alone(house, hengyu):
    client, edit = browser_of(house.stranger), None
    twin = make_customer("Other Tools", owner=house.stranger, phones=["0571 8888 1234"])
    edit = reverse("customers:edit", args=[twin.pk])
    response = client.post(edit, {"name": twin.name, "phones": "057188881234, 13800138000"})
    assert response.status_code == 409
    assert response.content.decode().count("exists already:") == 1


def test_who_asks_too_often_is_told_that_nothing_was_looked_up(house, hengyu, monkeypatch):
    monkeypatch.setattr(duplicates, "ASKED_A_MINUTE", 0)
    assert "You asked very often" in note(house.stranger, name="Zhongyu Tools")
    response = browser_of(house.stranger).post(NEW, {"name": "Zhongyu Tools"}, follow=True)
    assert "You asked very often" in response.content.decode()


@pytest.mark.parametrize("odd", ["", "\x00", "%", "' or 1=1", "²" * 9, "9" * 400, "公司", "\uffff"])
@pytest.mark.parametrize("field", ["name", "phones", "credit_code", "besides", "mobile"])
def test_whatever_is_typed_is_borne(house, hengyu, field, odd):
    note(house.owner, **{field: odd})
