"""Starting and stopping to see the product as somebody else, and the log of it."""

from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm.people import viewing
from crm.people.access import admin_required
from crm.people.forms import ViewAsForm
from crm.people.viewing import Viewing
from crm.people.viewing_middleware import begin, forget, viewing_of
from crm.refusals import Refused
from crm.shell import flash, sheets
from crm.shell.views import next_page

PAGE_SIZE = 50


@admin_required
@require_http_methods(["GET", "POST"])
def view_as(request):
    """`?next=` is the page to open first."""
    form = ViewAsForm(request.POST or None, initial=request.GET.dict())
    if form.is_valid():
        try:
            return _started(request, form.cleaned_data["person"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return sheets.show(request, "crm/people/viewing/start.html", {}, form)


def _started(request, person):
    path = next_page(request)
    begin(request, viewing.start(person, by=request.user, path=path))
    return sheets.leave(request, path)


@require_POST
def stop(request):
    if current := viewing_of(request):
        current.close()
        forget(request)
        flash.done(request, _("You see the product as yourself again."))
    return HttpResponseRedirect(next_page(request))


@admin_required
@require_GET
def log(request):
    found = Viewing.objects.select_related("admin", "person").order_by("-started_at", "-pk")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "crm/people/viewing/log.html", {"page": page})
