"""Random conditions find what a plain-Python reading of the same rows finds, for every reader."""

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from crm.grid.conditions.reading import LONGEST, MOST
from crm.grid.conditions.tree import All, written
from customers.grids import ContactGrid, CustomerGrid, PoolGrid
from customers.ledger.grids import LedgerGrid
from intel.grids import DossierGrid, RivalProductGrid
from sales.grids import ActivityGrid, OpportunityGrid, OrderGrid
from tests.grids.oracle.answers import Answer
from tests.grids.oracle.drawing import Asker
from tests.grids.oracle.judging import Judge
from tests.grids.oracle.readers import Reader
from tests.grids.oracle.states import STATES
from tests.grids.oracle.world import World

LISTS = {
    CustomerGrid: "customers",
    PoolGrid: "customers",
    ContactGrid: "contacts",
    ActivityGrid: "activities",
    OpportunityGrid: "opportunities",
    OrderGrid: "orders",
    DossierGrid: "people",
    RivalProductGrid: "rivals",
    LedgerGrid: "ledger",
}
ROUNDS = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def world(house):
    return World(house)


class Trial:
    """A reader, a list, and what the oracle says of it."""

    def __init__(self, world, user, kind):
        self.world, self.user, self.kind = world, user, kind
        self.reader = Reader(user, world)
        self.judge = Judge(world, self.reader)
        self.asker = Asker(world, self.reader)

    def columns(self, row):
        return self.asker.columns(self.kind_of(row))

    def kind_of(self, row):
        named = {kind.model: kind for kind in LISTS if kind is not PoolGrid}
        return self.kind if isinstance(row, self.kind.model) else named[type(row)]

    def expected(self, parts) -> list:
        rows = [row for row in self.world.rows[LISTS[self.kind]] if self.reader.sees(row)]
        if self.kind is PoolGrid:
            rows = [row for row in rows if row.owner_id is None]
        return [row for row in rows if self.judge.holds(All(parts), row, self.columns)]


def found(grid) -> set[int]:
    ids = set(grid.rows.values_list("pk", flat=True))
    assert grid.all_problems == []
    return ids


def ids_of(rows) -> set[int]:
    return {row.pk for row in rows}


def asked(**params) -> QueryDict:
    query = QueryDict(mutable=True)
    query.update(params)
    return query


def is_short(parts) -> bool:
    return len(written(parts)) <= LONGEST and written(parts).count(".") < MOST


@ROUNDS
@given(st.data())
def test_every_tree_finds_what_it_says(world, data):
    user = data.draw(st.sampled_from(world.people))
    trial = Trial(world, user, data.draw(st.sampled_from(list(LISTS))))
    parts = trial.asker.parts(data.draw, trial.kind)
    assume(is_short(parts))
    grid = trial.kind(user, asked(where=written(parts)))
    assert found(grid) == ids_of(trial.expected(parts)), f"{user}: {written(parts)}"


def parameter(trial, leaf) -> str:
    """What a leaf is called as a filter in the URL: the first question by the column alone."""
    first = next(iter(trial.asker.columns(trial.kind)[leaf.column][1]))
    return leaf.column if leaf.operator == first else f"{leaf.column}_{leaf.operator}"


def is_matched(row, query) -> bool:
    return all(term in row.name.lower() for term in query.lower().split())


@settings(ROUNDS, max_examples=60)
@given(st.data())
def test_filters_states_and_a_quick_match_narrow_it_further(world, data):
    user = data.draw(st.sampled_from(world.people))
    trial = Trial(world, user, CustomerGrid)
    leaf = trial.asker.leaf(data.draw, CustomerGrid)
    assume(not any("," in value for value in leaf.values))
    parts = trial.asker.parts(data.draw, CustomerGrid, depth=3)
    states = data.draw(st.lists(st.sampled_from(sorted(STATES)), max_size=1, unique=True))
    query = data.draw(st.sampled_from(["", "", "works", "WORKS", "Tools", "hengyu mach"]))
    values = ",".join(leaf.values) or "1"
    narrowed = {parameter(trial, leaf): values, "state": ",".join(states), "q": query}
    grid = CustomerGrid(user, asked(where=written(parts), **narrowed))
    rows = [row for row in trial.expected((leaf, *parts)) if is_matched(row, query)]
    rows = [row for row in rows if all(STATES[key](row, trial.reader) for key in states)]
    assert found(grid) == ids_of(rows), f"{user}: {narrowed} {written(parts)}"


def test_every_question_of_every_list_is_known_to_the_oracle(world):
    for kind in LISTS:
        trial = Trial(world, world.house.admin, kind)
        for name, (_column, operators) in trial.asker.columns(kind).items():
            for operator in operators.values():
                assert hasattr(Answer, type(operator).__name__), f"{name}.{operator.key}"
