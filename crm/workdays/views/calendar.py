"""A year of working days, and what an admin changes in it."""

from datetime import date

from django.core import signing
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm.days import short_day
from crm.people.access import admin_required
from crm.shell import flash, sheets
from crm.workdays import public_holidays as announced
from crm.workdays.calendar import (
    FIRST_YEAR,
    LAST_YEAR,
    Year,
    put_day,
    set_day,
    state_of,
    works_by_the_week,
)
from crm.workdays.forms import SpecialDayForm

CHANGED = "calendar-changed"


@require_GET
def this_year(request):
    this = timezone.localdate().year
    return redirect("workdays:year", min(max(this, FIRST_YEAR), LAST_YEAR))


@require_GET
def year(request, year: int):
    context = {"year": Year(year), "today": timezone.localdate()}
    return render(request, "crm/workdays/year.html", context)


@admin_required
@require_http_methods(["GET", "POST"])
def day(request, day: date):
    was = state_of(day)
    form = SpecialDayForm(
        request.POST or None, initial=_offered(day, was), usually_works=works_by_the_week(day)
    )
    if form.is_valid():
        set_day(day, form.is_working, form.cleaned_data["name"])
        flash.done(request, _("%s is changed.") % short_day(day), undo_url=_undo_url(day, was))
        return _back_to(request, day.year)
    context = {"sheet": sheets.template_for(request), "day": day}
    return sheets.show(request, "crm/workdays/day.html", context, form)


def _offered(day: date, was) -> dict:
    """What is there; on an ordinary day the opposite of what the week says."""
    works, name, _is_loaded = was or (not works_by_the_week(day), "", False)
    return {"kind": "working" if works else "rest", "name": name}


def _undo_url(day: date, was) -> str:
    return f"{reverse('workdays:restore_day', args=[day])}?was={signing.dumps(was, salt=str(day))}"


@admin_required
@require_POST
def restore_day(request, day: date):
    try:
        was = signing.loads(request.GET.get("was", ""), salt=str(day))
    except signing.BadSignature:
        raise Http404 from None
    put_day(day, was)
    flash.done(request, _("%s is as it was.") % short_day(day))
    return redirect("workdays:year", day.year)


@admin_required
@require_http_methods(["GET", "POST"])
def public_holidays(request, year: int):
    if request.method == "POST":
        announced.load(year, overwrite="overwrite" in request.POST)
        flash.done(request, _("The public holidays of %s are loaded.") % year)
        return _back_to(request, year)
    found = announced.difference(year)
    context = {"sheet": sheets.template_for(request), "year": year, "found": found}
    return sheets.show(request, "crm/workdays/holidays.html", context)


def _back_to(request, year: int):
    if request.htmx:
        return sheets.close(request, CHANGED)
    return redirect("workdays:year", year)
