"""Facts are need-to-know: the owner, edit shares of everything, and their direct managers."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.models import User
from customers.models import Customer, TeamShare, UserShare
from customers.sharing import share_permission
from intel.confidants import is_confidant
from intel.models import Fact
from tests.factories import make_contact, make_customer, make_team, make_user
from tests.factories_intel import make_fact
from tests.house import browser_of

pytestmark = pytest.mark.django_db

SECRET = "Was at school with the rep of K Machines"
NOT_FOR_YOU = "Facts about people are for the owner"


@pytest.fixture
def fact(wu):
    return make_fact(wu, SECRET)


def page(user, contact):
    return browser_of(user).get(reverse("intel:dossier", args=[contact.pk])).content.decode()


@pytest.mark.parametrize("who", ["owner", "manager", "editor"])
def test_owner_direct_manager_and_editor_of_everything_read_facts(house, editor, wu, fact, who):
    person = editor if who == "editor" else getattr(house, who)
    html = page(person, wu)
    assert SECRET in html and NOT_FOR_YOU not in html


@pytest.mark.parametrize("who", ["director", "admin", "insider"])
def test_everybody_else_who_sees_the_dossier_is_told_why_not(house, insider, wu, fact, who):
    person = insider if who == "insider" else getattr(house, who)
    html = page(person, wu)
    assert SECRET not in html and NOT_FOR_YOU in html


def test_the_direct_manager_of_somebody_with_an_edit_share_reads_too(house, editor, wu, fact):
    boss = make_user("Boss", manager_of=house.west)
    assert SECRET in page(boss, wu)


def test_members_of_a_team_with_an_edit_share_read_and_their_manager_too(house, wu, fact):
    boss = make_user("Boss", manager_of=house.west)
    house.customer.share(house.west, by=house.owner, scope="everything", may_edit=True)
    assert SECRET in page(house.stranger, wu) and SECRET in page(boss, wu)


def test_a_card_share_to_edit_and_a_share_of_everything_to_read_do_not_add_up(house, wu, fact):
    house.customer.share(house.stranger, by=house.owner, scope="card", may_edit=True)
    house.customer.share(house.west, by=house.owner, scope="everything")
    assert SECRET not in page(house.stranger, wu)


def test_an_ended_share_takes_the_facts_away_at_once(house, editor, wu, fact):
    house.customer.unshare(editor, by=house.owner)
    assert not Fact.objects.visible_to(User.objects.get(pk=editor.pk)).exists()


def test_a_share_that_ran_out_a_moment_ago_opens_nothing_though_nobody_swept_yet(
    house, editor, wu, fact
):
    both = [house.owner.pk, editor.pk]
    arrays = {"insider_ids": both, "editor_ids": both}
    UserShare.objects.filter(user=editor).update(expires_at=timezone.now() - timedelta(seconds=1))
    Customer.objects.filter(pk=house.customer.pk).update(**arrays)
    client = browser_of(editor)
    assert client.get(reverse("intel:edit_fact", args=[fact.pk])).status_code == 404
    assert client.get(reverse("intel:dossier", args=[wu.pk])).status_code == 404


def test_who_hands_the_customer_on_reads_its_facts_no_more(house, wu, fact):
    house.customer.assign(house.mate, by=house.manager)
    assert SECRET in page(house.mate, wu)
    assert not Fact.objects.visible_to(User.objects.get(pk=house.owner.pk)).exists()


# --- surfaces ---------------------------------------------------------------------------

LISTS = ["intel:dossiers", "intel:rivals", "customers:contacts", "customers:list"]


@pytest.mark.parametrize("who", ["owner", "admin", "insider"])
@pytest.mark.parametrize("name", LISTS)
def test_facts_stand_in_no_list_and_in_no_export(house, insider, wu, fact, who, name):
    client = browser_of(insider if who == "insider" else getattr(house, who))
    url = reverse(name)
    exported = b"".join(client.get(f"{url}?export=csv").streaming_content).decode("utf-8-sig")
    assert SECRET not in client.get(url).content.decode() + exported


@pytest.mark.parametrize("who", ["owner", "admin", "insider"])
def test_the_search_box_finds_no_facts(house, insider, fact, who):
    client = browser_of(insider if who == "insider" else getattr(house, who))
    found = client.get(reverse("shell:search"), {"q": "rep of K Machines"}).content.decode()
    assert SECRET not in found


@pytest.mark.parametrize("path", ["panels/people/", "panels/departments/", "history/", ""])
def test_the_page_of_the_customer_shows_no_facts(house, fact, path):
    html = browser_of(house.admin).get(house.customer.get_absolute_url() + path).content.decode()
    assert SECRET not in html


def test_the_history_of_a_dossier_tells_no_facts(house, insider, wu, fact):
    fact.text = "Something else"
    fact.save(update_fields=["text"])
    assert SECRET not in page(insider, wu)


# --- against an oracle ------------------------------------------------------------------

USERS, TEAMS = 6, 4
some_user, some_team = st.integers(0, USERS - 1), st.integers(0, TEAMS - 1)
share = st.fixed_dictionaries(
    {
        "to_team": st.booleans(),
        "receiver": st.integers(0, USERS - 1),
        "wide": st.booleans(),
        "may_edit": st.booleans(),
        "expired": st.sampled_from([False, False, False, True]),
    }
)
company = st.fixed_dictionaries(
    {
        "parents": st.lists(st.none() | some_team, min_size=TEAMS, max_size=TEAMS),
        "managers": st.lists(st.none() | some_user, min_size=TEAMS, max_size=TEAMS),
        "teams": st.lists(st.none() | some_team, min_size=USERS, max_size=USERS),
        "inactive": st.sets(some_user, max_size=2),
        "admin": some_user,
        "owner": some_user,
        "shares": st.lists(share, max_size=4),
    }
)


class House:
    """A drawn company, one customer in it, and who reads its facts, by brute force."""

    def __init__(self, drawn):
        self.teams, self.users = [], []
        for parent in drawn["parents"]:
            self.teams.append(make_team(parent=self._older(parent)))
        for number, team in enumerate(drawn["teams"]):
            fields = {"is_active": number not in drawn["inactive"]}
            place = None if team is None else self.teams[team]
            self.users.append(make_user(team=place, is_admin=number == drawn["admin"], **fields))
        for team, manager in zip(self.teams, drawn["managers"], strict=True):
            team.manager = None if manager is None else self.users[manager]
            team.save(update_fields=["manager"])
        self.owner = self.users[drawn["owner"]]
        self.customer = make_customer(owner=self.owner)
        self.receivers = {}
        for said in drawn["shares"]:
            self._share(**said)

    def _older(self, number):
        """A team made before: so that no circle can be drawn."""
        return self.teams[number] if number is not None and number < len(self.teams) else None

    def _share(self, to_team, receiver, wide, may_edit, expired):
        receiver = self.teams[receiver % TEAMS] if to_team else self.users[receiver]
        if receiver == self.owner or receiver in self.receivers:
            return
        model, field = (TeamShare, "group") if to_team else (UserShare, "user")
        hours = -1 if expired else 1
        model.objects.create(
            **{field: receiver},
            content_object=self.customer,
            scope="everything" if wide else "card",
            permission=share_permission(may_edit),
            granted_by=self.owner,
            expires_at=timezone.now() + timedelta(hours=hours),
        )
        self.receivers[receiver] = (wide and not expired, may_edit)

    def chain(self, team):
        """A team and those above it."""
        while team is not None:
            yield team
            team = next((t for t in self.teams if t.pk == team.parent_id), None)

    def reached(self, receiver):
        """Whom a share reaches: one user, or everybody in a team and below."""
        if receiver in self.users:
            return {receiver}
        return {user for user in self.users if receiver in self.chain(user.team)}

    def direct_manager(self, user):
        for team in self.chain(user.team):
            if team.manager and team.manager.is_active and team.manager != user:
                return team.manager
        return None

    def is_inside(self, user):
        wide = [receiver for receiver, (wide, _edit) in self.receivers.items() if wide]
        if user.is_admin or user == self.owner or any(user in self.reached(r) for r in wide):
            return True
        led = [team for team in self.teams if any(t.manager == user for t in self.chain(team))]
        people = [person for person in self.users if person.team in led]
        return self.owner in people or any(receiver in [*led, *people] for receiver in wide)

    def reads_facts(self, user):
        trusted = {self.owner}
        for receiver, (wide, may_edit) in self.receivers.items():
            trusted |= self.reached(receiver) if wide and may_edit else set()
        close = user in trusted or any(self.direct_manager(one) == user for one in trusted)
        return close and self.is_inside(user)


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(drawn=company)
def test_whoever_reads_facts_in_any_company_is_who_should(db, drawn):
    with transaction.atomic():
        house = House(drawn)
        fact = make_fact(make_contact(house.customer), recorded_by=house.owner)
        for one in house.users:
            user = User.objects.get(pk=one.pk)
            access = house.customer.access_of(user)
            expected = house.reads_facts(user)
            assert access.inside == house.is_inside(user)
            assert Fact.objects.visible_to(user).filter(pk=fact.pk).exists() == expected
            assert (access.inside and is_confidant(user, house.customer)) == expected
        transaction.set_rollback(True)
