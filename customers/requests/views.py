"""Requests: made where something was refused, decided on a page made for thumbs."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm.refusals import Refused
from crm.shell import flash, sheets
from crm.shell.refusals import where_from
from customers.doors import customer_for
from customers.models import Request
from customers.requests import cards, disclosed, telling
from customers.requests.asking import wish
from customers.requests.forms import AskForm, EvidenceForm, NoteForm, RulingForm

SHOWN = 60
SHOW = {
    "": lambda user: Request.objects.waiting_for(user).order_by("created_at"),
    "others": lambda user: Request.objects.waiting_for_others(user).order_by("created_at"),
    "mine": lambda user: Request.objects.filter(by=user).order_by("-created_at"),
    "done": lambda user: (
        Request.objects.concerning(user).exclude(status="open").order_by("-decided_at")
    ),
}


@require_GET
def listed(request):
    show = request.GET.get("show", "")
    show = show if show in SHOW else ""
    found = SHOW[show](request.user).with_people()[:SHOWN]
    context = {"cards": cards.cards_for(request.user, found), "show": show}
    return render(request, "customers/requests/list.html", context)


@require_GET
def detail(request, pk):
    asked = request_for(request.user, pk)
    return render(request, "customers/requests/detail.html", page_context(request.user, asked))


@require_POST
def ask(request, pk, kind):
    customer = customer_for(request.user, pk)
    wanted = AskForm(request.POST).wanted() | wish(kind, customer.access)
    return made(request, customer.ask(kind, by=request.user, **wanted), customer)


@require_POST
def ask_disclosed(request, kind):
    """About a customer one may not read, by the token of the duplicate check."""
    told = disclosed.read(request.user, request.POST.get("token", ""))
    named = {"known_as": told.known_as, "names_holder": told.names_holder}
    asked = told.customer.ask(kind, by=request.user, **named)
    answer = made(request, asked, where_from(request))
    return HttpResponse(status=204) if request.htmx else answer  # what is being typed stays


@require_POST
def grant(request, pk):
    asked = request_for(request.user, pk)
    asked.grant(by=request.user, **cards.chosen(asked, request.POST.get("choice", "")))
    return decided(request, asked, _("Granted."))


@require_POST
def decline(request, pk):
    asked = request_for(request.user, pk)
    asked.decline(by=request.user)
    return decided(request, asked, _("Declined."))


@require_POST
def rule(request, pk):
    asked = request_for(request.user, pk)
    form = RulingForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Choose who is to hold it."))
    asked.rule(**form.cleaned_data, by=request.user)
    return decided(request, asked, _("Ruled: %s.") % asked.get_outcome_display())


@require_POST
def withdraw(request, pk):
    asked = request_for(request.user, pk)
    asked.withdraw(by=request.user)
    return decided(request, asked, _("Taken back."))


@require_POST
def explain(request, pk):
    """The asker's reason, or afterwards the decider's note."""
    asked = request_for(request.user, pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Nothing was written."), _("Write a sentence and send it again."))
    asked.explain(form.cleaned_data["text"], by=request.user)
    return decided(request, asked, _("Noted."))


@require_http_methods(["GET", "POST"])
def add_evidence(request, pk):
    asked = request_for(request.user, pk)
    form = EvidenceForm(request.POST or None)
    if form.is_valid():
        asked.add_evidence(**form.cleaned_data, by=request.user)
        flash.done(request, _("Your evidence is added."))
        return sheets.leave(request, asked)
    return sheets.show(request, "customers/requests/evidence.html", {"asked": asked}, form)


def request_for(user, pk):
    """The request `pk`, if `user` asked it, may decide it, or is a side of it; else Http404."""
    return get_object_or_404(Request.objects.visible_to(user).with_people(), pk=pk)


def page_context(user, asked) -> dict:
    speaks = asked.is_open and asked.is_dispute and asked.side_of(user)
    return {
        "card": cards.cards_for(user, [asked])[0],
        "sides": cards.sides(user, asked) if asked.is_dispute else [],
        "speaks": speaks,
    }


def made(request, asked, back):
    """A dispute goes on to its page, where evidence is added; the others go `back`."""
    words = {"decider": telling.decider(asked, request.user)}
    undo = reverse("customers:request_withdraw", args=[asked.pk])
    flash.done(request, _("Asked %(decider)s.") % words, undo_url=undo)
    return sheets.leave(request, asked if asked.is_dispute else back)


def decided(request, asked, sentence):
    """The card as it stands now; the page it was on without htmx."""
    flash.done(request, sentence)
    if not request.htmx:
        return redirect(where_from(request))
    card = cards.cards_for(request.user, [asked])[0]
    return render(request, "customers/requests/_card.html", {"card": card})
