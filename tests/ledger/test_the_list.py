"""The ledger as a list keeps what every list promises, and knows a team's moves of last month."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from customers.ledger.grids import LedgerGrid
from tests.factories import make_customer
from tests.factories_rules import backdate
from tests.grids.contract import GridContract

pytestmark = pytest.mark.django_db


class TestLedgerGrid(GridContract):
    grid, url = LedgerGrid, "customers:ledger_list"
    can_be_renamed = can_be_deleted = False

    def make(self, owner):
        return make_customer(owner=owner).ledger.get()


def shown(user, query) -> set[str]:
    return {entry.verb for entry in LedgerGrid(user, QueryDict(query)).page.rows}


def test_moves_of_the_team_are_told_from_everything_else(house):
    house.pooled.claim(by=house.mate)
    house.customer.share(house.stranger, by=house.owner, scope="card")
    assert shown(house.manager, "state=team&state=moves") == {"claimed"}
    assert shown(house.stranger, "state=team&state=moves") == set()


def test_last_month_is_not_this_month(house):
    house.pooled.claim(by=house.mate)
    first = timezone.localdate().replace(day=1)
    backdate(house.pooled, days=(timezone.localdate() - first).days + 5)
    assert "claimed" in shown(house.manager, "state=last")
    assert "claimed" not in shown(house.manager, "state=month")


def test_a_reason_from_the_list_is_said_in_the_readers_language(house):
    house.customer.release(by=house.owner, reason="no_budget", text="until spring")
    [entry] = LedgerGrid(house.manager, QueryDict("verb=released")).page.rows
    column = LedgerGrid(house.manager, QueryDict()).columns_by_name["reason"]
    assert column.export(entry) == "no budget: until spring"
    assert entry.at < timezone.now() + timedelta(seconds=1)
