"""The verbs of ownership. Each view fetches through the user, makes one call, and says what happened."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from crm.days import short_day
from crm.people.fields import ReceiverField
from crm.refusals import NotAllowed, Refused
from crm.shell import flash, sheets
from crm.shell.remedies import remedy_for
from customers.doors import customer_for, deleted_customer_for
from customers.forms.verbs import AssignForm, ProtectForm, ReleaseForm, ShareForm, WhitelistForm
from customers.views.answers import away, stay


@require_POST
def claim(request, pk):
    customer = customer_for(request.user, pk)
    customer.claim(by=request.user)
    return done(request, customer, _("%s is yours alone now.") % customer)


@require_http_methods(["GET", "POST"])
def assign(request, pk):
    customer = customer_for(request.user, pk)
    customer.refuse_unless_assignable(request.user)
    form = AssignForm(request.POST or None, user=request.user, customer=customer)
    if carried_out(form, customer.assign):
        return done(request, customer, _("%(to)s holds %(customer)s now.") % said(form, customer))
    return ask(request, customer, form, _("Assign"))


@require_http_methods(["GET", "POST"])
def share(request, pk):
    customer = customer_for(request.user, pk)
    customer.refuse_unless_shareable(request.user)
    form = ShareForm(request.POST or None, user=request.user, customer=customer)
    if carried_out(form, customer.share):
        words = said(form, customer)
        return done(request, customer, _("%(receiver)s sees %(customer)s now.") % words)
    return ask(request, customer, form, _("Share"))


@require_POST
def unshare(request, pk):
    customer = customer_for(request.user, pk)
    receiver = ReceiverField().find(request.POST.get("receiver", ""))
    if receiver is None:
        raise Refused(_("There is no such share."), _("Reload the page to see who has one."))
    customer.unshare(receiver, by=request.user)
    return done(request, customer, _("The share with %s has ended.") % receiver)


@require_http_methods(["GET", "POST"])
def protect(request, pk):
    customer = customer_for(request.user, pk)
    customer.refuse_unless_protectable(request.user)
    form = ProtectForm(request.POST or None, user=request.user, customer=customer)
    if carried_out(form, customer.protect):
        day = short_day(form.cleaned_data["until"])
        words = {"customer": customer, "day": day}
        return done(request, customer, _("%(customer)s is protected until %(day)s.") % words)
    title = _("Extend protection") if customer.is_protected else _("Protect")
    return ask(request, customer, form, title)


@require_POST
def unprotect(request, pk):
    customer = customer_for(request.user, pk)
    customer.unprotect(by=request.user)
    return done(request, customer, _("%s is no longer protected.") % customer)


@require_http_methods(["GET", "POST"])
def whitelist(request, pk):
    customer = customer_for(request.user, pk)
    customer.refuse_unless_led(request.user)
    form = WhitelistForm(request.POST or None, user=request.user, customer=customer)
    if carried_out(form, customer.whitelist):
        return done(request, customer, _("%s is never released by a rule now.") % customer)
    return ask(request, customer, form, _("Never release"))


@require_POST
def unlist(request, pk):
    customer = customer_for(request.user, pk)
    customer.unlist(by=request.user)
    return done(request, customer, _("%s is bound by the rules of release again.") % customer)


@require_http_methods(["GET", "POST"])
def release(request, pk):
    customer = customer_for(request.user, pk)
    customer.refuse_unless_releasable(request.user)
    form = ReleaseForm(request.POST or None, user=request.user, customer=customer)
    if carried_out(form, customer.release):
        words = {"customer": customer, "pool": customer.pool}
        return done(request, customer, _("%(customer)s is in the pool of %(pool)s now.") % words)
    return ask(request, customer, form, _("Release"))


@require_POST
def delete(request, pk):
    customer = customer_for(request.user, pk)
    customer.delete(by=request.user)
    undo = reverse("customers:restore", args=[pk])
    flash.done(request, _("%s is deleted.") % customer, undo_url=undo)
    return away(request)


@require_POST
def restore(request, pk):
    customer = deleted_customer_for(request.user, pk)
    customer.undelete(by=request.user)
    return done(request, customer, _("%s is back.") % customer)


def carried_out(form, verb) -> bool:
    """Says the verb with what the form was given; a refusal comes back in the form."""
    if not form.is_valid():
        return False
    try:
        verb(**form.cleaned_data, by=form.user)
    except NotAllowed:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        form.refusal = refusal
        return False
    return True


def said(form, customer) -> dict:
    return {**form.cleaned_data, "customer": customer}


def done(request, customer, sentence) -> HttpResponse:
    flash.done(request, sentence)
    return stay(request, customer)


def ask(request, customer, form, title) -> HttpResponse:
    remedy = remedy_for(request, getattr(form, "refusal", None))
    context = {"customer": customer, "title": title, "remedy": remedy}
    return sheets.show(request, "customers/verb.html", context, form)
