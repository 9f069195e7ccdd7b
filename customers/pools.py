"""Pools: the unowned customers of a team."""

from crm.models import Team


def pool_of(team: Team | None) -> Team | None:
    """The pool a team uses: its own, or the nearest above; the topmost team's if none has one."""
    while team is not None and not team.has_pool and team.parent is not None:
        team = team.parent
    return team


def keeps_pool(team: Team) -> bool:
    """Whether the team keeps a pool; whoever would close it waits until the transaction ends."""
    return Team.objects.filter(has_pool=True).still_has(team)


def pools_open_to(user):
    """The teams whose pool `user` may look into."""
    teams = Team.objects.filter(has_pool=True)
    if user.reads_all:
        return teams
    return teams.filter(pk__in=[-id for id in user.principals if id < 0])
