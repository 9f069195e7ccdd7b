"""The pure ways of spreading: whatever is asked, everybody has one receiver, and fairly."""

from hypothesis import given
from hypothesis import strategies as st

from customers.bulk.spreading import by_level, by_load, by_region, in_turn

PEOPLE = st.lists(st.integers(1, 50), min_size=1, max_size=8, unique=True)
LOADS = st.dictionaries(st.integers(1, 50), st.integers(0, 30), min_size=1, max_size=8)
REGIONS = st.lists(st.none() | st.integers(1, 5), max_size=60)


@given(st.integers(0, 80), PEOPLE)
def test_in_turn_everybody_gets_the_same_number_or_one_more(count, people):
    receivers = in_turn(count, people)
    numbers = [receivers.count(person) for person in people]
    assert len(receivers) == sum(numbers) == count
    assert max(numbers) - min(numbers) <= 1
    assert receivers[: len(people)] == people[:count]


@given(st.integers(0, 80), LOADS)
def test_by_load_nobody_who_got_one_ends_more_than_one_above_another(count, loads):
    receivers = by_load(count, loads)
    then = {person: load + receivers.count(person) for person, load in loads.items()}
    assert sum(then.values()) == sum(loads.values()) + count
    assert all(then[person] <= min(then.values()) + 1 for person in set(receivers))


@given(st.integers(0, 40), LOADS)
def test_the_same_question_has_the_same_answer(count, loads):
    assert by_load(count, loads) == by_load(count, dict(loads))


@given(REGIONS, LOADS, st.data())
def test_by_region_whoever_is_at_home_there_gets_it(regions, loads, data):
    homes = {person: data.draw(st.none() | st.integers(1, 5)) for person in loads}
    receivers = by_region(regions, homes, loads)
    assert len(receivers) == len(regions)
    for region, receiver in zip(regions, receivers, strict=True):
        if region in set(homes.values()) - {None}:
            assert homes[receiver] == region
        else:
            assert receiver in loads


@given(REGIONS, LOADS)
def test_without_anybody_at_home_a_region_goes_by_load(regions, loads):
    homes = dict.fromkeys(loads)
    assert by_region(regions, homes, loads) == by_load(len(regions), loads)


@given(st.integers(0, 40), LOADS)
def test_several_at_home_share_by_load(count, loads):
    assert by_region([3] * count, dict.fromkeys(loads, 3), loads) == by_load(count, loads)


@given(REGIONS, LOADS)
def test_by_level_everybody_gets_as_many_of_each_give_or_take_one(levels, loads):
    receivers = by_level(levels, loads)
    assert len(receivers) == len(levels)
    for level in set(levels):
        got = [to for of, to in zip(levels, receivers, strict=True) if of == level]
        numbers = [got.count(person) for person in loads]
        assert max(numbers) - min(numbers) <= 1
