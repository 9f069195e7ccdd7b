"""Why can't I: every closed verb says which rule refuses, with its figures, and what would help."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from customers import verbs
from customers.doors import customer_for
from customers.models import Customer, RuleVersion
from customers.reasons import explained
from tests.factories import make_customer, make_user
from tests.house import browser_of
from tests.ownership.looking import reload

TODAY = timezone.localdate


def rules(team=None, **sections):
    return RuleVersion.objects.create(
        team=team, sections=sections, effective_from=TODAY() - timedelta(days=3)
    )


def why(user, customer, verb="claim"):
    (one,) = explained(customer_for(user, customer.pk), user, verb)
    return one


def sheet(reader, customer, **query) -> str:
    address = reverse("customers:why", args=[customer.pk])
    return browser_of(reader).get(address, query).content.decode()


def take(house, number=1):
    for _n in range(number):
        make_customer(pool=house.east).claim(by=house.mate)


def test_a_full_week_says_how_many_of_how_many_and_which_rules(house):
    version = rules(house.east, claim_limit={"most": 2, "period": "week"})
    take(house, 2)
    one = why(house.mate, house.pooled)
    assert "Mate has claimed 2 customers this week; the limit is 2 a week." in str(one.refusal)
    assert one.rule.startswith(f"Rules no. {version.pk} of East, in force since")


def test_full_hands_say_how_many_of_how_many(house):
    rules(capacity={"most": 1})
    take(house)
    one = why(house.mate, house.pooled)
    assert "Mate holds 1 customers that count; the limit is 1." in str(one.refusal)
    assert "of the whole company" in one.rule


def test_a_cooldown_says_until_when(house):
    rules(cooldown={"days": 10})
    house.customer.release(by=house.owner, reason="Closed")
    refusal = str(why(house.owner, house.customer).refusal)
    assert re.search(r"Owner held .* the cooldown is 10 working days", refusal)
    assert re.search(r"Claim it from \d\d-\d\d", refusal)


def test_a_pause_and_a_waiting_time_say_from_when(house):
    rules(house.east, cooldown={"minutes_between": 30})
    take(house)
    assert "30 minutes must lie between two claims" in str(why(house.mate, house.pooled).refusal)
    rules(house.east, cooldown={"waiting_days": 2})
    assert "It can be claimed from" in str(why(house.mate, house.pooled).refusal)


def test_somebody_elses_says_whose_since_when_and_offers_access_and_dispute(house):
    house.customer.share(house.mate, by=house.owner, scope="card")
    one = why(house.mate, house.customer)
    assert "Owner already holds Hengyu Machines, since" in str(one.refusal)
    assert [remedy.label for remedy in one.remedies] == ["Ask for access", "Dispute it"]
    assert one.rule == ""


def test_what_was_asked_already_is_not_offered_again(house):
    house.customer.share(house.mate, by=house.owner, scope="card")
    house.customer.ask("access", by=house.mate, scope="everything")
    one = why(house.mate, house.customer)
    assert [remedy.label for remedy in one.remedies] == ["Dispute it"]


@pytest.mark.parametrize("verb", ["assign", "release", "delete"])
def test_a_dispute_closes_what_would_move_it(house, verb):
    house.customer.share(house.mate, by=house.owner, scope="card")
    house.customer.ask("dispute", by=house.mate)
    assert "ispute" in str(why(house.manager, house.customer, verb).refusal)


def test_what_one_dispute_closes_is_said_once_with_the_way_to_it(house):
    house.customer.share(house.mate, by=house.owner, scope="card")
    dispute = house.customer.ask("dispute", by=house.mate)
    told = sheet(house.manager, house.customer)
    assert "Assign · Release · Merge with … · Delete" in told
    assert told.count("Mate disputes who holds Hengyu Machines") == 1
    assert dispute.get_absolute_url() in told


def test_too_many_protections_offer_to_ask_for_longer(house):
    version = rules(protection={"most": 1})
    until = TODAY() + timedelta(days=9)
    make_customer(owner=house.owner).protect(by=house.owner, until=until, reason="Tender")
    one = why(house.owner, house.customer, "protect")
    assert "Owner protects 1 customers already; the limit is 1." in str(one.refusal)
    assert (str(version.pk) in one.rule, one.remedies[0].label) == (
        True,
        "Ask your manager for longer",
    )


def test_a_reader_is_told_why_they_may_not_edit_or_share(house):
    house.customer.share(house.mate, by=house.owner, scope="everything")
    assert "not change it" in str(why(house.mate, house.customer, "edit").refusal)
    assert why(house.mate, house.customer, "edit").remedies[0].label == "Ask for access"
    assert "Only the owner" in str(why(house.mate, house.customer, "share").refusal)


def test_the_page_shows_closed_verbs_grey_in_reach_of_the_keyboard(house):
    house.customer.share(house.mate, by=house.owner, scope="card")
    page = browser_of(house.mate).get(house.customer.get_absolute_url()).content.decode()
    grey = re.findall(r'<a class="btn" role="button" aria-disabled="true" href="([^"]+)"', page)
    base = reverse("customers:why", args=[house.customer.pk])
    assert [f"{base}?verb={verb}" for verb in ("claim", "share", "edit")] == grey


def test_the_sheet_names_the_verb_the_rule_and_the_way_out(house):
    house.customer.share(house.mate, by=house.owner, scope="card")
    told = sheet(house.mate, house.customer, verb="claim")
    assert "Why can&#x27;t I?" in told or "Why can't I?" in told
    assert "already holds" in told
    assert reverse("customers:ask", args=[house.customer.pk, "dispute"]) in told


def test_a_verb_that_is_open_again_says_so(house):
    assert "Nothing keeps you from it any more" in sheet(house.owner, house.customer, verb="share")
    assert "Nothing keeps you from it any more" in sheet(house.owner, house.customer, verb="\0x")


def test_what_is_open_on_the_page_is_not_refused_by_the_verb(house):
    """The page's promise against the verb itself, for everybody and both customers."""
    people = [house.owner, house.mate, house.manager, house.director, house.admin]
    for user in people:
        for customer in (house.customer, house.pooled):
            if Customer.objects.visible_to(user).filter(pk=customer.pk).exists():
                shown = verbs.offers(customer_for(user, customer.pk), user)
                claim = next((o for o in shown if o.verb.check is verbs.check_claim), None)
                if claim:
                    assert claims(user, customer) == (claim.refusal is None)


