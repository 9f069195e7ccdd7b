"""Ways to spread customers over people. Pure and deterministic: the same question has the same
answer, and every customer exactly one receiver.

`loads` says how many customers each person holds that count, without those to be spread; its
order breaks ties.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from heapq import heapify, heapreplace
from itertools import cycle


class Way(StrEnum):
    LOAD, TURN, REGION, LEVEL = "load", "turn", "region", "level"


def in_turn(count: int, people: Sequence[int]) -> list[int]:
    """One after the other, whatever they hold."""
    return [person for _place, person in zip(range(count), cycle(people), strict=False)]


def by_load(count: int, loads: Mapping[int, int]) -> list[int]:
    """Each to whoever holds least by then: afterwards the loads are as even as can be."""
    hands = Hands(loads)
    return [hands.give_one() for _place in range(count)]


def by_region(
    regions: Iterable[int | None], homes: Mapping[int, int | None], loads: Mapping[int, int]
) -> list[int]:
    """Each to whoever is at home in its region, by load among several; without anybody, by load
    over all. `regions` are the customers', `homes` the people's."""
    everybody = Hands(loads)
    at_home = {
        home: [person for person in loads if homes.get(person) == home]
        for home in set(homes.values()) - {None}
    }
    return [everybody.give_one(at_home.get(region)) for region in regions]


def by_level(levels: Sequence[int | None], loads: Mapping[int, int]) -> list[int]:
    """Every level by itself: each person gets as many of it as the others, give or take one; who
    gets one more is who holds less by then. `levels` are the customers'."""
    totals = dict(loads)
    dealt = {level: dict.fromkeys(loads, 0) for level in levels}
    receivers = []
    for level in levels:
        counts = dealt[level]
        person = min(loads, key=lambda one: (counts[one], totals[one]))
        counts[person] += 1
        totals[person] += 1
        receivers.append(person)
    return receivers


class Hands:
    """Who holds how many while customers are given out."""

    def __init__(self, loads: Mapping[int, int]):
        self.loads = dict(loads)
        self.places = {person: place for place, person in enumerate(loads)}
        self.heap = [(load, self.places[person], person) for person, load in loads.items()]
        heapify(self.heap)

    def give_one(self, among: Sequence[int] | None = None) -> int:
        """To the least loaded, of `among` if given; says to whom."""
        person = min(among, key=self._rank) if among else self._least()
        self.loads[person] += 1
        return person

    def _rank(self, person) -> tuple[int, int]:
        return self.loads[person], self.places[person]

    def _least(self) -> int:
        """The head of the heap, once those that grew since have been put back to their places."""
        while self.heap[0][0] != self.loads[self.heap[0][2]]:
            person = self.heap[0][2]
            heapreplace(self.heap, (*self._rank(person), person))
        return self.heap[0][2]
