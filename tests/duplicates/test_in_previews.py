"""What many cells would become is looked at first: who has such a customer already is said there.

A preview is a way to ask about many values at once, so it tells no more than one question does.
"""

import pytest
from django.urls import reverse

from crm.grid.changes.models import ChangeSet
from customers import duplicates
from customers.rules.sections import Disclosure
from tests.factories import make_contact, make_customer
from tests.house import browser_of
from tests.pool.ruling import rule

pytestmark = pytest.mark.django_db
CODE = "91110108551385082Q"
NUMBER = "138 0013 8000"
NAME = "Zhongyu Tools Ltd"
VALUES = [("name", NAME), ("credit_code", CODE), ("phones", NUMBER)]
WORDS = {"name": "same name", "credit_code": "same credit code", "phones": "same phone number"}


@pytest.fixture
def mine(house):
    return [make_customer(f"Works {n}", owner=house.owner) for n in range(2)]


def paste(user, rows, column, texts) -> ChangeSet:
    data = {"ids": ",".join(str(row.pk) for row in rows), "cols": column, "text": "\n".join(texts)}
    response = browser_of(user).post(reverse("grids:paste", args=["customers"]), data)
    assert response.status_code in (200, 302), response.content.decode()
    return ChangeSet.objects.latest("pk")


def edit(user, rows, column, value) -> ChangeSet:
    data = {"ids": ",".join(str(row.pk) for row in rows), "column": column, f"new-{column}": value}
    response = browser_of(user).post(reverse("grids:edit", args=["customers"]), data)
    assert response.status_code in (200, 302), response.content.decode()
    return ChangeSet.objects.latest("pk")


def doubts(found) -> list[list]:
    return list(found.changes.order_by("position").values_list("doubts", flat=True))


def page(user, found) -> str:
    return browser_of(user).get(found.get_absolute_url()).content.decode()


def make_other(owner):
    return make_customer(NAME, owner=owner, credit_code=CODE, phones=[NUMBER])


@pytest.mark.parametrize(("column", "value"), VALUES)
def test_a_pasted_value_that_a_readable_customer_has_leads_to_it(house, mine, column, value):
    other = make_other(house.owner)
    others = {"name": "New", "credit_code": "91330100799655058B", "phones": "0571 8735 2461"}
    found = paste(house.owner, mine, column, [value, others[column]])
    told = [f"Exists already: {NAME} ({WORDS[column]}).", other.get_absolute_url()]
    assert doubts(found) == [[told], []]
    html = page(house.owner, found)
    assert told[0] in html and f'href="{told[1]}"' in html
    assert "1 new value has a note below" in html


@pytest.mark.parametrize(("column", "value"), VALUES)
def test_a_value_for_many_is_told_of_in_every_row_and_applied_all_the_same(
    house, mine, column, value
):
    make_other(house.owner)
    found = edit(house.owner, mine, column, value)
    assert [[text for text, _url in told] for told in doubts(found)] == [
        [f"Exists already: {NAME} ({WORDS[column]})."]
    ] * 2
    browser_of(house.owner).post(found.url("apply"))
    assert set(found.changes.values_list("state", flat=True)) == {"done"}


@pytest.mark.parametrize(("column", "value"), VALUES)
@pytest.mark.parametrize("way", [edit, paste])
def test_of_a_hidden_customer_it_says_what_the_rules_allow_and_leads_nowhere(
    house, mine, disclose, column, value, way
):
    disclose(Disclosure.STATE)
    hidden = make_other(house.stranger)
    found = way(house.owner, mine[:1], column, [value] if way is paste else value)
    [[[sentence, url]]] = doubts(found)
    assert sentence.endswith("exists already: owned.") and url == ""
    html = page(house.owner, found)
    assert hidden.get_absolute_url() not in html and house.stranger.display_name not in html


@pytest.mark.parametrize(
    ("column", "parts"),
    [
        ("name", ["Zhongyu", "Zhongyu T", "Tools", "zyt"]),
        ("phones", ["138 0013 8001", "0571 8001 3800"]),
        ("credit_code", ["91330100799655058B"]),
    ],
)
def test_no_part_of_a_value_finds_a_hidden_customer(house, mine, column, parts):
    make_other(house.stranger)
    for part in parts:
        assert doubts(paste(house.owner, mine[:1], column, [part])) == [[]], part
        assert doubts(edit(house.owner, mine[1:], column, part)) == [[]], part


def test_a_long_paste_looks_around_no_farther_than_single_questions(house, mine, monkeypatch):
    monkeypatch.setattr(duplicates, "ASKED_A_MINUTE", 1)
    hidden, seen = make_other(house.stranger), make_customer("Seen Works", owner=house.owner)
    found = paste(house.owner, mine, "name", ["Nobody has it", NAME])
    assert doubts(found) == [[], [[str(duplicates.UNCHECKED), ""]]]
    found = paste(house.owner, mine[:1], "name", ["Seen Works Ltd"])
    assert [url for _text, url in doubts(found)[0]] == [seen.get_absolute_url(), ""]
    assert hidden.get_absolute_url() not in page(house.owner, found)


def test_the_same_value_for_many_is_one_question(house, monkeypatch):
    monkeypatch.setattr(duplicates, "ASKED_A_MINUTE", 1)
    make_other(house.stranger)
    rows = [make_customer(f"Many {n}", owner=house.owner) for n in range(5)]
    told = doubts(edit(house.owner, rows, "phones", NUMBER))
    assert len(told) == 5 and all("exists already" in one[0][0] for one in told)


def test_a_row_is_not_its_own_duplicate_and_what_stood_there_is_not_told(house, mine):
    make_customer("Elsewhere", owner=house.owner, phones=["0571 8735 2461"])
    mine[0].phones = ["0571 8735 2461"]
    mine[0].save(update_fields=["phones"])
    assert doubts(paste(house.owner, mine[:1], "name", ["Works 0 Ltd"])) == [[]]
    assert doubts(paste(house.owner, mine[:1], "phones", ["0571 8735 2461, 138 1111 2222"])) == [[]]
    assert doubts(paste(house.owner, mine[:1], "address", ["1 Road"])) == [[]]


def test_a_masked_number_is_not_guessed_by_pasting_it(house, mine):
    rule(house.east, masked=["contact.mobile"])
    pooled = make_customer("Pooled Works", pool=house.east, by=house.manager)
    make_contact(pooled, mobile=NUMBER)
    [told] = doubts(paste(house.owner, mine[:1], "phones", [NUMBER]))
    assert told and all(pooled.name not in text and not url for text, url in told)


def test_what_is_refused_or_the_same_raises_no_question(house, mine, monkeypatch):
    def asked(user):
        raise AssertionError("asked")

    monkeypatch.setattr(duplicates, "_may_ask", asked)
    paste(house.owner, mine[:1], "name", ["Works 0"])
    paste(house.stranger, mine[:1], "name", [NAME])
    paste(house.owner, mine[:1], "credit_code", ["not a code"])
