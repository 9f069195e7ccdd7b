"""A form that opens as a dialog over the page, and as a page of its own without JavaScript."""

from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django_htmx.http import HttpResponseClientRedirect, trigger_client_event

DIALOG = "dialog"


def is_dialog(request) -> bool:
    return getattr(getattr(request, "htmx", None), "target", None) == DIALOG


def template_for(request) -> str:
    """What a sheet extends: the dialog's frame, or the page's."""
    return "_sheet_dialog.html" if is_dialog(request) else "_sheet_page.html"


def show(request, template, context, form=None) -> HttpResponse:
    """Render a sheet; 422 when its form was sent and refused."""
    status = 422 if form is not None and form.is_bound and form.errors else 200
    context = context if form is None else {**context, "form": form}
    return render(request, template, context, status=status)


def leave(request, to, *args, **kwargs) -> HttpResponse:
    """The sheet has done its work: go to `to` (a URL name, URL or object)."""
    url = resolve_url(to, *args, **kwargs)
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def close(request, event: str | None = None) -> HttpResponse:
    """Close the dialog and stay on the page; `event` tells the page's parts to reload."""
    response = HttpResponse(status=204)
    trigger_client_event(response, "dialog-close")
    return trigger_client_event(response, event) if event else response
