"""The tree of teams, and the page of one team."""

from django.forms import model_to_dict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm.people import teams
from crm.people.access import admin_required
from crm.people.forms import TeamForm
from crm.people.models import Team
from crm.refusals import Refused
from crm.shell import flash


@admin_required
@require_GET
def tree(request):
    return render(request, "crm/people/teams.html", {"tree": teams.tree()})


@admin_required
@require_http_methods(["GET", "POST"])
def add(request):
    form = TeamForm(request.POST or None, initial={"parent": request.GET.get("under")})
    return _edit(request, Team(), form)


@admin_required
@require_http_methods(["GET", "POST"])
def team(request, pk):
    team = get_object_or_404(Team.objects.with_counts(), pk=pk)
    return _edit(request, team, TeamForm(request.POST or None, initial=model_to_dict(team)))


def _edit(request, team, form):
    if form.is_valid() and _save(team, form):
        flash.done(request, _("%s is saved.") % form.cleaned_data["name"])
        return redirect("people:teams")
    return render(request, "crm/people/team.html", {"team": team, "form": form})


def _save(team, form):
    try:
        teams.save_team(team, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@admin_required
@require_POST
def remove(request, pk):
    team = get_object_or_404(Team, pk=pk)
    teams.remove_team(team)
    flash.done(request, _("%s is deleted.") % team.name)
    return redirect("people:teams")
