"""The button beside a refusal: the request that would help, made in one tap."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.shell.remedies import Remedy, register_finder

LABELS = {
    "keep": _("Ask to keep it"),
    "extend": _("Ask your manager for longer"),
    "access": _("Ask for access"),
    "dispute": _("Dispute it"),
}


def remedy(customer_pk: int, kind: str) -> Remedy:
    """`kind` is one of the kinds of requests."""
    return Remedy(LABELS[kind], reverse("customers:ask", args=[customer_pk, kind]))


@register_finder
def find(request, refusal) -> Remedy | None:
    """For what was refused at a URL of one customer, `/customers/7/…`."""
    match = request.resolver_match
    if match is None or "customers" not in match.namespaces or refusal.ask not in LABELS:
        return None
    if not match.route.startswith("customers/<int:pk>/"):
        return None
    return remedy(match.kwargs["pk"], refusal.ask)
