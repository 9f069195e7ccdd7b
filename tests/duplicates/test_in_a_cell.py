"""Who changes a customer in the list is told who has it too: after saving, in the form's words."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from customers.rules.sections import Disclosure
from tests.factories import make_customer
from tests.house import browser_of

pytestmark = pytest.mark.django_db
CODE = "91110108551385082Q"
NUMBER = "138 0013 8000"


@pytest.fixture
def mine(house):
    return make_customer("Zhongyu", owner=house.owner, phones=["0571 8735 2461"])


def told_after(user, customer, column, field, value) -> list[str]:
    """The sentences said after one cell was saved, behind the one that it is."""
    url = f"{reverse('grids:cell', args=['customers'])}?id={customer.pk}&column={column}"
    browser = browser_of(user)
    seen = browser.get(url).context["form"]["seen"].value()
    response = browser.post(url, {field: value, "seen": seen})
    assert response.status_code == 200, response.content.decode()
    return [str(message) for message in get_messages(response.wsgi_request)][1:]


CELLS = [
    ("name", "Zhongyu Tools Ltd"),
    ("credit_code", CODE),
    ("phones", f"0571 8735 2461, {NUMBER}"),
]
WORDS = {"name": "same name", "credit_code": "same credit code", "phones": "same phone number"}


@pytest.mark.parametrize(("field", "value"), CELLS)
def test_a_customer_one_may_read_is_named(house, mine, field, value):
    make_customer("Zhongyu Tools Ltd", owner=house.owner, credit_code=CODE, phones=[NUMBER])
    told = told_after(house.owner, mine, field, field, value)
    assert told == [f"Exists already: Zhongyu Tools Ltd ({WORDS[field]})."]
    mine.refresh_from_db()
    assert value.split(", ")[-1] in str(getattr(mine, field))


@pytest.mark.parametrize(("field", "value"), CELLS)
def test_of_another_it_says_what_the_rules_allow(house, mine, disclose, field, value):
    disclose(Disclosure.STATE)
    make_customer("Zhongyu Tools Ltd", owner=house.stranger, credit_code=CODE, phones=[NUMBER])
    (sentence,) = told_after(house.owner, mine, field, field, value)
    assert sentence.startswith("A customer ") and sentence.endswith("exists already: owned.")


def test_a_number_that_stood_there_before_is_not_told_again(house, mine):
    make_customer("Elsewhere", owner=house.owner, phones=mine.phones)
    assert told_after(house.owner, mine, "phones", "phones", f"{mine.phones[0]}, {NUMBER}") == []


def test_nothing_is_said_of_other_columns_or_of_oneself(house, mine):
    make_customer("Elsewhere", owner=house.owner, address="1 Road")
    assert told_after(house.owner, mine, "address", "address", "1 Road") == []
    assert told_after(house.owner, mine, "name", "name", "Zhongyu Ltd") == []
