"""The departments of a customer."""

import pghistory
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from crm.shell import flash, sheets
from customers.doors import child_for, customer_for
from intel.forms.department import DepartmentForm
from intel.models import Department
from intel.views.leaving import DEPARTMENTS
from sales.doors import deleted_for
from sales.views.leaving import back, deleted, restored


@require_http_methods(["GET", "POST"])
def new(request, pk):
    customer = customer_for(request.user, pk, right="edits_inside")
    form = DepartmentForm(request.POST or None, instance=Department(customer=customer))
    if form.is_valid():
        return _saved(request, form.found(by=request.user))
    context = {"customer": customer, "heading": _("New department")}
    return sheets.show(request, "intel/department_form.html", context, form)


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    department = child_for(request.user, Department, pk, right="edits_inside")
    form = DepartmentForm(request.POST or None, instance=department)
    if request.method == "POST" and form.settle(by=request.user):
        return _saved(request, form.instance)
    context = {
        "customer": department.customer,
        "department": department,
        "heading": _("Edit department"),
    }
    return sheets.show(request, "intel/department_form.html", context, form)


def _saved(request, department):
    flash.done(request, _("“%(record)s” is saved.") % {"record": department})
    return back(request, DEPARTMENTS, department)


@require_POST
def delete(request, pk):
    department = child_for(request.user, Department, pk, right="edits_inside")
    with pghistory.context(user=request.user.pk):
        department.put_aside(by=request.user)
    return deleted(request, department, DEPARTMENTS, "intel:restore_department", department)


@require_POST
def restore(request, pk):
    department = deleted_for(request.user, Department, pk)
    with pghistory.context(user=request.user.pk):
        department.restore()
    return restored(request, department, DEPARTMENTS)
