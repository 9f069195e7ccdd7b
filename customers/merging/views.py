"""Choosing the other record, both side by side, and what became of a merge."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm.grid.choosing import asked_ids
from crm.refusals import NotAllowed, Refused
from crm.shell import flash, sheets
from customers.doors import customer_for
from customers.merging import partners, undoing
from customers.merging.following import survivor_for
from customers.merging.merging import merge, refuse_unless_mergeable
from customers.merging.partners import PartnerForm
from customers.merging.preview import SEEN, Preview, versions
from customers.models import Merge

LONGEST_QUERY = 80


@require_http_methods(["GET", "POST"])
def choose(request, pk):
    """The dialog that asks for the other record."""
    customer = customer_for(request.user, pk)
    customer.refuse_unless_merged_by(request.user)
    form = PartnerForm(request.POST or None, user=request.user, customer=customer)
    if form.is_valid():
        return sheets.leave(request, "customers:merge_with", pk, form.cleaned_data["other"].pk)
    return sheets.show(request, "customers/merging/choose.html", {"customer": customer}, form)


@require_GET
def options(request, pk):
    customer = customer_for(request.user, pk)
    query = request.GET.get("q", "").replace("\0", "")[:LONGEST_QUERY]
    found = partners.offered(request.user, customer, query)
    options = [(one.pk, one.name, one.owner or one.pool) for one in found]
    return render(request, "_options.html", {"options": options})


@require_GET
def ticked(request):
    """From the two rows that are ticked in a list to their page."""
    ids = [] if request.GET.get("all") else asked_ids(request.GET)
    if len(ids) != 2:
        raise Refused(_("Two customers are merged at a time."), _("Tick exactly two."))
    return sheets.leave(request, "customers:merge_with", *ids)


@require_http_methods(["GET", "POST"])
def compare(request, pk, other):
    """Both side by side; sent, `other` goes into `pk` as chosen."""
    user = request.user
    survivor, gone = (living_for(user, one) for one in (pk, other))
    refuse_unless_mergeable(survivor, gone, user)
    preview = Preview(survivor, gone, user, request.POST)
    if request.method == "POST":
        try:
            return carried_out(request, preview)
        except NotAllowed:
            raise
        except Refused as refusal:
            return side_by_side(request, preview, refusal)
    return side_by_side(request, preview)


def living_for(user, pk):
    """As the door has it; of what was merged meanwhile its survivor is named."""
    try:
        return customer_for(user, pk)
    except Http404:
        if survivor := survivor_for(user, pk):
            why = _("One of the two was merged into %(survivor)s already.")
            next_step = _("Look at %(survivor)s first.")
            words = {"survivor": survivor}
            raise Refused(why % words, next_step % words) from None
        raise


def carried_out(request, preview):
    asked = {"choices": preview.choices, "takes_hands": preview.takes_hands}
    asked["same_people"] = preview.united
    seen = versions(request.POST.get(SEEN, ""))
    done = merge(preview.survivor, preview.gone, by=request.user, seen=seen, **asked)
    words = {"gone": preview.gone, "survivor": preview.survivor}
    sentence = _("%(gone)s went into %(survivor)s.") % words
    flash.done(request, sentence, undo_url=f"{done.get_absolute_url()}undo/")
    return redirect(preview.survivor.get_absolute_url())


def side_by_side(request, preview, refusal=None):
    """After a refusal with both as they are now, and with what was chosen."""
    if refusal:
        survivor, gone = (
            customer_for(request.user, one.pk) for one in (preview.survivor, preview.gone)
        )
        preview = Preview(survivor, gone, request.user, request.POST)
    context = {"preview": preview, "refusal": refusal}
    status = 409 if refusal else 200
    return render(request, "customers/merging/compare.html", context, status=status)


@require_GET
def merged(request, pk):
    """What undoing would put back, or what it put back."""
    found = merge_for(request.user, pk)
    outcome = found.outcome if found.is_undone else undoing.plan(found).outcome
    context = {"merged": found, "lines": undoing.lines(found, outcome)}
    return render(request, "customers/merging/merged.html", context)


@require_POST
def undo(request, pk):
    found = undoing.undo(merge_for(request.user, pk), by=request.user)
    flash.done(request, _("%s stands for itself again.") % found.gone)
    return redirect(found)


def merge_for(user, pk) -> Merge:
    """To whoever decides about the survivor, and administrators; 404 to everybody else."""
    related = ("survivor__owner", "survivor__pool", "gone", "by", "undone_by")
    found = get_object_or_404(Merge.objects.select_related(*related), pk=pk)
    survivor = found.survivor
    if not (survivor.is_held_by(user) or survivor.is_led_by(user)):
        raise Http404
    return found
