"""A `Refused` raised in a view becomes a sentence on the page the user came from."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.defaults import bad_request
from django_htmx.http import reswap

from crm.refusals import NotAllowed, NotUnderstood, Refused
from crm.shell import flash
from crm.shell.views import forbidden

STATUSES = {NotAllowed: 403, NotUnderstood: 422}


class RefusalMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, Refused):
            return None
        return answer(request, exception)


def answer(request, refusal: Refused) -> HttpResponse:
    """A toast for htmx, a page for a missing right, else back with the reason."""
    if request.htmx:
        flash.refused(request, refusal)
        return reswap(HttpResponse(status=_status(refusal)), "none")
    if isinstance(refusal, NotAllowed):
        return forbidden(request, refusal)
    flash.refused(request, refusal)
    return redirect(where_from(request))


def not_understood(request, exception) -> HttpResponse:
    """`handler400` of the site: 413 and what to do for what is too large, 400 for the rest."""
    if not isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return bad_request(request, exception)
    if getattr(request, "htmx", False):
        too_large = Refused(_("That is too large to be sent at once."), _("Send it in parts."))
        flash.refused(request, too_large)
        return reswap(HttpResponse(status=413), "none")
    return render(request, "413.html", status=413)


def _status(refusal: Refused) -> int:
    return next((code for kind, code in STATUSES.items() if isinstance(refusal, kind)), 409)


def where_from(request) -> str:
    """The page of ours that the request came from, or the start page.

    A GET that refuses must not be sent back to itself for ever.
    """
    referer = request.headers.get("Referer", "")
    # A browser names the whole address; `redirect` takes a mere word for the name of a URL.
    ours = "/" in referer and url_has_allowed_host_and_scheme(
        referer, {request.get_host()}, require_https=request.is_secure()
    )
    itself = referer == request.build_absolute_uri()
    return referer if ours and not itself else "/"
