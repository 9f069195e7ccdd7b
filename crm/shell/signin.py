"""A session that ran out during an htmx request leads to the sign-in page, not into a fragment."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import resolve_url
from django_htmx.http import HttpResponseClientRedirect


class SignInMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.htmx and _leads_to_sign_in(response):
            back = request.htmx.current_url_abs_path or "/"
            return HttpResponseClientRedirect(redirect_to_login(back).url)
        return response


def _leads_to_sign_in(response) -> bool:
    target = urlsplit(response.headers.get("Location", "")).path
    return response.status_code == 302 and target == resolve_url(settings.LOGIN_URL)
