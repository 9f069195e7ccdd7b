"""The pages of rules: who reads, who writes, and what a draft bears."""

import random
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from customers.models import Customer, DryRun, RuleVersion
from customers.rules.reading import own_sections
from customers.rules.sections import Capacity, ClaimLimit, Clock, Release, ReleaseRule
from tests.factories import make_customer
from tests.house import browser_of
from tests.rules.drafting import Desk
from tests.rules.making import make_version

pytestmark = pytest.mark.django_db
ERROR = re.compile(r'class="(?:error|note seal[^"]*)"[^>]*>\s*([^<]+)')
ODD = ["", "0", "-1", "x", "9" * 40, "2147483648", "\0", "²", "1e9", "{}", "0,1,,x,1", "无", "on"]


def errors_in(response) -> str:
    return " ".join(ERROR.findall(response.text))


def url(name, *args):
    return reverse(f"customers:{name}", args=args)


# --- reading --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["team_rules", "rules_history"])
def test_rules_are_read_by_those_they_bind_and_by_who_leads_them(house, name):
    seen = {"owner": 200, "manager": 200, "director": 200, "admin": 200, "stranger": 404}
    for who, status in seen.items():
        client = browser_of(getattr(house, who))
        assert client.get(url(name, house.east.pk)).status_code == status, who
        assert client.get(url(name, 0)).status_code == 200
        assert client.get(url(name, 999_999)).status_code == 404


def test_a_version_is_read_by_the_same_people(house):
    version = make_version(house.east, claim_limit=ClaimLimit(5))
    seen = {"owner": 200, "manager": 200, "admin": 200, "stranger": 404}
    for who, status in seen.items():
        response = browser_of(getattr(house, who)).get(url("rule_version", version.pk))
        assert response.status_code == status, who


def test_only_admins_write(house):
    version = make_version(house.east, on=timezone.localdate() + timedelta(1), capacity=Capacity(1))
    for who in ("owner", "manager", "director", "stranger"):
        client = browser_of(getattr(house, who))
        assert client.get(url("edit_rules", house.east.pk)).status_code == 403, who
        assert client.post(url("edit_rules", house.east.pk), {"act": "save"}).status_code == 403
        assert client.post(url("withdraw_rules", version.pk)).status_code == 403
        assert client.get(url("rule_categories")).status_code == 403
    version.refresh_from_db()
    assert version.withdrawn_at is None


def test_a_rep_is_led_to_the_rules_that_bind_them(house):
    client = browser_of(house.owner)
    assert client.get(url("rules")).url == url("team_rules", house.east.pk)
    assert client.get(url("my_rules")).url == url("team_rules", house.east.pk)
    assert "Change the rules" not in client.get(url("team_rules", house.east.pk)).text


def test_a_manager_sees_the_teams_they_may_read_and_no_others(house):
    text = browser_of(house.manager).get(url("rules")).text
    assert "East" in text and "Company" in text
    assert "West" not in text


def test_the_overview_says_where_each_section_comes_from(house):
    make_version(house.company, claim_limit=ClaimLimit(5))
    own = make_version(house.east, capacity=Capacity(9))
    rows = browser_of(house.admin).get(url("rules")).context["rows"]
    (east,) = [row for row in rows if row.team == house.east]
    cards = {card.key: card for card in east.cards}
    assert (cards["capacity"].is_own, east.version) == (True, own)
    assert cards["claim_limit"].source.team == house.company
    assert cards["sharing"].source is None


def test_the_team_s_page_names_version_source_and_what_is_to_come(house):
    make_version(house.company, claim_limit=ClaimLimit(5))
    make_version(house.east, by=house.admin, capacity=Capacity(9))
    later = make_version(house.east, on=timezone.localdate() + timedelta(5), capacity=Capacity(8))
    text = browser_of(house.owner).get(url("team_rules", house.east.pk)).text
    assert "A person may claim 5 customers a week." in text
    assert "inherited from Company" in text
    assert "set by Admin" in text
    assert f"rules no. {later.pk} of East hold" in text


