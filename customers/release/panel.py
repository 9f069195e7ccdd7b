"""What the customer's page shows of release."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.days import start_of
from customers.registry import Panel, register_panel
from customers.release.explaining import explain

NEAR = timedelta(days=7)


def release(customer, user, access) -> dict:
    explanation = explain(customer)
    soon = start_of(timezone.localdate() + NEAR)
    is_near = explanation.due_at is not None and explanation.due_at <= soon
    return {"explanation": explanation, "is_near": is_near}


register_panel(
    Panel(
        "release",
        _("Release by rule"),
        "customers/release/panel.html",
        release,
        order=15,
        column="side",
    )
)
