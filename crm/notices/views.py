"""The bell, the page of one's notices, and the link that ends the daily mail."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from crm.notices import bell, unsubscribing

PAGE_SIZE = 50
UNREAD = "unread"


@require_GET
def notice_list(request):
    only_unread = request.GET.get("state") == UNREAD
    found = request.user.notices.unread() if only_unread else request.user.notices
    page = Paginator(found.newest_first(), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "only_unread": only_unread}
    return render(request, "crm/notices/list.html", context)


@require_GET
def open_notice(request, pk):
    """Opening is reading, but not through another's eyes; where it leads to has its own door."""
    notice = get_object_or_404(request.user.notices, pk=pk)
    if not request.user.viewed_by:
        request.user.notices.filter(pk=pk).mark_read()
    return redirect(notice.link)


@require_GET
@login_not_required
def unread(request):
    """The number on the bell. Asked every minute: it must not take a page that somebody types in
    to the sign-in page when their session ends."""
    if request.user.is_authenticated:
        return render(request, "crm/notices/_unread.html")
    return HttpResponse(status=204) if request.htmx else redirect_to_login(request.path)


@require_GET
def latest(request):
    context = {"notices": bell.latest_of(request.user)}
    return render(request, "crm/notices/_latest.html", context)


@require_POST
def mark_all_read(request):
    request.user.notices.mark_read()
    if not request.htmx:
        return redirect("notices:list")
    return trigger_client_event(HttpResponse(status=204), "notices-changed")


@require_http_methods(["GET", "POST"])
@login_not_required
@csrf_exempt  # mail programs post here by themselves (RFC 8058); the key is signed
def end_daily_mail(request, key):
    """Asks before it ends the mail: what looks at the links of a mail must not end it."""
    user = unsubscribing.user_of(key)
    if user and request.method == "POST":
        unsubscribing.end_daily_mail(user)
    context = {"person": user, "key": key, "ended": user and not user.daily_mail}
    return render(request, "crm/notices/end_daily_mail.html", context)
