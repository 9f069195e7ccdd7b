"""A plan as its page shows it: who holds how many now, gets how many, and holds how many then."""

from dataclasses import dataclass
from typing import Protocol

from django.db.models import Count
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from crm.people.models import User
from customers import quotas
from customers.bulk.homes import REGION, VALUE, axis_of
from customers.bulk.spreading import Way
from customers.models import Batch
from customers.rules.resolving import RuleBook

WAYS = {
    Way.LOAD: gettext_lazy("By load: whoever holds least comes first"),
    Way.TURN: gettext_lazy("In turn"),
    Way.REGION: gettext_lazy("By region: to whoever holds most in the same province"),
    Way.LEVEL: gettext_lazy("By level: everybody gets as many of each value"),
}
AXES = {Way.REGION: REGION, Way.LEVEL: VALUE}


class Planned(Protocol):
    """A batch with a plan: a bulk run, a hand-over. `arguments` holds the `way`, and by id the
    `people` to choose from and those `left_out`."""

    arguments: dict

    @property
    def batch(self) -> Batch: ...

    @property
    def rows(self): ...


def ways() -> list:
    """The ways that are open: without an axis of regions there is none by region."""
    missing = {way for way, axis in AXES.items() if axis_of(axis) is None}
    return [(way, label) for way, label in WAYS.items() if way not in missing]


@dataclass(frozen=True)
class Part:
    """One person's part of a plan: what they hold now, give away, get, and hold then."""

    person: User
    takes_part: bool
    now: int
    leaving: int
    gets: int
    most: int | None

    @property
    def then(self) -> int:
        return max(self.now - self.leaving, 0) + self.gets

    @property
    def is_over(self) -> bool:
        return self.most is not None and self.gets > 0 and self.then > self.most


class Plan:
    """A planned run as its page shows it."""

    def __init__(self, run: Planned):
        self.run, self.way = run, run.arguments["way"]
        self.ways = ways()

    @cached_property
    def parts(self) -> list[Part]:
        ids, left_out = self.run.arguments["people"], self.run.arguments["left_out"]
        figures, leaving, gets = figures_of(ids), leaving_of(self.run), self._gets()
        return [
            Part(
                person,
                person.pk not in left_out,
                figures[person.pk].used,
                leaving.get(person.pk, 0),
                gets.get(person.pk, 0),
                figures[person.pk].most,
            )
            for person in User.objects.filter(pk__in=ids).order_by("sort_name", "pk")
        ]

    def _gets(self) -> dict[int, int]:
        return dict(self.run.rows.order_by().values_list("to").annotate(Count("pk")))

    @property
    def takers(self) -> list[User]:
        return [part.person for part in self.parts if part.takes_part]

    @property
    def is_over(self) -> bool:
        return any(part.is_over for part in self.parts)

    @property
    def rows(self):
        """Each with who holds it now."""
        return self.run.rows.select_related("to", "customer__owner").order_by("position")


def leaving_of(run: Planned) -> dict[int, int]:
    """How many of the run's customers each person holds now."""
    owned = run.rows.filter(customer__owner__isnull=False).order_by()
    return dict(owned.values_list("customer__owner").annotate(Count("pk")))


def figures_of(people: list[int]) -> dict[int, quotas.Figure]:
    """What each person holds that counts, and their limit; two queries a team."""
    book, by_team = RuleBook(), {}
    for user in User.objects.filter(pk__in=people):
        by_team.setdefault(user.team_id, []).append(user)
    figures = {}
    for team_id, users in by_team.items():
        rules = book.rules_for(team_id)
        held = quotas.holdings(users, rules)
        figures |= {pk: quotas.Figure(used, rules.capacity.most) for pk, used in held.items()}
    return figures
