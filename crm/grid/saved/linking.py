"""Short links: a state of a list under a few letters, for a chat message.

The letters follow from the state and the house's key: the same state has the same link, and
nobody tries out from outside which states were sent. A link opens nothing: whoever follows it sees
the state with their own rows.
"""

import base64

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm.grid.doors import grid_for
from crm.grid.saved.doors import list_url
from crm.grid.saved.models import LONGEST_STATE, ShortLink
from crm.refusals import Refused

LETTERS_IN_A_CODE = 10
SHORT_ENOUGH = 200
"""Characters of an address that still look well in a chat message."""


@require_POST
def make(request, key):
    """The address of the posted `query`, as text; short, where the whole one is long."""
    grid = grid_for(request.user, key, request.POST.get("query", ""))
    path = list_url(key, grid.whole_state)
    if len(request.build_absolute_uri(path)) > SHORT_ENOUGH:
        path = shortened(key, grid.whole_state, by=request.user).get_absolute_url()
    return HttpResponse(request.build_absolute_uri(path), content_type="text/plain; charset=utf-8")


def shortened(key: str, query: str, *, by) -> ShortLink:
    """The link to that state, made by whoever asked for it first."""
    if len(query) > LONGEST_STATE:
        raise Refused(
            _("These conditions are too long for a link."), _("Save them as a view, and share it.")
        )
    digest = salted_hmac("short link", f"{key}?{query}", algorithm="sha256").digest()
    code = base64.b32encode(digest).decode().lower()[:LETTERS_IN_A_CODE]
    content = {"grid": key, "query": query, "made_by": by}
    return ShortLink.objects.get_or_create(code=code, defaults=content)[0]


@require_safe
def follow(request, code):
    link = get_object_or_404(ShortLink, code=code)
    return redirect(list_url(link.grid, link.query))
