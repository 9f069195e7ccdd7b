"""Logging, correcting, completing and deleting activities."""

from datetime import timedelta

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm.history import changes
from crm.shell import flash, sheets
from customers.doors import child_for, customer_for
from sales.choosing import customer_in, offered, open_customers, writable_customers
from sales.days import start_of_today
from sales.doors import deleted_for
from sales.forms.activity import ActivityForm, LogForm
from sales.models import Activity
from sales.views.leaving import ACTIVITIES, back, deleted, restored

USUAL_HOUR = timedelta(days=1, hours=9)


@require_http_methods(["GET", "POST"])
def log(request, pk):
    """The one short form, for the customer `pk`."""
    return _log(request, customer_for(request.user, pk, right="edits_inside"))


@require_GET
def log_anywhere(request):
    """From the bar: for the customer chosen or looked at, else choose one first."""
    if customer := customer_in(request):
        return _log(request, customer)
    query = request.GET.get("q", "")
    found = offered(writable_customers(request.user), request.user, query)
    return sheets.show(request, "sales/choose_customer.html", {"query": query, "found": found})


@require_GET
def customer_options(request):
    """For a combobox: the customers the user may look into, with `?to=write` may write in."""
    narrowed = request.GET.get("to") == "write"
    customers = writable_customers(request.user) if narrowed else open_customers(request.user)
    found = offered(customers, request.user, request.GET.get("q", ""))
    options = [(customer.pk, customer.name, customer.short_name) for customer in found]
    return render(request, "_options.html", {"options": options})


def _log(request, customer):
    form = LogForm(
        request.POST or None, instance=Activity(customer=customer), initial=_usual(request)
    )
    if form.is_valid():
        activity = form.log(by=request.user)
        said = _("Logged: %(what)s") if activity.is_done else _("Planned: %(what)s")
        undo = reverse("sales:delete_activity", args=[activity.pk])
        flash.done(request, said % {"what": activity}, undo_url=undo)
        return back(request, ACTIVITIES, customer)
    return sheets.show(request, "sales/log.html", {"customer": customer}, form)


def _usual(request) -> dict:
    """What the form says before anybody typed: done just now, or planned for tomorrow."""
    if request.GET.get("status") == Activity.Status.PLANNED:
        return {"status": Activity.Status.PLANNED, "when": start_of_today() + USUAL_HOUR}
    return {"when": timezone.now()}


@require_GET
def activity(request, pk):
    activity = child_for(request.user, Activity, pk)
    context = {"activity": activity, "changes": list(changes(activity))}
    return sheets.show(request, "sales/activity.html", context)


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    activity = child_for(request.user, Activity, pk, right="edits_inside")
    form = ActivityForm(request.POST or None, instance=activity)
    if request.method == "POST" and form.settle(by=request.user):
        flash.done(request, _("The activity is saved."))
        return back(request, ACTIVITIES, activity.customer)
    return sheets.show(request, "sales/edit_activity.html", {"activity": activity}, form)


@require_POST
def complete(request, pk):
    activity = child_for(request.user, Activity, pk, right="edits_inside")
    activity.complete(by=request.user)
    undo = reverse("sales:reopen_activity", args=[pk])
    flash.done(request, _("Done: %(what)s") % {"what": activity}, undo_url=undo)
    return back(request, ACTIVITIES)


@require_POST
def reopen(request, pk):
    activity = child_for(request.user, Activity, pk, right="edits_inside")
    activity.reopen(by=request.user)
    flash.done(request, _("Planned again: %(what)s") % {"what": activity})
    return back(request, ACTIVITIES)


@require_POST
def delete(request, pk):
    activity = child_for(request.user, Activity, pk, right="edits_inside")
    activity.put_aside(by=request.user)
    return deleted(request, activity, ACTIVITIES, "sales:restore_activity", activity.customer)


@require_POST
def restore(request, pk):
    activity = deleted_for(request.user, Activity, pk)
    activity.bring_back(by=request.user)
    return restored(request, activity, ACTIVITIES)
