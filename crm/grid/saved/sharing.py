"""With whom somebody may share a view: reps with their own team, managers and administrators
further, since what is for everybody stands in everybody's list."""

from crm.people.models import Team
from crm.people.principals import managed_team_ids


def teams_open_to(user):
    """The teams a view may be shared with: one's own, and those one manages."""
    if user.is_admin:
        return Team.objects.order_by("name")
    ids = {user.team_id} | managed_team_ids(user)
    return Team.objects.filter(pk__in=ids - {None}).order_by("name")


def may_share_with_everybody(user) -> bool:
    return user.is_admin or user.is_manager
