"""Drops what htmx is said to have told and no browser tells.

django-htmx splits the address in HX-Current-URL when it is asked for, and a forged one that is
no address would end in an error page.
"""

from urllib.parse import unquote, urlsplit

CURRENT_URL = "HTTP_HX_CURRENT_URL"


class HeadersMiddleware:
    """Stands first: whoever reads a header reads all of them, and keeps them."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not is_address(request.META.get(CURRENT_URL, "")):
            del request.META[CURRENT_URL]
        return self.get_response(request)


def is_address(text: str) -> bool:
    try:
        urlsplit(text), urlsplit(unquote(text))
    except ValueError:
        return False
    return True
