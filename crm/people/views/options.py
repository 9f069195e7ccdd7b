"""People, and teams where they are asked for, as options of a combobox.

`?q=` any part of a name; `?of=mine` only oneself and the people one manages; `?with=teams` teams
too, under their principal: a team is its negative id.
"""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from crm.people.models import Team, User

MOST = 20


@require_GET
def options(request):
    query = request.GET.get("q", "").replace("\0", "")[:80]
    offered = people(request.user, query, only_mine=request.GET.get("of") == "mine")
    if request.GET.get("with") == "teams":
        offered += teams(query)
    return render(request, "_options.html", {"options": offered[:MOST]})


def people(user, query, only_mine) -> list[tuple]:
    found = User.objects.led_by(user) if only_mine else User.objects.active()
    found = found.matching(query).select_related("team").order_by("sort_name", "pk")
    return [(person.pk, person.name, person.team or "") for person in found[:MOST]]


def teams(query) -> list[tuple]:
    found = Team.objects.filter(name__icontains=query.strip()).order_by("name")
    return [(-team.pk, team.name, _("team")) for team in found[:MOST]]