def test_history_lays_each_version_beside_the_one_before(house):
    make_version(None, claim_limit=ClaimLimit(5))
    make_version(None, claim_limit=ClaimLimit(3))
    text = browser_of(house.owner).get(url("rules_history", 0)).text
    assert text.index("customers a week.") < text.rindex("A person may claim 5 customers a week.")
    assert re.search(r"<del>.*5 customers a week.*</del>\s*<ins>.*3 customers a week", text)


@pytest.mark.parametrize("name", ["team_rules", "rules_history", "edit_rules"])
def test_pages_ask_no_more_for_many_categories_than_for_one(house, value, name):
    client = browser_of(house.admin)
    asked = []
    for chosen in (["A"], ["A", "B", "yearly"]):
        days = {str(value[code].pk): 9 for code in chosen}
        clock = Clock("no_activity", 5, days)
        make_version(None, release=Release((ReleaseRule("r", "", (clock,)),)))
        with CaptureQueriesContext(connection) as queries:
            client.get(url(name, 0))
        asked.append(len(queries))
    assert asked[0] == asked[1]


# --- the draft ------------------------------------------------------------------------------


def test_the_draft_begins_with_what_is_in_force(house):
    make_version(None, claim_limit=ClaimLimit(5))
    make_version(house.east, capacity=Capacity(9))
    desk = Desk(browser_of(house.admin), house.east.pk)
    desk.open()
    assert desk.fields["capacity-most"] == ["9"]
    assert "set-capacity" in desk.fields and "set-claim_limit" not in desk.fields
    assert desk.fields["claim_limit-most"] == ["5"]


def test_reviewing_saves_nothing_and_tells_what_would_change(desk, house):
    desk.open()
    desk.fill({"set-claim_limit": "on", "claim_limit-most": 5})
    response = desk.act("review")
    assert "A person may claim 5 customers a week." in response.text
    assert "6 people are bound by what changes" in response.text
    assert not RuleVersion.objects.exists()


def test_the_review_carries_the_draft_and_leads_back_to_it(desk):
    desk.open(preset="standard")
    desk.fill({"claim_limit-most": 4})
    before = dict(desk.fields)
    desk.read(desk.act("review"))
    assert desk.fields == before
    desk.read(desk.act("edit"))
    assert desk.fields == before


def test_a_section_that_is_no_longer_set_is_inherited_again(house):
    make_version(house.east, capacity=Capacity(9))
    desk = Desk(browser_of(house.admin), house.east.pk)
    desk.open()
    assert desk.fill({"set-capacity": None}).save().status_code == 302
    assert RuleVersion.objects.latest("pk").sections == {}


def test_rows_come_and_go_without_losing_what_was_typed(desk, value):
    desk.open(preset="standard")
    desk.fill({"claim_limit-most": "not a number"})
    desk.add("release-rules")
    desk.add("release-rules-2-clocks")
    desk.add("release-rules-2-clocks-1-categories")
    assert desk.fields["claim_limit-most"] == ["not a number"]
    assert desk.fields["release-rules-2-clocks-1-days"] == ["30"]
    desk.read(desk.act("drop:release-rules:0"))
    assert desk.fields["release-rules-rows"] == ["1,2"]
    assert desk.fields["release-rules-1-clocks-0-days"] == ["5"]


