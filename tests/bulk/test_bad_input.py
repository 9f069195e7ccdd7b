"""Whatever is sent, nothing breaks and nothing is done that was not asked."""

import pytest
from django.urls import reverse

from customers.bulk.verbs import VERBS
from customers.models import BulkRun, LedgerEntry
from tests.bulk.conftest import last_run, say, say_to_all
from tests.house import browser_of

ODD = ["", "\0", "x", "-1", "9" * 40, "北京", "１", "'--", "1,2", "%", "[]"]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_bears_odd_answers(house, verb):
    entries = LedgerEntry.objects.count()
    names = ["to", "receiver", "scope", "until", "reason", "pool", "team", "way", "text"]
    for odd in ODD:
        asked = dict.fromkeys([*names, "may_edit", "to-typed", "receiver-typed"], odd)
        response = say(house.owner, verb, [999_999], counted=odd, **asked)
        assert response.status_code < 500, odd
    assert LedgerEntry.objects.count() == entries


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_list_is_borne(house, odd):
    for query in (odd, f"q={odd}", f"state={odd}", f"sort={odd}", f"owner={odd}&letter={odd}"):
        assert say_to_all(house.stranger, "unprotect", "pool", query).status_code < 500


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_change_of_a_plan_is_borne(house, odd):
    say(house.manager, "spread", [house.pooled], team=house.east.pk, way="load")
    run, client = last_run(), browser_of(house.manager)
    data = {"people": [odd, house.mate.pk], "way": odd, f"to-{odd}": odd, f"to-{run.pk}": odd}
    url = reverse("customers:bulk_plan", args=[run.pk])
    assert client.post(f"{url}?page={odd}", data).status_code == 302
    assert [row.to for row in run.rows.all()] == [house.mate]
    assert client.get(f"{run.get_absolute_url()}?page={odd}&outcome={odd}").status_code == 200


@pytest.mark.parametrize("verb", ["x", "register", "save", "delete-all"])
def test_an_unknown_verb_is_not_found(house, verb):
    client = browser_of(house.admin)
    assert client.post(f"/bulk/{verb}/", {"ids": house.pooled.pk}).status_code == 404
    assert not BulkRun.objects.exists()


def test_a_bulk_action_wants_post(house):
    response = browser_of(house.mate).get("/bulk/claim/", {"ids": house.pooled.pk})
    assert response.status_code == 200
    assert not BulkRun.objects.exists()
