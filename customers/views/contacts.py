"""The people at a customer, in dialogs over its page."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from crm.shell import flash, sheets
from customers import contacts
from customers.doors import child_for, customer_for, deleted_contact_for
from customers.forms.contact import ContactForm
from customers.models import Contact
from customers.views.answers import stay


@require_http_methods(["GET", "POST"])
def new(request, pk):
    customer = customer_for(request.user, pk, right="edits")
    form = ContactForm(request.POST or None, instance=Contact(customer=customer))
    if form.is_valid():
        contacts.add(form.instance, by=request.user)
        return saved(request, form.instance)
    context = {"customer": customer, "title": _("New contact")}
    return sheets.show(request, "customers/contact.html", context, form)


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    contact = child_for(request.user, Contact, pk, right="edits")
    form = ContactForm(request.POST or None, instance=contact)
    if request.method == "POST" and form.settle(by=request.user):
        return saved(request, form.instance)
    context = {"customer": contact.customer, "contact": contact, "title": contact.name}
    return sheets.show(request, "customers/contact.html", context, form)


def saved(request, contact) -> HttpResponse:
    flash.done(request, _("%s is saved.") % contact)
    return stay(request, contact.customer)


@require_POST
def make_primary(request, pk):
    contact = child_for(request.user, Contact, pk, right="edits")
    contacts.make_primary(contact, by=request.user)
    flash.done(request, _("%s is the primary contact now.") % contact)
    return stay(request, contact.customer)


@require_POST
def delete(request, pk):
    contact = child_for(request.user, Contact, pk, right="edits")
    contacts.put_aside(contact, by=request.user)
    undo = reverse("customers:contact_restore", args=[pk])
    flash.done(request, _("%s is deleted.") % contact, undo_url=undo)
    return stay(request, contact.customer)


@require_POST
def restore(request, pk):
    contact = deleted_contact_for(request.user, pk)
    contacts.bring_back(contact, by=request.user)
    flash.done(request, _("%s is back.") % contact)
    return stay(request, contact.customer)
