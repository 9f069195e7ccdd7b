"""Who works here: two hundred owners in twenty teams under four regions, and who looks at it all."""

from dataclasses import dataclass
from itertools import cycle, islice

from crm.models import Team, User
from customers.axes_loader import load_standard_axes
from customers.models import Axis

OWNERS, TEAMS, REGIONS = 200, 20, 4
IN_A_TEAM = 10
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英"


@dataclass(frozen=True)
class Owner:
    """An owner with what decides who else reads their customers: their region's pool."""

    pk: int
    pool: int


def found() -> list[Owner]:
    """Makes teams, people and axes; gives the owners."""
    load_standard_axes()
    company = Team.objects.create(name="总公司")
    halves = [Team.objects.create(name=name, parent=company) for name in ("南方", "北方")]
    regions = [
        Team.objects.create(name=f"大区{number}", parent=halves[number % 2], has_pool=True)
        for number in range(REGIONS)
    ]
    teams = [
        Team.objects.create(name=f"销售{number}组", parent=regions[number * REGIONS // TEAMS])
        for number in range(TEAMS)
    ]
    lead(company, "director", is_admin=True)
    lead(regions[0], "manager")
    for number, team in enumerate(teams):
        lead(team, f"lead{number}")
    # One owner sits in the manager's own team: with five teams of ten that makes fifty-one.
    places = [regions[0], *islice(cycle(teams), OWNERS - 1)]
    return [hire(number, team) for number, team in enumerate(places)]


def lead(team, username, **fields):
    team.manager = person(username, team, **fields)
    team.save(update_fields=["manager"])


def hire(number, team) -> Owner:
    pool = team if team.has_pool else team.parent
    return Owner(person(f"owner{number}", team).pk, pool.pk)


def person(username, team, **fields):
    number = User.objects.count()
    name = SURNAMES[number % len(SURNAMES)] + GIVEN[number * 7 % len(GIVEN)]
    return User.objects.create(username=username, display_name=name, team=team, **fields)


def categories() -> list[list[int | None]]:
    """For every position of `category_ids` what to draw from: few categories are common, most
    are rare, and some customers have none."""
    return [weighted(axis) for axis in Axis.objects.order_by("position")]


def weighted(axis) -> list[int | None]:
    ids = list(axis.categories.filter(children=None).order_by("pk").values_list("pk", flat=True))
    drawn = [pk for place, pk in enumerate(ids) for _ in range(1 + 200 // (place + 1))]
    return drawn + [None] * (len(drawn) // 10 if axis.in_grid else len(drawn) // 2)
