"""Orders and their lines."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm.grid.filters import is_id
from crm.history import changes
from crm.shell import flash, sheets
from customers.doors import child_for, customer_for
from sales.doors import deleted_for
from sales.forms.order import OrderWithLines, blank_line
from sales.models import Order
from sales.views.leaving import ORDERS, deleted, restored


@require_http_methods(["GET", "POST"])
def new(request, pk):
    customer = customer_for(request.user, pk, right="edits_inside")
    return _write(request, Order(customer=customer), _("New order"))


@require_GET
def order(request, pk):
    order = child_for(request.user, Order, pk)
    context = {
        "order": order,
        "access": order.access,
        "lines": order.lines.all(),
        "changes": list(changes(order)),
    }
    return render(request, "sales/order.html", context)


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    order = child_for(request.user, Order, pk, right="edits_inside")
    return _write(request, order, _("Edit order"))


def _write(request, order, heading):
    form = OrderWithLines(request.POST or None, order=order)
    if request.method == "POST" and form.save(by=request.user):
        flash.done(request, _("Order %(number)s is saved.") % {"number": form.order})
        return sheets.leave(request, form.order)
    context = {"form": form, "customer": order.customer, "heading": heading}
    status = 422 if request.method == "POST" else 200
    return render(request, "sales/order_form.html", context, status=status)


@require_GET
def line(request):
    """One more empty line, after the `lines-TOTAL_FORMS` there are."""
    total = request.GET.get("lines-TOTAL_FORMS", "")
    form = blank_line(int(total)) if is_id(total) else None
    if form is None:
        raise Http404
    return render(request, "sales/_new_line.html", {"line": form, "total": int(total) + 1})


@require_POST
def delete(request, pk):
    order = child_for(request.user, Order, pk, right="edits_inside")
    order.put_aside(by=request.user)
    return deleted(request, order, ORDERS, "sales:restore_order", order.customer)


@require_POST
def restore(request, pk):
    order = deleted_for(request.user, Order, pk)
    order.bring_back(by=request.user)
    return restored(request, order, ORDERS)
