"""A person's dossier: where they stand and, for confidants, what is known of them."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from crm.history import changes
from crm.shell import flash, sheets
from customers.doors import child_for
from customers.models import Contact
from intel.confidants import is_confidant
from intel.doors import known_contact
from intel.facts import facts_by_topic
from intel.forms.dossier import DossierForm
from intel.models import Dossier
from intel.views.leaving import PEOPLE
from sales.views.leaving import back


@require_GET
def dossier(request, pk):
    contact = known_contact(request.user, pk)
    confided = is_confidant(request.user, contact.customer)
    dossier = Dossier.of(contact)
    context = {
        "contact": contact,
        "dossier": dossier,
        "access": contact.access,
        "confided": confided,
        "topics": facts_by_topic(contact, request.user) if confided else [],
        "headed": contact.headed_departments.filter(deleted_at__isnull=True),
        "changes": list(changes(dossier)) if dossier.pk else [],
    }
    return render(request, "intel/dossier.html", context)


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    contact = child_for(request.user, Contact, pk, right="edits_inside")
    form = DossierForm(request.POST or None, instance=Dossier.of(contact))
    if request.method == "POST" and form.settle(by=request.user):
        flash.done(request, _("The dossier of %(contact)s is saved.") % {"contact": contact})
        return back(request, PEOPLE, form.instance)
    return sheets.show(request, "intel/dossier_form.html", {"contact": contact}, form)
