from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from tests.bulk.conftest import last_run, say, sentence
from tests.factories import make_customer
from tests.house import browser_of
from tests.ownership.looking import reload

URL = reverse("customers:bulk", args=["assign"])


def test_the_dialog_says_how_many_and_whom(house):
    ids = [house.customer.pk, house.pooled.pk]
    html = browser_of(house.manager).get(URL, {"ids": ids}).content.decode()
    assert "Assign: 2 customers" in html
    assert f'name="ids" value="{ids[0]},{ids[1]}"' in html
    assert "Pooled Tools" in html


def test_ids_may_come_with_commas_between_them(house):
    ids = f"{house.customer.pk},{house.pooled.pk}"
    assert (
        "Assign: 2 customers" in browser_of(house.manager).get(URL, {"ids": ids}).content.decode()
    )


def test_every_row_has_an_outcome(house):
    held = make_customer("Mates own", owner=house.mate)
    unseen = make_customer("Far away", owner=house.stranger)
    customers = [house.customer, house.pooled, held, unseen, 999_999]
    say(house.manager, "assign", customers, to=house.mate.pk)
    assert sentence(last_run()) == "2 assigned, 1 refused: already held, 2 not found"
    assert "Mate already holds Mates own." in last_run().rows.get(state="refused").why
    assert not last_run().rows.filter(customer=unseen).exists()
    assert reload(house.pooled).owner == reload(house.customer).owner == house.mate


def test_a_refused_row_stops_no_other(house):
    house.customer.protect(
        by=house.owner, until=timezone.localdate() + timedelta(days=7), reason="Tender"
    )
    say(house.manager, "assign", [house.customer, house.pooled], to=house.mate.pk)
    assert sentence(last_run()) == "1 assigned, 1 refused: protection"
    assert reload(house.pooled).owner == house.mate


@pytest.mark.parametrize(
    ("ids", "words"),
    [
        ([], "Nothing is selected"),
        (["x", "-1", ""], "Nothing"),
        (range(1, 502), "501 rows"),
    ],
)
def test_none_or_too_many_are_refused_with_a_sentence(house, ids, words):
    response = browser_of(house.manager).get(URL, {"ids": list(ids)})
    assert response.status_code == 302
    assert words in str(list(get_messages(response.wsgi_request))[0])


def test_a_rep_may_not_open_it(house):
    assert browser_of(house.owner).get(URL, {"ids": [house.pooled.pk]}).status_code == 403


def test_a_form_without_a_person_comes_back(house):
    response = say(house.manager, "assign", [house.pooled], to="")
    assert response.status_code == 422
    assert reload(house.pooled).owner is None


def test_assigning_outside_the_teams_below_is_refused(house):
    response = say(house.manager, "assign", [house.pooled], to=house.stranger.pk)
    assert response.status_code == 422
    assert reload(house.pooled).owner is None
