"""The pages of release: nights, brakes, what a draft would do."""

from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm.grid.views import show_grid
from crm.refusals import NotAllowed
from crm.shell import flash
from customers.models import Brake, DryRun, Night
from customers.release import night as running
from customers.release.grids import DryRunGrid, NightGrid

NIGHTS_SHOWN = 60
A_JOB_TAKES = timedelta(minutes=1)


def sees_nights(user) -> bool:
    return user.is_admin or user.is_manager


@require_safe
def nights(request):
    refuse_unless_leading(request.user)
    recent = Night.objects.select_related("batch__by").order_by("-day", "-pk")
    context = {
        "nights": recent[:NIGHTS_SHOWN],
        "can_run": request.user.is_admin and not under_way(),
    }
    return render(request, "customers/release/nights.html", context)


@require_safe
def night(request, pk):
    found = night_for(request.user, pk)
    brakes = found.brakes.select_related("owner", "decided_by").order_by("decision", "owner")
    shown = [brake for brake in brakes if running.may_decide(brake, request.user)]
    context = {
        "night": found,
        "brakes": shown,
        "can_stop": request.user.is_admin,
        "is_live": found.is_under_way or any(map(was_just_released, shown)),
    }
    is_part = request.htmx and request.htmx.target == "night"
    template = "customers/release/_night.html" if is_part else "customers/release/night.html"
    return render(request, template, context)


def was_just_released(brake) -> bool:
    """Whether the job that releases what it held may still be at work."""
    is_released = brake.decision == Brake.Decision.RELEASE
    return is_released and brake.decided_at > timezone.now() - A_JOB_TAKES


@require_safe
def released(request, pk):
    """Whom the night released, as a grid of what the reader may see."""
    found = night_for(request.user, pk)
    grid = NightGrid(request.user, request.GET)
    grid.night = found
    return show_grid(request, grid, "customers/release/released.html", night=found)


@require_POST
def run(request):
    found = running.start(by=request.user)
    flash.done(request, _("The night has begun."))
    return redirect(found)


@require_POST
def stop(request, pk):
    found = night_for(request.user, pk)
    running.stop(found, by=request.user)
    flash.done(request, _("The night stops after the batch it is at."))
    return redirect(found)


@require_POST
def decide(request, pk):
    brake = get_object_or_404(Brake.objects.select_related("night", "owner"), pk=pk)
    if not running.may_decide(brake, request.user):
        raise Http404
    decision = request.POST.get("decision", "")
    if decision not in (Brake.Decision.RELEASE, Brake.Decision.LEAVE):
        return HttpResponse(status=400)
    running.decide(brake, decision, by=request.user)
    flash.done(request, DECIDED[decision]() % {"owner": brake.owner})
    return redirect(brake.night)


DECIDED = {
    Brake.Decision.RELEASE: lambda: _("The customers of %(owner)s are being released."),
    Brake.Decision.LEAVE: lambda: _("%(owner)s keeps them; the next night asks again."),
}


@require_safe
def dry_run(request, pk):
    """Whom the draft would release, to whoever tried it and to the administrators."""
    mine = {} if request.user.is_admin else {"by": request.user}
    found = get_object_or_404(DryRun, pk=pk, **mine)
    grid = DryRunGrid(request.user, request.GET)
    grid.dues = dict(zip(found.customer_ids, found.dues, strict=True))
    return show_grid(request, grid, "customers/release/dry_run.html", dry_run=found)


def night_for(user, pk) -> Night:
    refuse_unless_leading(user)
    return get_object_or_404(Night.objects.select_related("batch__by", "stopped_by"), pk=pk)


def refuse_unless_leading(user):
    if not sees_nights(user):
        raise NotAllowed(
            _("Only managers and administrators look at the nights of release."),
            _("Your own customers that leave soon stand under “Leaving soon”."),
        )


def under_way() -> bool:
    return Night.objects.filter(state__in=running.UNDER_WAY).exists()
