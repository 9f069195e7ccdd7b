"""Pools: the unowned customers of a team."""

from django.apps import apps

from crm.models import Team
from customers.rules.resolving import rules_of


def pool_of(team: Team | None) -> Team | None:
    """The pool a team uses: its own, or the nearest above; the topmost team's if none has one."""
    while team is not None and not team.has_pool and team.parent is not None:
        team = team.parent
    return team


def routed_pool(customer) -> Team | None:
    """The pool that the rules of the owner's team name for a customer of its categories."""
    routes = rules_of(customer.owner).pools.routes
    held = [id for id in customer.category_ids if id]
    above = apps.get_model("customers.Category").objects.with_ancestors(held) if routes else {}
    chosen = next((route.pool for route in routes if route.category in above), None)
    return Team.objects.filter(has_pool=True, pk=chosen).first() if chosen else None


def keeps_pool(team: Team) -> bool:
    """Whether the team keeps a pool; whoever would close it waits until the transaction ends."""
    return Team.objects.filter(has_pool=True).still_has(team)


def pools_open_to(user):
    """The teams whose pool `user` may look into."""
    teams = Team.objects.filter(has_pool=True)
    if user.reads_all:
        return teams
    return teams.filter(pk__in=[-id for id in user.principals if id < 0])
