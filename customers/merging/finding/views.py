"""The list's verbs: look anew, and say that two are not the same."""

from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from procrastinate.exceptions import AlreadyEnqueued

from crm.refusals import NotAllowed
from crm.shell import flash, sheets
from customers.merging.finding import dismissing
from customers.merging.finding.tasks import find_duplicates


@require_http_methods(["GET", "POST"])
def dismiss(request, pk):
    pair = dismissing.pair_for(request.user, pk)
    for customer in (pair.a, pair.b):
        customer.refuse_unless_merged_by(request.user)
    if request.method == "GET":
        return sheets.show(request, "customers/merging/dismiss.html", {"pair": pair})
    dismissing.dismiss(pair, by=request.user)
    undo = reverse("customers:undismiss_pair", args=[pk])
    words = {"a": pair.a, "b": pair.b}
    flash.done(request, _("%(a)s and %(b)s are not taken for one any more.") % words, undo_url=undo)
    return sheets.leave(request, "customers:duplicates")


@require_POST
def undismiss(request, pk):
    dismissing.bring_back(dismissing.pair_for(request.user, pk), by=request.user)
    return redirect("customers:duplicates")


@require_POST
def look_anew(request):
    if not (request.user.is_admin or request.user.is_manager):
        raise NotAllowed(_("Managers and administrators start the search."), _("Ask your manager."))
    try:
        with transaction.atomic():
            find_duplicates.defer()
    except AlreadyEnqueued:
        pass
    flash.told(request, _("The search has begun. Reload the list in a minute."))
    return redirect("customers:duplicates")