def test_adding_a_row_brings_only_the_draft_to_htmx(desk):
    desk.open()
    sent = {**desk.fields, "act": "add:release-rules"}
    response = desk.client.post(desk.url, sent, headers={"HX-Request": "true"})
    assert "<html" not in response.text
    assert "release-rules-0-clocks-0-days" in response.text


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"release-brake_percent": "101"}, "At most 100."),
        ({"release-brake_percent": "0"}, "At least 1."),
        ({"release-rules-0-clocks-0-days": "0"}, "At least 1."),
        ({"release-rules-0-clocks-0-days": ""}, "required"),
        ({"release-rules-0-clocks-0-days": "99999"}, "At most 3650."),
        ({"release-rules-0-clocks-rows": ""}, "A rule needs at least one clock"),
        ({"release-rules-0-clocks-0-kind": "gone"}, "not one of the available choices"),
        ({"release-rules-0-origins": None}, "Choose at least one."),
        ({"release-rules-0-clocks-0-categories-0-category-typed": "Nonsense"}, "is no category"),
        ({"release-rules-1-key": "unfollowed"}, "Two rules have the same key"),
        ({"warning-owner_days": "7, soon"}, "Write numbers of days"),
        ({"warning-owner_days": "0"}, "at least one day before"),
        ({"protection-longest_days": ""}, "required"),
        ({"claim_limit-most": "0"}, "At least 1."),
        ({"claim_limit-most": "many"}, "Enter a whole number."),
        ({"cooldown-opens_at": "25:00"}, "valid time"),
        ({"returning-own": "x" * 61}, "each of 60 characters"),
        ({"pool_view-phones": "eaten"}, "not one of the available choices"),
    ],
)
def test_nonsense_is_named_where_it_stands(desk, value, changed, expected):
    desk.open(preset="standard")
    response = desk.fill(changed).act("review")
    assert response.status_code == 422
    assert expected in errors_in(response)
    assert "Please look again at:" in response.text


def test_two_clocks_of_one_kind_and_a_category_twice_are_refused(desk, value):
    desk.open(preset="standard")
    desk.add("release-rules-0-clocks").add("release-rules-0-clocks-0-categories")
    twice = "release-rules-0-clocks-0-categories-1"
    chosen = {f"{twice}-category": value["A"].pk, f"{twice}-category-typed": None}
    response = desk.fill({**chosen, f"{twice}-days": 3}).act("review")
    assert "A category stands here twice." in errors_in(response)
    response = desk.fill({f"{twice}-category": value["B"].pk}).act("review")
    assert "Two clocks of this rule measure the same." in errors_in(response)


def test_a_pool_that_is_none_is_refused(desk, house, value):
    desk.open()
    desk.add("pools-routes").fill({"set-pools": "on"})
    sent = {"pools-routes-0-category": value["A"].pk, "pools-routes-0-pool": house.company.pk}
    response = desk.fill(sent).act("review")
    assert "This team keeps no pool." in errors_in(response)


def test_nonsense_in_what_is_inherited_is_no_matter(desk):
    desk.open()
    desk.fill({"capacity-most": "x", "set-sharing": "on", "sharing-longest_days": 9})
    assert desk.save().status_code == 302


@pytest.mark.parametrize("day", ["2020-01-01", "9999-12-31", "", "soon"])
def test_a_day_that_is_none_is_refused_and_nothing_typed_is_lost(desk, day):
    desk.open()
    desk.fill({"set-claim_limit": "on", "claim_limit-most": 5})
    response = desk.save(effective_from=day, note="For good reasons")
    assert response.status_code == 422
    assert "For good reasons" in response.text
    assert desk.read(response) and desk.fields["claim_limit-most"] == ["5"]
    assert not RuleVersion.objects.exists()


def test_two_admins_at_once_do_not_overwrite_each_other_unseen(desk, house):
    desk.open()
    other = make_version(None, by=house.admin, capacity=Capacity(3))
    desk.fill({"set-claim_limit": "on", "claim_limit-most": 5})
    response = desk.save()
    assert f"Admin set rules no. {other.pk}" in response.text
    desk.read(response)
    assert desk.save().status_code == 302


def test_restoring_an_old_version_makes_a_new_one(desk):
    old = make_version(None, claim_limit=ClaimLimit(7))
    make_version(None, claim_limit=ClaimLimit(2))
    desk.open(version=old.pk)
    assert desk.save().status_code == 302
    assert RuleVersion.objects.count() == 3
    assert own_sections(RuleVersion.objects.latest("pk"))["claim_limit"] == ClaimLimit(7)


