"""What this room shows on the customer's page."""

from datetime import timedelta
from functools import partial

from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from customers.registry import Panel
from intel.decision_map import decision_map
from intel.models import RivalProduct
from intel.organisation import organisation

SOON = timedelta(days=90)


def people(customer, user, access) -> dict:
    return {"map": decision_map(customer, user), "narrowed": narrowed_to(customer)}


def departments(customer, user, access) -> dict:
    return {"branches": organisation(customer)}


def rivals(customer, user, access) -> dict:
    theirs = RivalProduct.objects.visible_to(user).filter(customer=customer)
    products = theirs.select_related("competitor").order_by("competitor__sort_name", "pk")
    soon = timezone.localdate() + SOON
    return {"products": products, "soon": soon, "narrowed": narrowed_to(customer)}


def narrowed_to(customer) -> str:
    return urlencode({"customer": customer.pk})


side = partial(Panel, column="side")
PANELS = [
    Panel("people", _("People and decisions"), "intel/panels/people.html", people, order=20),
    side("departments", _("Departments"), "intel/panels/departments.html", departments, order=30),
    side("rivals", _("Competitors"), "intel/panels/rivals.html", rivals, order=40),
]
