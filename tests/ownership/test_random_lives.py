"""Random people in random teams say random verbs; a brute-force oracle says who then sees what."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.people.models import User
from crm.refusals import Refused
from customers import audit
from customers.models import Customer
from tests.factories import make_customer, make_team, make_user
from tests.ownership.oracle import Company, Held

TEAMS = ["t0", "t1", "t2", "t3"]
PEOPLE = ["ann", "bob", "cai", "dan", "eva"]
ARRAYS = {"reads": "reader_ids", "inside": "insider_ids", "edits": "editor_ids"}

people, teams = st.sampled_from(PEOPLE), st.sampled_from(TEAMS)
receivers = st.one_of(st.tuples(st.just("user"), people), st.tuples(st.just("team"), teams))
scopes = st.sampled_from(["card", "everything"])
verbs = st.one_of(
    st.tuples(st.sampled_from(["claim", "release", "delete", "undelete"]), people),
    st.tuples(st.just("assign"), people, people),
    st.tuples(st.just("share"), people, receivers, scopes, st.booleans()),
    st.tuples(st.just("unshare"), people, receivers),
)


@st.composite
def companies(draw):
    """A tree of teams: the parent of each is one before it, or nobody."""
    parent = {t: draw(st.sampled_from([None, *TEAMS[:i]])) for i, t in enumerate(TEAMS)}
    manager = {t: draw(st.one_of(st.none(), people)) for t in TEAMS}
    team = {p: draw(teams) for p in PEOPLE}
    pools = draw(st.sets(teams, min_size=1))
    admins = draw(st.sets(people, max_size=1))
    return Company(parent, manager, team, pools, admins)


class House:
    """The oracle's company as rows."""

    def __init__(self, company):
        self.teams = {}
        for name in TEAMS:
            above = self.teams.get(company.parent[name])
            self.teams[name] = make_team(name, parent=above)
        rows = {
            p: make_user(p, self.teams[company.team[p]], is_admin=p in company.admins)
            for p in PEOPLE
        }
        for name, team in self.teams.items():
            team.manager = rows.get(company.manager[name])
            team.has_pool = name in company.pools
            team.save(update_fields=["manager", "has_pool"])
        self.people = {p: User.objects.select_related("team").get(pk=u.pk) for p, u in rows.items()}

    def row(self, principal):
        kind, name = principal
        return (self.people if kind == "user" else self.teams)[name]

    def say(self, customer, verb, by, *rest) -> bool:
        """Whether the verb was carried out."""
        arguments: dict = {}
        if verb == "assign":
            arguments |= {"to": self.people[rest[0]], "reason": "a reason"}
        elif verb == "release":
            arguments["reason"] = "a reason"
        elif verb in ("share", "unshare"):
            arguments["receiver"] = self.row(rest[0])
            if verb == "share":
                arguments |= {"scope": rest[1], "may_edit": rest[2]}
        return self.said(customer, verb, by, **arguments)

    def said(self, customer, verb, by, **arguments) -> bool:
        """Whether the verb was carried out; `by` is a user or the name of one."""
        arguments["by"] = self.people.get(by, by) if isinstance(by, str) else by
        try:
            getattr(customer, verb)(**arguments)
        except Refused:
            return False
        return True


@pytest.mark.django_db
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(company=companies(), starts_with=teams, life=st.lists(verbs, max_size=25))
def test_who_sees_a_customer_is_what_the_oracle_says(company, starts_with, life):
    with transaction.atomic():
        house = House(company)
        held = Held(company, ("team", starts_with))
        customer = make_customer("Anything", pool=house.teams[starts_with])
        for step in life:
            entries = customer.ledger.count()
            expected = getattr(held, step[0])(*step[1:])
            assert house.say(customer, *step) is expected, step
            assert customer.ledger.count() == entries + expected
        compare(house, held, customer)
        assert not [found for _size, found in audit.customer_differences() if found]
        transaction.set_rollback(True)


def compare(house, held, customer):
    for name, user in house.people.items():
        row = Customer.objects.get(pk=customer.pk)
        access = row.access_of(user)
        for right, array in ARRAYS.items():
            expected = held.allows(name, right)
            listed = Customer.objects.visible_to(user, array).filter(pk=row.pk).exists()
            assert (listed, getattr(access, right)) == (expected, expected), (name, right)