def test_a_coming_version_is_withdrawn_on_its_page(house):
    version = make_version(None, on=timezone.localdate() + timedelta(3), capacity=Capacity(1))
    client = browser_of(house.admin)
    assert "Withdraw" in client.get(url("rule_version", version.pk)).text
    client.post(url("withdraw_rules", version.pk))
    assert "withdrawn before it took effect" in client.get(url("rule_version", version.pk)).text


# --- the dry run ----------------------------------------------------------------------------


def test_the_dry_run_counts_whom_the_draft_would_release(desk, house):
    long_ago = timezone.now() - timedelta(days=200)
    for number in range(3):
        customer = make_customer(f"Asleep {number}", owner=house.owner)
        type(customer).objects.filter(pk=customer.pk).update(owned_since=long_ago)
    desk.open()
    desk.fill({"set-release": "on"})
    response = desk.add("release-rules").act("review")
    run = DryRun.objects.get(by=house.admin)
    asleep = type(customer).objects.filter(name__startswith="Asleep")
    assert set(run.customer_ids) >= set(asleep.values_list("pk", flat=True))
    assert run.first_night == run.count == len(run.dues) == len(run.rules)
    assert url("dry_run", run.pk) in response.text
    assert "Asleep 1" in desk.client.get(url("dry_run", run.pk)).text


def test_a_team_that_inherits_release_again_is_tried_by_the_rules_above(house):
    clock = Clock("no_activity", 20)
    make_version(house.company, release=Release((ReleaseRule("above", "", (clock,)),)))
    make_version(house.east, release=Release())
    make_customer("Asleep", owner=house.owner)
    make_customer("Elsewhere", owner=house.stranger)
    desk = Desk(browser_of(house.admin), house.east.pk)
    desk.open()
    desk.fill({"set-release": None}).act("review")
    run = DryRun.objects.get()
    held = Customer.objects.filter(pk__in=run.customer_ids).values_list("owner", flat=True)
    assert set(held) == {house.owner.pk}
    assert set(run.rules) == {"above"}


def test_the_trial_says_for_whom_the_night_would_stop(desk, house):
    make_customer("Asleep too", owner=house.owner)
    long_ago = timezone.now() - timedelta(days=200)
    type(house.customer).objects.update(owned_since=long_ago)
    desk.open()
    desk.fill({"set-release": "on", "release-brake_percent": 50})
    response = desk.add("release-rules").act("review")
    assert DryRun.objects.get().braked == 1
    assert "For 1 owner that night would stop and ask first." in response.text
    assert "By the rules of today: 0." in response.text


def test_rules_of_release_that_stay_are_not_tried(desk, house):
    rule = ReleaseRule("r", "", (Clock("no_activity", 1),))
    make_version(None, release=Release((rule,)))
    desk.open()
    response = desk.fill({"set-sharing": "on"}).act("review")
    assert "The rules of release stay as they are." in response.text
    assert not DryRun.objects.exists()


# --- what is sent at random -----------------------------------------------------------------


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_posted_is_borne(desk, value, seed):
    rng = random.Random(seed)
    desk.open(preset="strict")
    names = list(desk.fields)
    for _turn in range(6):
        sent = {name: desk.fields[name] for name in rng.sample(names, len(names) * 3 // 4)}
        for name in rng.sample(names, 12):
            sent[name] = rng.choice(ODD)
        sent["act"] = rng.choice(
            [
                "review",
                "save",
                "",
                "add:",
                "drop:x:y",
                f"add:{rng.choice(names)}",
                "add:release-rules",
            ]
        )
        sent["effective_from"] = rng.choice([*ODD, timezone.localdate().isoformat()])
        assert desk.client.post(desk.url, sent).status_code < 500, (seed, sent)


@pytest.mark.parametrize("odd", ODD)
def test_odd_addresses_are_borne(house, odd):
    client = browser_of(house.admin)
    assert client.get(url("edit_rules", 0), {"preset": odd, "version": odd}).status_code == 200
    assert client.get(url("rule_categories"), {"q": odd}).status_code == 200
