"""Which customer a form of the bar is for, and which a list is narrowed to."""

from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from crm.grid.filters import is_id
from crm.shell.search import cleaned
from customers.models import Customer
from customers.visibility import INSIDERS

OFFERED = 8


def open_customers(user):
    """The customers whose activities, opportunities and orders `user` may read."""
    return Customer.objects.visible_to(user, INSIDERS)


def writable_customers(user):
    """The customers inside which `user` may write."""
    return Customer.objects.writable_inside_by(user)


def offered(customers, user, query: str) -> list:
    """A few of `customers`: those that match, or the user's own that were changed last."""
    if query := cleaned(query):
        return list(customers.matching(query).order_by("sort_name", "pk")[:OFFERED])
    return list(customers.filter(owner=user).order_by("-updated_at", "-pk")[:OFFERED])


def customer_in(request):
    """The customer named by `?customer=`, else the one whose page the user looks at, or None."""
    named = request.GET.get("customer", "")
    pk = named if is_id(named) else _looked_at(request)
    return writable_customers(request.user).filter(pk=pk).first() if pk else None


def _looked_at(request) -> int | None:
    if not request.htmx:
        return None
    try:
        page = resolve(urlsplit(request.htmx.current_url_abs_path or "").path)
    except Resolver404:
        return None
    return page.kwargs.get("pk") if page.route.startswith("customers/<int:pk>/") else None
