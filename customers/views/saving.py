"""Adding and changing a customer."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm.shell import flash
from crm.words import listed
from customers import duplicates
from customers.doors import customer_for
from customers.duplicates import Typed
from customers.forms.customer import CustomerForm, NewCustomerForm


@require_http_methods(["GET", "POST"])
def new(request):
    form = NewCustomerForm(request.POST or None, user=request.user)
    question = question_before_saving(request, form)
    if form.is_valid() and not question:
        customer = form.register(by=request.user)
        return saved(request, customer, form)
    return page(request, form, {"title": _("New customer"), **question})


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    customer = customer_for(request.user, pk, right="edits")
    form = CustomerForm(request.POST or None, instance=customer)
    question = question_before_saving(request, form, customer)
    if request.method == "POST" and not question and form.settle(by=request.user):
        return saved(request, form.instance, form)
    context = {"title": _("Edit %s") % customer.name, "customer": customer, **question}
    return page(request, form, context)


def question_before_saving(request, form, customer=None) -> dict:
    """Who has it already, for the page to ask whether to save all the same; asked once."""
    if not form.is_valid():
        return {}
    typed = Typed.of(form.cleaned_data, customer)
    if request.POST.get("anyway") == typed.token:
        return {}
    found = duplicates.look(request.user, typed)
    if found.is_partial:
        flash.told(request, duplicates.UNCHECKED)
    return {"found": found, "anyway": typed.token} if found else {}


def saved(request, customer, form) -> HttpResponse:
    flash.done(request, _("%s is saved.") % customer)
    if doubtful := listed(form.doubtful_phones):
        flash.told(request, _("Kept as typed, since no complete number: %s.") % doubtful)
    return redirect(customer)


def page(request, form, context) -> HttpResponse:
    asks = form.disputes or "found" in context
    status = 409 if asks else 422 if form.errors else 200
    return render(request, "customers/form.html", {"form": form, **context}, status=status)
