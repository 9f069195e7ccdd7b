"""The pages of hand-overs: start one, look at the plan, carry it out, take it back."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm.models import User
from crm.people.fields import is_id
from crm.refusals import NotAllowed
from crm.shell import flash
from customers.bulk.plan_views import ROWS_ON_A_PAGE, receivers_in
from customers.handover import carrying_out, jobs, plans, undoing
from customers.handover.forms import LeaverForm
from customers.handover.plans import HandOverForm, Preview
from customers.models import BatchRow, HandOver


def handover_for(user, pk) -> HandOver:
    """To whoever made it or leads its leaver, and to administrators; 404 to everybody else."""
    return get_object_or_404(HandOver.objects.open_to(user), pk=pk)


@require_http_methods(["GET", "POST"])
def handovers(request):
    """All of them, and whose customers to hand over next."""
    if not (request.user.is_admin or request.user.is_manager):
        raise NotAllowed(_("Managers and administrators hand customers over."))
    form = LeaverForm(request.POST or None, user=request.user)
    if form.is_valid():
        return redirect("customers:new_handover", form.cleaned_data["leaver"].pk)
    page = Paginator(HandOver.objects.open_to(request.user), 50)
    context = {"form": form, "page": page.get_page(request.GET.get("page"))}
    return render(request, "customers/handover/list.html", context)


@require_http_methods(["GET", "POST"])
def new(request, person):
    """How the customers of one person are to be spread."""
    leaver = get_object_or_404(User, pk=person)
    plans.refuse_unless_led(leaver, request.user)
    # The button beside a refusal posts here with nothing chosen yet.
    chosen = request.POST if "way" in request.POST else None
    form = HandOverForm(chosen, user=request.user, leaver=leaver)
    if form.is_valid():
        return redirect(plans.plan(leaver, form, by=request.user))
    held = leaver.customers.filter(deleted_at=None).count()
    context = {"form": form, "leaver": leaver, "held": held}
    return render(request, "customers/handover/new.html", context)


@require_GET
def handover(request, pk):
    return show(request, handover_for(request.user, pk))


def show(request, handover, template=None):
    plan = Preview(handover)
    rows = plan.rows if handover.is_planned else outcome_rows(handover)
    context = {
        "run": handover,
        "plan": plan,
        "decides": handover.batch.by_id == request.user.pk,
        "is_broken_off": jobs.is_broken_off(handover),
        "page": Paginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get("page")),
        "reason": request.POST.get("reason", ""),
        "undo_days": plans.undo_days(),
    }
    name = "plan" if handover.is_planned else "outcome"
    return render(request, template or f"customers/handover/{name}.html", context)


def outcome_rows(handover):
    """Those that did not go, or do not come back, first."""
    plain = BatchRow.State.BACK if handover.state == HandOver.State.UNDONE else BatchRow.State.DONE
    rows = handover.rows.select_related("to", "customer__owner")
    return rows.alias(is_plain=Q(state=plain)).order_by("is_plain", "position")


@require_POST
def change(request, pk):
    handover = handover_for(request.user, pk)
    people = {int(text) for text in request.POST.getlist("people") if is_id(text)}
    asked = {"way": request.POST.get("way"), "receivers": receivers_in(request.POST)}
    plans.change(handover, by=request.user, people=people, **asked)
    handover.refresh_from_db()
    if request.htmx:
        return show(request, handover, "customers/handover/_plan.html")
    return redirect(f"{handover.get_absolute_url()}?{request.GET.urlencode()}")


@require_POST
def confirm(request, pk):
    handover = handover_for(request.user, pk)
    reason = request.POST.get("reason", "").replace("\0", "")
    carrying_out.confirm(handover, by=request.user, reason=reason)
    tell_if_finished(request, handover, _("What %s held is handed over.") % handover.leaver)
    return redirect(handover)


def tell_if_finished(request, handover, sentence):
    """A large one has just begun: its page says how far it is."""
    handover.refresh_from_db()
    if not handover.is_working:
        flash.done(request, sentence)


@require_POST
def discard(request, pk):
    plans.discard(handover_for(request.user, pk))
    flash.told(request, _("The plan is discarded. Nothing was handed over."))
    return redirect("customers:handovers")


@require_POST
def undo(request, pk):
    handover = handover_for(request.user, pk)
    undoing.undo(handover, by=request.user)
    sentence = _("The hand-over of %s is undone.") % handover.leaver
    tell_if_finished(request, handover, sentence)
    return redirect(handover)


@require_POST
def resume(request, pk):
    handover = handover_for(request.user, pk)
    jobs.resume(handover, by=request.user)
    return redirect(handover)
