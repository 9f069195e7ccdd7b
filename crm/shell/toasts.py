"""Messages queued during an htmx request travel in its HX-Trigger header, whatever it swaps."""

from django.contrib.messages import get_messages
from django_htmx.http import trigger_client_event

from crm.shell.flash import as_toast

LEAVES_THE_PAGE = ("HX-Redirect", "HX-Refresh", "HX-Location")


class ToastMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.htmx and _stays_on_the_page(response):
            toasts = [as_toast(message) for message in get_messages(request)]
            if toasts:
                trigger_client_event(response, "toasts", {"items": toasts})
        return response


def _stays_on_the_page(response) -> bool:
    redirects = 300 <= response.status_code < 400
    return not redirects and not any(name in response for name in LEAVES_THE_PAGE)
