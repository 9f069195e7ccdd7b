"""The list of people, and what an admin does to one of them."""

from copy import copy

from allauth.mfa.models import Authenticator
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm.people import accounts, departures, directory, invitations, teams
from crm.people.access import admin_required
from crm.people.cards import cards_of
from crm.people.forms import InviteForm, ManagedTeamForm, PeopleFilter, PersonForm
from crm.people.models import Team, User
from crm.people.reporting import direct_manager_of
from crm.refusals import Refused
from crm.shell import flash

PAGE_SIZE = 50
LINKS = "invitation_links"


@admin_required
@require_GET
def people_list(request):
    form = PeopleFilter(request.GET)
    found = directory.people(**form.conditions())
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "crm/people/list.html", {"form": form, "page": page})


@admin_required
@require_http_methods(["GET", "POST"])
def invite(request):
    form = InviteForm(request.POST or None, initial={"team": request.GET.get("team")})
    if form.is_valid():
        try:
            person = invitations.invite(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _hand_over_link(request, person)
    return render(request, "crm/people/invite.html", {"form": form})


@admin_required
@require_http_methods(["GET", "POST"])
def person(request, pk):
    person = get_object_or_404(User.objects.select_related("team"), pk=pk)
    form = PersonForm(request.POST or None, instance=copy(person))
    if form.is_valid() and _change(request, person, form):
        flash.done(request, _("%s is saved.") % form.cleaned_data["display_name"])
        return redirect("people:person", pk)
    return render(request, "crm/people/person.html", _person_context(request, person, form))


def _change(request, person, form):
    try:
        moved = form.cleaned_data.get("team", person.team) != person.team
        changed = accounts.change(person, by=request.user, **form.cleaned_data)
        if moved and (note := departures.note_of_move(changed)):
            flash.told(request, note)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _person_context(request, person, form):
    path, mailed = _handed_over_link(request, person)
    return {
        "person": person,
        "form": form,
        "link": path and request.build_absolute_uri(path),
        "link_mailed": mailed,
        "link_days": invitations.days_valid(),
        "managed_teams": person.managed_teams.order_by("name"),
        "managed_form": ManagedTeamForm(),
        "direct_manager": direct_manager_of(person),
        "cards": cards_of(person),
        "has_two_factor": Authenticator.objects.filter(user=person).exists(),
    }


def _handed_over_link(request, person):
    """(path, mailed) of the link that was just made for this person; shown once."""
    links = request.session.get(LINKS, {})
    if str(person.pk) not in links:
        return None, False
    request.session.modified = True
    return links.pop(str(person.pk))


@admin_required
@require_POST
def send_link(request, pk):
    return _hand_over_link(request, get_object_or_404(User, pk=pk))


def _hand_over_link(request, person):
    """Mail the link, and show it once to the admin: small shops have no mail server."""
    link = invitations.send_invitation(person, by=request.user)
    # By person: in two tabs the link of one must not be handed to another.
    request.session[LINKS] = {**request.session.get(LINKS, {}), str(person.pk): link}
    return redirect("people:person", person.pk)


@admin_required
@require_POST
def deactivate(request, pk):
    person = get_object_or_404(User, pk=pk)
    accounts.deactivate(person, by=request.user)
    undo = reverse("people:reactivate", args=[pk])
    flash.done(request, _("%s can no longer sign in.") % person, undo_url=undo)
    return redirect("people:person", pk)


@admin_required
@require_POST
def reactivate(request, pk):
    person = get_object_or_404(User, pk=pk)
    accounts.reactivate(person, by=request.user)
    flash.done(request, _("%s can sign in again.") % person)
    return redirect("people:person", pk)


@admin_required
@require_POST
def reset_two_factor(request, pk):
    person = get_object_or_404(User, pk=pk)
    accounts.reset_two_factor(person, by=request.user)
    flash.done(request, _("%s signs in with the password alone now.") % person)
    return redirect("people:person", pk)


@admin_required
@require_POST
def make_manager(request, pk):
    person = get_object_or_404(User, pk=pk)
    form = ManagedTeamForm(request.POST)
    if not form.is_valid():
        raise Refused(_("This team does not exist."), _("Choose one from the list."))
    team = teams.set_manager(form.cleaned_data["team"], person)
    words = {"person": person, "team": team.name}
    flash.done(request, _("%(person)s manages %(team)s now.") % words)
    return redirect("people:person", pk)


@admin_required
@require_POST
def unmake_manager(request, pk, team_pk):
    team = get_object_or_404(Team, pk=team_pk, manager=pk)
    teams.set_manager(team, None)
    flash.done(request, _("%s has no manager now.") % team.name)
    return redirect("people:person", pk)
