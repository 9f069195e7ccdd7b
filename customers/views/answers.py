"""Where people find themselves after a verb."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django_htmx.http import HttpResponseClientRedirect, HttpResponseClientRefresh

from customers.models import Customer


def stay(request, customer) -> HttpResponse:
    """Back on the page the verb was said on, drawn anew; the list if the customer is gone."""
    url = customer.get_absolute_url()
    gone = not Customer.objects.visible_to(request.user).filter(pk=customer.pk).exists()
    if gone and (not request.htmx or request.htmx.current_url_abs_path == url):
        return away(request)
    return HttpResponseClientRefresh() if request.htmx else redirect(url)


def away(request) -> HttpResponse:
    response = redirect("customers:list")
    return HttpResponseClientRedirect(response.url) if request.htmx else response
