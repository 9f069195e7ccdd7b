"""Who asks about a customer they may not read learns no more than the duplicate check told."""

import re
from datetime import date

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from crm.notices.models import Notice
from crm.refusals import NotAllowed
from customers.duplicates import Typed, look
from customers.models import Request, RuleVersion
from customers.requests import disclosed
from tests.factories import make_customer
from tests.house import browser_of
from tests.ownership.looking import reload, sees

PHONE = "138 0013 8000"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def forgetful(db):
    """Questions are counted by the minute, over tests too."""
    cache.clear()


@pytest.fixture
def hidden(house):
    return make_customer("Zhongyu Tools", owner=house.owner, phones=[PHONE])


def disclose(level):
    RuleVersion.objects.create(
        sections={"duplicates": {"disclosure": level}}, effective_from=timezone.localdate()
    )


def tokens(user) -> list[str]:
    return look(user, Typed.read(phones=[PHONE])).tokens


def ask(user, token, kind="access", **extra):
    address = reverse("customers:ask_disclosed", args=[kind])
    return browser_of(user).post(address, {"token": token}, **extra)


def everything_read_by(user) -> str:
    """Every page of requests and every notice that `user` can open."""
    client = browser_of(user)
    urls = [reverse("customers:requests") + f"?show={show}" for show in ("mine", "done", "")]
    urls += [request.get_absolute_url() for request in Request.objects.all()]
    pages = "".join(client.get(url).content.decode().split("<main")[1] for url in urls)
    return pages + "".join(str(notice.details) for notice in Notice.objects.filter(user=user))


def test_who_was_told_of_it_asks_by_what_they_typed(house, hidden):
    (token,) = tokens(house.stranger)
    assert ask(house.stranger, token, headers=HTMX).status_code == 204
    request = Request.objects.get()
    assert (request.customer, request.known_as, request.asked) == (hidden, PHONE, house.owner)
    assert not sees(house.stranger, hidden)


def test_the_owner_opens_the_card_to_them(house, hidden):
    ask(house.stranger, tokens(house.stranger)[0])
    Request.objects.get().grant(by=house.owner)
    assert sees(house.stranger, hidden)
    assert not hidden.access_of(house.stranger).inside


@pytest.mark.parametrize("kind", ["access", "dispute"])
@pytest.mark.parametrize(("level", "secrets"), [("state", "Zhongyu|Owner"), ("owner", "Zhongyu")])
def test_nothing_more_is_read_before_and_after_the_decision(house, hidden, kind, level, secrets):
    disclose(level)
    ask(house.stranger, tokens(house.stranger)[0], kind)
    request = Request.objects.get()
    assert PHONE in everything_read_by(house.stranger)
    assert not re.search(secrets, everything_read_by(house.stranger))
    if kind == "access":
        request.decline(by=house.owner)
    else:
        request.add_evidence("They signed with us", date(2025, 1, 1), by=house.owner)
        request.rule("holder", by=house.admin)
    assert PHONE in everything_read_by(house.stranger)
    assert not re.search(secrets, everything_read_by(house.stranger))


def test_a_dispute_of_the_unreadable_shows_only_the_own_work(house, hidden):
    ask(house.stranger, tokens(house.stranger)[0], "dispute")
    assert reload(hidden).is_frozen
    assert "took it over" not in everything_read_by(house.stranger)
    assert "took it over" in everything_read_by(house.owner)


def test_where_nothing_is_told_nobody_can_be_asked(house, hidden):
    disclose("nothing")
    assert tokens(house.stranger) == [""]


def test_what_lies_in_a_pool_has_nobody_to_be_asked(house):
    make_customer("Zhongyu Tools", pool=house.east, phones=[PHONE])
    assert tokens(house.stranger) == [""]


def test_a_refusal_tells_nothing_of_what_became_of_it(house, hidden):
    (token,) = tokens(house.stranger)
    hidden.release(by=house.owner, reason="Closed")
    told = ask(house.stranger, token, headers=HTMX).headers["HX-Trigger"]
    assert "This cannot be asked for." in told
    assert not re.search("Zhongyu|East|Nobody holds", told)


def test_anothers_token_a_forged_one_and_an_old_one_are_worth_nothing(house, hidden, monkeypatch):
    (token,) = tokens(house.stranger)
    forged = ["", "x" * 400, token[:-4] + "AAAA"]
    for user, tried in [(house.mate, token), *((house.stranger, text) for text in forged)]:
        assert ask(user, tried, headers=HTMX).status_code == 409
    monkeypatch.setattr(disclosed, "VALID_SECONDS", -1)
    assert ask(house.stranger, token, headers=HTMX).status_code == 409
    assert not Request.objects.exists()


def test_a_token_does_not_tell_the_customers_number(house, hidden):
    (token,) = tokens(house.stranger)
    assert str(hidden.pk) not in token.split(".")


def test_who_knows_the_number_alone_may_not_ask(house, hidden):
    with pytest.raises(NotAllowed, match="may not see"):
        hidden.ask("access", by=house.stranger)


def test_the_name_is_hidden_again_from_a_decider_who_lost_sight_of_it(house):
    request = house.customer.ask("keep", by=house.owner)
    request.decline(by=house.manager)
    house.east.manager = None
    house.east.save(update_fields=["manager"])
    house.manager.team = house.west
    house.manager.save(update_fields=["team"])
    told = browser_of(house.manager).get(request.get_absolute_url()).content.decode()
    assert "Hengyu" not in told
    assert "a customer" in told
