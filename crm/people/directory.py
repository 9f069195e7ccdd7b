"""Finding people: by any part of a name in any spelling, by team, by state."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from crm.people import teams
from crm.people.models import User

NO_PASSWORD = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
STATES = {
    "active": (_("Active"), Q(is_active=True)),
    "invited": (_("Invited"), NO_PASSWORD & Q(is_active=True, last_login=None)),
    "deactivated": (_("Deactivated"), Q(is_active=False, from_import=False)),
    "imported": (_("From an import"), Q(is_active=False, from_import=True)),
}


def people(*, text="", team=None, state=""):
    """Users by name; `team` includes the teams below it; an empty condition lets all through."""
    found = User.objects.select_related("team").prefetch_related("managed_teams")
    found = found.annotate(has_two_factor=Exists(_second_factors()))
    if team:
        found = found.filter(team__in=teams.team_and_below(team))
    if state:
        found = found.filter(STATES[state][1])
    if text:
        found = found.matching(text)
    return found.order_by("sort_name", "pk")


def _second_factors():
    return Authenticator.objects.filter(user=OuterRef("pk"))
