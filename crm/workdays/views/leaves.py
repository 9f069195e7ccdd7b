"""Leaves: of those one leads, and one's own to read."""

from datetime import date

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm.days import short_day
from crm.refusals import NotAllowed, Refused
from crm.shell import flash, sheets
from crm.workdays.forms import LastDayForm, LeaveForm
from crm.workdays.leaves import leads_anybody
from crm.workdays.models import Leave


@require_GET
def leaves(request):
    _require_leader(request.user)
    today = timezone.localdate()
    found = Leave.objects.of_those_led_by(request.user).not_over(today).with_days()
    context = {"leaves": found.select_related("person__team"), "today": today}
    return render(request, "crm/workdays/leaves.html", context)


@require_GET
def my_leaves(request):
    found = request.user.leaves.living().with_days().order_by("-first_day")
    context = {"leaves": found, "today": timezone.localdate()}
    return render(request, "crm/workdays/my_leaves.html", context)


@require_http_methods(["GET", "POST"])
def new_leave(request):
    _require_leader(request.user)
    today = timezone.localdate()
    form = LeaveForm(
        request.POST or None, user=request.user, initial={"first_day": today, "last_day": today}
    )
    if form.is_valid() and _granted(form, request.user):
        flash.done(request, _("The leave of %s is entered.") % form.cleaned_data["person"])
        return sheets.leave(request, "workdays:leaves")
    return _ask(request, form, _("Enter a leave"))


def _granted(form, by) -> bool:
    return _carried_out(form, Leave(**form.cleaned_data).grant, by=by)


@require_http_methods(["GET", "POST"])
def end_leave(request, pk: int):
    leave = _leave_for(request.user, pk)
    was, today = leave.last_day, timezone.localdate()
    offered = max(leave.first_day, min(was, today))
    form = LastDayForm(request.POST or None, initial={"last_day": offered})
    if form.is_valid() and _carried_out(form, leave.end_on, **form.cleaned_data, by=request.user):
        undo = reverse("workdays:move_end", args=[pk, was])
        flash.done(request, _ended(leave), undo_url=undo)
        return sheets.leave(request, "workdays:leaves")
    return _ask(request, form, _("End the leave of %s") % leave.person)


@require_POST
def move_end(request, pk: int, day: date):
    leave = _leave_for(request.user, pk)
    leave.end_on(day, by=request.user)
    flash.done(request, _ended(leave))
    return redirect("workdays:leaves")


def _ended(leave) -> str:
    words = {"person": leave.person, "day": short_day(leave.last_day)}
    return _("%(person)s is away until %(day)s.") % words


@require_POST
def remove_leave(request, pk: int):
    leave = _leave_for(request.user, pk)
    leave.withdraw(by=request.user)
    undo = reverse("workdays:restore_leave", args=[pk])
    flash.done(request, _("The leave of %s is deleted.") % leave.person, undo_url=undo)
    return redirect("workdays:leaves")


@require_POST
def restore_leave(request, pk: int):
    leave = _leave_for(request.user, pk, Leave.objects.removed())
    leave.bring_back(by=request.user)
    flash.done(request, _("The leave of %s is back.") % leave.person)
    return redirect("workdays:leaves")


def _require_leader(user):
    if not leads_anybody(user):
        raise NotAllowed(
            _("Leaves are entered by managers and administrators."),
            _("Ask yours; your own leaves stand in your menu."),
        )


def _leave_for(user, pk: int, among=None) -> Leave:
    """404 for whoever may not see it, 403 for the person themselves, who may only read it."""
    found = Leave.objects.living() if among is None else among
    leave = get_object_or_404(found.visible_to(user).select_related("person"), pk=pk)
    leave.refuse_unless_allowed(user)
    return leave


def _carried_out(form, verb, **kwargs) -> bool:
    try:
        verb(**kwargs)
    except NotAllowed:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _ask(request, form, title):
    context = {"sheet": sheets.template_for(request), "title": title}
    return sheets.show(request, "crm/workdays/leave_form.html", context, form)
