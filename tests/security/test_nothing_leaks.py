"""What somebody may not see leaves no trace in anything they are shown.

A customer with contacts, activities, opportunities, orders, facts, rivals and an import is added
behind a stranger's back: whatever the stranger asks before and after must be answered alike.
"""

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from customers.models import Customer
from tests.factories import (
    make_axis,
    make_category,
    make_customer,
    make_own_field,
    make_pool,
    make_user,
)
from tests.factories_views import make_short_link
from tests.house import browser_of
from tests.security.routes import CODE, own_routes
from tests.security.sight import (
    HTMX,
    SHARED_BY_ALL,
    THE_GRID,
    grids,
    lists_and_options,
    questions_of,
    text_of,
)
from tests.security.world import KNOWN, SECRET, Dossiers

pytestmark = pytest.mark.django_db
POSTED = {"name": "x", "reason": "x", "stage": "2", "receiver": "1", "scope": "card", "to": "1"}


@pytest.fixture
def hidden(house):
    """What the owner and those above see and the stranger does not."""
    axis = make_axis("size")
    house.category = make_category(axis, "Large")
    return Dossiers(owner=house.owner, categories=[house.category])


def answers(client, urls) -> dict:
    """The grids without the frame of the page, which is the same on all of them."""
    asked = {url: THE_GRID if "?" in url and "part=" not in url else None for url in urls}
    return {url: text_of(client.get(url, headers=headers)) for url, headers in asked.items()}


def of_records(hidden):
    """(route, url) of every URL that names something of the hidden customer's."""
    for route in own_routes():
        if hasattr(hidden, route.record or " "):
            key = "activities" if "panels" in route.path else "size"
            yield route, route.url(pk=hidden.pk_of(route.record), key=key)


def test_whatever_the_lists_are_asked_a_stranger_learns_nothing_new(house):
    category = make_category(make_axis("size"), "Large")
    make_customer(f"{KNOWN} Mine", owner=house.stranger, categories=[category])
    # A field is everybody's, and so is a link to a state.
    make_own_field()
    make_short_link(CODE)
    client = browser_of(house.stranger)
    # Every file asked for is an entry in the stranger's own audit.
    audit = reverse("grids:exports")
    lists = [url for url in grids(client) if url != audit]
    urls = lists_and_options() + [q for url in lists for q in questions_of(client, url)]
    urls = [url for url in urls if not url.startswith(audit)]
    before = answers(client, urls)
    Dossiers(owner=house.owner, categories=[category])
    after = answers(client, urls)
    assert [url for url in urls if after[url] != before[url]] == []
    assert SECRET.encode() not in text_of(client.get(audit))
    assert len(urls) > 200


def test_the_same_questions_do_find_it_for_its_owner(house):
    """Or the test above would pass for a search that finds nothing at all."""
    client = browser_of(house.owner)
    Dossiers(owner=house.owner, categories=[make_category(make_axis("size"), "Large")])
    silent = [url for url in grids(client) if SECRET.encode() not in text_of(client.get(url))]
    others = ["customers:pool", "customers:reveals", "customers:leaving"]
    assert set(silent) <= {reverse(name) for name in others}


def test_every_url_of_a_record_is_closed_to_a_stranger(house, hidden):
    client, open_ones = browser_of(house.stranger), []
    for route, url in of_records(hidden):
        for response in (client.get(url), client.post(url, POSTED), client.get(url, headers=HTMX)):
            closed = response.status_code in ((403, 404, 405) if admins_only(route) else (404, 405))
            if not closed or SECRET.encode() in text_of(response):
                open_ones.append((route.name, response.status_code))
    assert open_ones == []


def admins_only(route) -> bool:
    return route.path.startswith(
        ("people/", "axes/", "imports/", "notices/webhooks/", "own-fields/", "source-systems/")
    )


def test_nothing_a_stranger_posts_changes_the_hidden_customer(house, hidden):
    client = browser_of(house.stranger)
    state = snapshot_of(hidden)
    for _route, url in of_records(hidden):
        client.post(url, POSTED)
    assert snapshot_of(hidden) == state


def snapshot_of(hidden) -> list:
    rows = [getattr(hidden, kind) for kind in ("customer", "contact", "activity", "opportunity")]
    rows += [hidden.order, hidden.fact, hidden.department, hidden.rival, hidden.dossier]
    stored = [type(row)._base_manager.filter(pk=row.pk).values().get() for row in rows]
    return [*stored, hidden.customer.ledger.count(), hidden.customer.shares()]


