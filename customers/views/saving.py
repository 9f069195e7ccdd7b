"""Adding and changing a customer."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from crm.shell import flash
from customers.doors import customer_for
from customers.forms.customer import CustomerForm, NewCustomerForm
from customers.models import Customer

LOOK_ALIKES = 5
SHORTEST_NAME = 2


@require_http_methods(["GET", "POST"])
def new(request):
    form = NewCustomerForm(request.POST or None, user=request.user)
    if form.is_valid():
        customer = form.register(by=request.user)
        return saved(request, customer, form)
    return page(request, form, {"title": _("New customer")})


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    customer = customer_for(request.user, pk, right="edits")
    form = CustomerForm(request.POST or None, instance=customer)
    if request.method == "POST" and form.settle(by=request.user):
        return saved(request, form.instance, form)
    return page(request, form, {"title": _("Edit %s") % customer.name, "customer": customer})


def saved(request, customer, form) -> HttpResponse:
    flash.done(request, _("%s is saved.") % customer)
    if doubtful := ", ".join(form.doubtful_phones):
        flash.told(request, _("Kept as typed, since no complete number: %s.") % doubtful)
    return redirect(customer)


def page(request, form, context) -> HttpResponse:
    status = 409 if form.disputes else 422 if form.errors else 200
    return render(request, "customers/form.html", {"form": form, **context}, status=status)


@require_GET
def look_alikes(request):
    """Customers with a name like the one being typed, as far as the user may see them."""
    name = request.GET.get("name", "").replace("\0", "").strip()[:80]
    found = Customer.objects.none()
    if len(name) >= SHORTEST_NAME:
        found = Customer.objects.visible_to(request.user).matching(name)
    found = found.select_related("owner", "pool").order_by("sort_name", "pk")[:LOOK_ALIKES]
    return render(request, "customers/_look_alikes.html", {"customers": found})
