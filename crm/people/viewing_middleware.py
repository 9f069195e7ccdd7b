"""Answers an administrator's requests as the person whose product they look at.

For the length of a request `request.user` is that person, with `viewed_by` telling who looks;
`request.real_user` is the administrator and `request.viewing` the log's row. PostgreSQL itself
refuses every write of the request, whatever a page does when it is opened.
"""

from contextlib import contextmanager

from django.db import connection, transaction
from django.http import HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRefresh
from psycopg.errors import ReadOnlySqlTransaction

from crm.people.viewing import Viewing
from crm.refusals import NotAllowed
from crm.shell import flash
from crm.shell.refusals import answer

SESSION_KEY = "viewing"
SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}


class ViewingMiddleware:
    """Stands right behind AuthenticationMiddleware: nothing inside sees the administrator."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.viewing, request.viewing_is_over = None, False
        request.real_user = request.user
        viewing = viewing_of(request)
        if viewing and not leaves(request):
            look_through(request, viewing)
        response = self.get_response(request)
        if viewing and not request.user.is_authenticated:
            viewing.close()  # by signing out
        return response


class LookingOnlyMiddleware:
    """Stands last, so that its refusals go out like every other answer."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.viewing:
            return self.get_response(request)
        with nothing_written():
            response = self.get_response(request)
        if refusal := refused_afterwards(request, response):
            return answer(request, refusal)
        return response

    def process_view(self, request, view, args, kwargs):
        if request.viewing_is_over:
            return back_to_oneself(request)
        if request.viewing and (refusal := refused_beforehand(request)):
            return answer(request, refusal)
        return None

    def process_exception(self, request, exception):
        if not (request.viewing and isinstance(exception.__cause__, ReadOnlySqlTransaction)):
            return None
        transaction.set_rollback(True)
        request.viewing_wrote = True
        return HttpResponse(status=403)


def viewing_of(request) -> Viewing | None:
    """The viewing of this session, whether it may go on or not."""
    pk = request.session.get(SESSION_KEY)
    if pk is None or not request.user.is_authenticated:
        return None
    return Viewing.objects.select_related("person__team").filter(pk=pk).first()


def begin(request, viewing):
    """The session looks through somebody's eyes from now on. No form that is open in another
    tab can be sent any more: it would be sent as the wrong person."""
    request.session[SESSION_KEY] = viewing.pk
    rotate_token(request)


def forget(request):
    request.session.pop(SESSION_KEY, None)
    rotate_token(request)


def leaves(request) -> bool:
    ways_out = {reverse("people:stop_viewing"), reverse("account_logout")}
    return request.method == "POST" and request.path in ways_out


def opened(request) -> tuple[str, bool]:
    """The path, and whether it is a page or only a part that loads into one."""
    return request.path, request.method == "GET" and "HX-Request" not in request.headers


def look_through(request, viewing):
    """Makes the request the person's, or marks it as one that came too late."""
    if not (viewing.is_open_to(request.real_user) and viewing.note(*opened(request))):
        viewing.close()
        request.viewing_is_over = True
        return
    request.viewing, request.user = viewing, viewing.person
    request.user.viewed_by = request.real_user


def back_to_oneself(request) -> HttpResponse:
    """It ended by itself. Nothing is done as the administrator that was meant as the person."""
    forget(request)
    ended = _("You see the product as yourself again.")
    if request.method not in SAFE:
        return answer(request, NotAllowed(ended, _("Nothing was done: look at the page anew.")))
    flash.told(request, ended)
    if request.htmx:
        return HttpResponseClientRefresh()
    return redirect(request.get_full_path())


@contextmanager
def nothing_written():
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
        yield


def refused_beforehand(request) -> NotAllowed | None:
    if request.method not in SAFE:
        return only_looking()
    if request.path.startswith(reverse("account_logout").removesuffix("logout/")):
        return NotAllowed(
            _("Passwords, second factors and sessions are %(person)s's own.")
            % {"person": request.user},
            _("Stop viewing to come to yours."),
        )
    return no_files() if "export" in request.GET else None


def refused_afterwards(request, response) -> NotAllowed | None:
    """What only the answer shows: that it would have written, or is a file."""
    if getattr(request, "viewing_wrote", False):
        return only_looking()
    is_file = response.headers.get("Content-Disposition", "").startswith("attachment")
    return no_files() if is_file else None


def only_looking() -> NotAllowed:
    return NotAllowed(
        _("You see the product as somebody else: you can look, but change nothing."),
        _("Stop viewing to work as yourself."),
    )


def no_files() -> NotAllowed:
    return NotAllowed(
        _("No files leave the product while you see it as somebody else."),
        _("Stop viewing and download it as yourself."),
    )
