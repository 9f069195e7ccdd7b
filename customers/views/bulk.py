"""The verb assign on a selection: an outcome for every row."""

from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm.people.fields import is_id
from crm.refusals import NotAllowed, Refused
from crm.shell import sheets
from customers.bulk import assign_each
from customers.forms.verbs import AssignForm
from customers.models import Customer

MOST_AT_ONCE = 500


@require_http_methods(["GET", "POST"])
def bulk_assign(request):
    if not (request.user.is_admin or request.user.is_manager):
        raise NotAllowed(_("Only a manager may assign customers."), _("Ask your manager."))
    ids = asked_ids(request.POST if request.method == "POST" else request.GET)
    customers = Customer.objects.visible_to(request.user).filter(pk__in=ids)
    form = AssignForm(request.POST or None, user=request.user)
    context = {"ids": ids, "count": customers.count(), "customers": customers[:3]}
    if not form.is_valid():
        return sheets.show(request, "customers/bulk_assign.html", context, form)
    outcome = assign_each(ids, by=request.user, **form.cleaned_data)
    back = request.htmx.current_url_abs_path or reverse("customers:list")
    return render(request, "customers/bulk_outcome.html", {"outcome": outcome, "back": back})


def asked_ids(data: QueryDict) -> list[int]:
    """The ids asked for, each once; Refused if there are none or too many."""
    words = (word for text in data.getlist("ids") for word in text.split(","))
    ids = list(dict.fromkeys(int(word) for word in words if is_id(word)))
    if not ids:
        raise Refused(_("No customer is selected."), _("Tick some rows first."))
    if len(ids) > MOST_AT_ONCE:
        raise Refused(
            _("%(count)d customers are too many at once.") % {"count": len(ids)},
            _("Select at most %(most)d.") % {"most": MOST_AT_ONCE},
        )
    return ids
