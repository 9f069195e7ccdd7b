"""What the rows of a sheet are is guessed by its headings; here somebody says otherwise."""

from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm.people.access import admin_required
from crm.refusals import Refused
from customers.imports.kinds import KINDS, become
from customers.imports.mapping.guessing import proposal
from customers.imports.running import State, locked_in
from customers.models import SheetImport


@require_POST
@admin_required
def kind(request, pk):
    """The columns are proposed anew, among the targets of this kind."""
    found, chosen = get_object_or_404(SheetImport, pk=pk), request.POST.get("kind")
    if chosen not in KINDS:
        raise Refused(_("This is no choice."), _("Choose one of the list."))
    choose_kind(found, chosen)
    return redirect("customers:import", pk)


@transaction.atomic
def choose_kind(found: SheetImport, chosen: str):
    locked = locked_in(found, State.MAPPING, State.CHECKED)
    become(locked, chosen)
    locked.mapping, locked.state = proposal(locked).to_json(), State.MAPPING
    locked.save(update_fields=["kind", "policy", "mapping", "state"])