def claims(user, customer) -> bool:
    from django.db import transaction

    from crm.refusals import Refused

    try:
        with transaction.atomic():
            reload(customer).claim(by=user)
            transaction.set_rollback(True)
    except Refused:
        return False
    return True


def test_the_page_asks_as_much_for_a_full_book_as_for_an_empty_one(
    house, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    rules(house.east, claim_limit={"most": 9}, capacity={"most": 9}, cooldown={"days": 3})
    client = browser_of(house.mate)
    client.get(house.pooled.get_absolute_url())
    with CaptureQueriesContext(connection) as empty:
        client.get(house.pooled.get_absolute_url())
    take(house, 4)
    with django_assert_num_queries(len(empty)):
        client.get(house.pooled.get_absolute_url())


# --- somebody else ----------------------------------------------------------------------------


def test_an_administrator_is_told_which_path_somebody_lacks(house):
    house.customer.share(house.mate, by=house.owner, scope="card")
    told = sheet(house.admin, house.customer, user=house.stranger.pk)
    assert "Why Stranger cannot see this" in told
    assert "Owner owns it, and Stranger does not manage Owner." in told
    assert "It is shared with Mate, not with Stranger or a team of theirs." in told
    pooled = sheet(house.admin, house.pooled, user=house.stranger.pk)
    assert "It is in the pool of East." in pooled
    assert "Stranger works in West, to which that pool is not open." in pooled


def test_an_administrator_is_told_by_which_path_somebody_sees_it(house):
    told = sheet(house.admin, house.customer, user=house.manager.pk)
    assert "Why Manager sees this" in told
    assert "You manage Owner, its owner." in told


def test_managers_ask_about_their_people_and_nobody_about_others(house):
    address = reverse("customers:why", args=[house.customer.pk])
    ask = {"user": house.mate.pk}
    assert browser_of(house.manager).get(address, ask).status_code == 200
    assert browser_of(house.owner).get(address, ask).status_code == 403
    assert browser_of(house.manager).get(address, {"user": house.stranger.pk}).status_code == 403
    assert browser_of(house.stranger).get(address, ask).status_code == 404


@pytest.mark.parametrize("odd", ["", "x", "-1", "99999999999", "2147483600"])
def test_an_odd_person_is_not_found(house, odd):
    address = reverse("customers:why", args=[house.customer.pk])
    assert browser_of(house.admin).get(address, {"user": odd}).status_code == 404


def test_who_left_is_said_to_have_left(house):
    gone = make_user("Gone", house.east, is_active=False)
    assert "no longer works here" in sheet(house.admin, house.customer, user=gone.pk)
