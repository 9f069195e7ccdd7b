from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language

from crm.shell import language, search, theme
from crm.shell.kept import kept_of
from crm.shell.remedies import remedy_for


@require_GET
def home(request):
    return redirect(settings.LOGIN_REDIRECT_URL)


@require_GET
def search_page(request):
    """Everything found, as a page; for htmx the few best, as the list under the box."""
    query = search.cleaned(request.GET.get("q", ""))
    typing = bool(request.htmx)
    limit = search.LIMIT_WHILE_TYPING if typing else search.LIMIT_ON_THE_PAGE
    context = {"query": query, "groups": search.find(request.user, query, limit)}
    template = "crm/shell/_hits.html" if typing else "crm/shell/search.html"
    return render(request, template, context)


@require_GET
def keys(request):
    return render(request, "crm/shell/keys.html")


@require_POST
@login_not_required
def choose_language(request):
    code = request.POST.get("language", "")
    if request.user.is_authenticated and language.is_offered(code):
        language.remember(request.user, code)
    return set_language(request)


@require_POST
@login_not_required
def choose_theme(request):
    # Not `redirect`, which takes a word for the name of a URL.
    response = HttpResponseRedirect(next_page(request))
    theme.choose(response, request.POST.get("theme", ""))
    return response


def next_page(request) -> str:
    """`next` from the form if it is a page of ours, else the start page."""
    target = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        target, {request.get_host()}, require_https=request.is_secure()
    )
    return target if ours else "/"


def forbidden(request, exception) -> HttpResponse:
    """403 with the refusal's own words and what was typed; `handler403` of the site."""
    context = {
        "refusal": exception,
        "remedy": remedy_for(request, exception),
        "kept": kept_of(request),
    }
    return render(request, "403.html", context, status=403)