def test_ids_of_others_in_a_form_are_refused(house, hidden):
    """One's own customer cannot borrow a contact, an opportunity or a department."""
    own = make_customer("Own Works", owner=house.stranger)
    client, other = browser_of(house.stranger), hidden
    tries = {
        "sales:log": {"kind": "call", "text": "x", "contact": other.contact.pk, "status": "done"},
        "sales:new_order": {"number": "1", "opportunity": other.opportunity.pk},
        "intel:new_department": {"name": "x", "parent": other.department.pk},
    }
    for name, posted in tries.items():
        response = client.post(reverse(name, args=[own.pk]), posted)
        assert response.status_code == 422
        assert SECRET.encode() not in text_of(response)


def test_a_card_reader_reads_nothing_behind_the_card(house, hidden):
    hidden.customer.share(house.stranger, by=house.owner, scope="card")
    client, inside = browser_of(house.stranger), ("activit", "opportunit", "orders", "facts")
    for route, url in of_records(hidden):
        if route.path.startswith(inside) or route.path.startswith(("competitors", "departments")):
            assert client.get(url).status_code in (403, 404, 405), url
        elif "panels" in route.path:
            assert client.get(url).status_code == 403, url
    behind = ["sales:activities", "sales:opportunities", "sales:orders", "intel:rivals"]
    for name in [*behind, "intel:dossiers"]:
        assert SECRET.encode() not in text_of(client.get(reverse(name), {"export": "csv"}))


def test_an_administrator_reads_all_but_facts_about_people(house, hidden):
    client, fact = browser_of(house.admin), b"Qbzpt"
    for route, url in of_records(hidden):
        if not route.path.startswith("imports"):
            assert fact not in text_of(client.get(url)), url


def test_a_deactivated_user_is_out_with_the_next_click(house, hidden):
    client = browser_of(house.owner)
    url = reverse("customers:detail", args=[hidden.customer.pk])
    assert client.get(url).status_code == 200
    type(house.owner).objects.filter(pk=house.owner.pk).update(is_active=False)
    assert client.get(url).status_code == 302


@settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_in_any_company_only_those_entitled_find_the_customer(house, data):
    """Random teams, people, holders and shares against the plainest reading of the rules."""
    company = RandomCompany(data.draw, house)
    for user in company.people:
        allowed = company.allows(user)
        client = browser_of(user)
        detail = client.get(reverse("customers:detail", args=[company.customer.pk]))
        assert (detail.status_code == 200) == allowed
        for url in company.places():
            assert (SECRET.encode() in text_of(client.get(url))) == allowed, url


class RandomCompany:
    """Teams in a tree, people in teams, some of them managers; one customer, perhaps shared."""

    def __init__(self, draw, house):
        Customer.objects.filter(name__contains=SECRET).update(deleted_at="2026-01-01T00:00Z")
        self.teams = [house.company]
        for _ in range(draw(st.integers(1, 3))):
            self.teams.append(make_pool(parent=draw(st.sampled_from(self.teams))))
        self.people = [make_user(team=draw(st.sampled_from(self.teams))) for _ in range(4)]
        for team in self.teams:
            team.manager = draw(st.sampled_from([None, *self.people]))
            team.save(update_fields=["manager"])
        self.holder = draw(st.sampled_from([*self.people, *self.teams[1:]]))
        held = {"owner" if self.holder in self.people else "pool": self.holder}
        self.customer = make_customer(f"{KNOWN} {SECRET}", by=self.people[0], **held)
        self.receiver = draw(st.sampled_from([None, *self.people, *self.teams]))
        if "owner" in held and self.receiver not in (None, self.holder):
            self.customer.share(self.receiver, by=self.holder, scope="card")
        else:
            self.receiver = None

    def allows(self, user) -> bool:
        return any(self.acts_as(user, who) for who in (self.holder, self.receiver) if who)

    def acts_as(self, user, who) -> bool:
        if who in self.people:
            return user == who or any(team.manager == user for team in self.above(who.team))
        own = list(self.above(user.team))
        return who in own or any(team.manager == user for team in self.above(who))

    def above(self, team):
        while team is not None:
            team = next((known for known in self.teams if known == team), None)
            if team is not None:
                yield team
                team = team.parent

    def places(self) -> list[str]:
        question = f"?q={KNOWN}"
        lists = [reverse("customers:list") + question, reverse("shell:search") + question]
        lists += [reverse("customers:list") + f"{question}&export=csv"]
        return [*lists, reverse("customers:look_alikes") + f"?name={KNOWN}"]


def test_the_dictionary_of_competitors_says_names_and_nothing_of_where(house, hidden):
    client = browser_of(house.stranger)
    for name in SHARED_BY_ALL:
        assert SECRET.encode() not in text_of(client.get(reverse(name), {"q": "K"}))
