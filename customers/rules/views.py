"""The pages of rules: what binds a team, its versions, and the draft of new ones."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from crm.people.access import admin_required
from crm.people.fields import is_id
from crm.refusals import Refused
from crm.shell import flash
from customers.models import DryRun, RuleVersion
from customers.rules import categories, dry_runs, reading, setting
from customers.rules.categories import Names
from customers.rules.comparing import scope_name
from customers.rules.forms.draft import ADD, DROP, Draft, ReviewForm, with_act
from customers.rules.presets import PRESETS
from customers.rules.resolving import rules_for
from customers.rules.trying import Trial


@require_GET
def overview(request):
    """The teams one may read the rules of; whoever leads nobody reads those of their own."""
    if not (request.user.is_admin or request.user.is_manager):
        return mine(request)
    rows = reading.overview(request.user)
    context = {"rows": rows, "titles": [card.title for card in rows[0].cards]}
    return render(request, "customers/rules/overview.html", context)


@require_GET
def mine(request):
    return redirect("customers:team_rules", request.user.team_id or reading.COMPANY)


@require_GET
def team_rules(request, team_pk):
    team, names = reading.team_for(request.user, team_pk), Names()
    context = {
        **scope(team),
        "cards": reading.cards(rules_for(team), team, names),
        "version": reading.version_in_force(team),
        "coming": reading.coming_for(team),
    }
    return render(request, "customers/rules/team.html", context)


@require_GET
def history(request, team_pk):
    team = reading.team_for(request.user, team_pk)
    context = {**scope(team), "versions": reading.history(team, Names())}
    return render(request, "customers/rules/history.html", context)


@require_GET
def version(request, pk):
    found, names = reading.version_for(request.user, pk), Names()
    before = reading.version_before(found)
    context = {
        **scope(found.team),
        "version": found,
        "before": before,
        "changes": reading.changes_of(found, before, names),
        "cards": reading.own_cards(found, names),
        "is_coming": RuleVersion.objects.coming().filter(pk=pk).exists(),
    }
    return render(request, "customers/rules/version.html", context)


@require_POST
@admin_required
def withdraw(request, pk):
    found = get_object_or_404(RuleVersion, pk=pk)
    setting.withdraw(found, by=request.user)
    flash.done(request, _("Rules no. %(number)d will not take effect.") % {"number": pk})
    return redirect("customers:team_rules", found.team_id or reading.COMPANY)


@require_GET
@admin_required
def category_options(request):
    query = request.GET.get("q", "").replace("\0", "")[:80]
    return render(request, "_options.html", {"options": categories.find(query)})


# --- the draft --------------------------------------------------------------------------


@admin_required
def edit(request, team_pk):
    """Writes a draft, and asks before it is saved. Every step posts the whole of it."""
    team = reading.team_for(request.user, team_pk)
    if request.method != "POST":
        return show_draft(request, team, first_draft(request, team))
    act = request.POST.get("act", "")
    if act.startswith((f"{ADD}:", f"{DROP}:")):
        return show_draft(request, team, draft_of(team, with_act(request.POST, act)))
    if act not in ("review", "save"):
        return show_draft(request, team, draft_of(team, request.POST))
    return review(request, team, draft_of(team, request.POST, is_checked=True), act)


def first_draft(request, team) -> Draft:
    """What is in force, or the preset or the earlier version that is asked for."""
    asked, number = request.GET.get("preset", ""), request.GET.get("version", "")
    in_force = reading.version_in_force(team)
    own = reading.own_sections(in_force)
    if asked in PRESETS:
        kept = {"pools": own["pools"]} if "pools" in own else {}
        return draft_of(team, own=kept | PRESETS[asked].sections(), preset=asked)
    earlier = RuleVersion.objects.filter(team=team, pk=number).first() if is_id(number) else None
    start = earlier or in_force
    return draft_of(team, own=reading.own_sections(start), preset=start.preset if start else "")


def draft_of(team, data=None, *, own=None, is_checked=False, preset="") -> Draft:
    latest = setting.latest_of(team)
    if own is None:
        own = reading.own_sections(reading.version_in_force(team))
    return Draft(
        own,
        reading.inherited_by(team),
        data=data,
        is_checked=is_checked,
        preset=preset,
        seen=latest.pk if latest else None,
    )


def show_draft(request, team, draft):
    has_faults = draft.is_checked and not draft.is_valid()
    context = {**scope(team), "draft": draft, "presets": PRESETS.values(), "has_faults": has_faults}
    part = "customers/rules/_draft.html" if request.htmx else "customers/rules/edit.html"
    return render(request, part, context, status=422 if has_faults else 200)


def review(request, team, draft, act):
    """What the draft would change, and the questions that saving asks."""
    if not draft.is_valid():
        return show_draft(request, team, draft)
    form = ReviewForm(request.POST if "effective_from" in request.POST else None)
    version = setting.drafted(team, draft.sections(), form.day, draft.valid_preset())
    if act == "save" and form.is_valid() and save(request, version, draft, form):
        return redirect("customers:team_rules", scope(team)["team_pk"])
    trial = Trial(version)
    context = {**scope(team), "draft": draft, "form": form, "trial": trial}
    context |= tried(dry_runs.begin(trial, by=request.user))
    status = 422 if form.errors else 200
    return render(request, "customers/rules/review.html", context, status=status)


def tried(run) -> dict:
    """What the card of a dry run shows; `run` is None where release stays as it is."""
    if run is None:
        return {"run": None}
    by_rule = dry_runs.trial_of(run).by_rule(run.rules)
    return {"run": run, "by_rule": by_rule, "is_broken_off": dry_runs.is_broken_off(run)}


@require_GET
@admin_required
def progress(request, pk):
    """The card of a dry run while it is at work, and its figures once it is done."""
    context = tried(get_object_or_404(DryRun, pk=pk))
    return render(request, "customers/rules/_dry_run.html", context)


def save(request, version, draft, form) -> bool:
    """Whether it was saved; if not, the form says why."""
    try:
        setting.set_rules(version, by=request.user, note=form.cleaned_data["note"], seen=draft.seen)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        if refusal.rule == setting.OVERTAKEN:
            draft.see(setting.latest_of(version.team))
        return False
    told = _("Rules no. %(number)d are saved; those they hit are told.") % {"number": version.pk}
    flash.done(request, told)
    return True


def scope(team) -> dict:
    """What every page of a team's rules shows; `team_pk` 0 is the whole company."""
    return {
        "team": team,
        "team_pk": team.pk if team else reading.COMPANY,
        "scope": scope_name(team),
    }
