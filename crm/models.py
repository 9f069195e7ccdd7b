"""The models of the ground, gathered from their rooms."""

from crm.people.models import Team, User

__all__ = ["Team", "User"]
