"""Sending what waits for a webhook, as one message a time: the robots take twenty a minute."""

import time
from datetime import timedelta
from itertools import groupby

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from crm.notices.chats import FORMS, Line, Message, refusal_in
from crm.notices.models import Delivery, Webhook
from crm.notices.posting import Undelivered, post
from crm.words import listed

MOST_LINES = 20
SETTLES_IN = timedelta(seconds=10)
GIVES_UP_AFTER = timedelta(days=1)
Status = Webhook.Status


def send_waiting(pk: int) -> bool:
    """Sends what waits for this webhook; whether something still grows and waits on.

    Raises `Undelivered` when the message did not arrive; it waits on for a day.
    """
    _forget(pk)
    webhook = Webhook.objects.filter(pk=pk).first()
    waiting = list(_settled(pk))
    if waiting and webhook:
        with translation.override(webhook.language):
            send(webhook, message_of([delivery.notice for delivery in waiting]))
        Delivery.objects.filter(pk__in=[delivery.pk for delivery in waiting]).delete()
    return Delivery.objects.filter(webhook=pk).exists()


def _forget(pk):
    """What is a day old is no news, and who switched a webhook off wants nothing of it."""
    late = Q(notice__at__lt=timezone.now() - GIVES_UP_AFTER)
    Delivery.objects.filter(late | Q(webhook__is_active=False), webhook=pk).delete()


def _settled(pk):
    """A batch that grew a moment ago will grow on: it is told when it is whole."""
    still = ~Q(notice__batch="") & Q(notice__at__gt=timezone.now() - SETTLES_IN)
    found = Delivery.objects.filter(webhook=pk).exclude(still)
    return found.select_related("notice__by", "notice__user").order_by("notice_id")


def send_test(webhook) -> None:
    """A message that says where it comes from. Raises `Undelivered`."""
    with translation.override(webhook.language):
        text = _("This group will be told what “%(name)s” listens to.") % {"name": webhook}
        page = settings.SITE_URL + reverse("shell:home")
        send(
            webhook,
            Message(_("A test message of Zhibi"), [Line(text, page)], pgettext("link", "Open")),
        )


def send(webhook, message) -> None:
    """Sends a message and keeps with the webhook what became of it."""
    url, body = FORMS[webhook.form](message, webhook.address, webhook.secret, time.time())
    try:
        if refusal := refusal_in(post(url, body)):
            raise Undelivered(refusal)
    except Undelivered as error:
        _keep(webhook, Status.FAILED, str(error))
        raise
    _keep(webhook, Status.SENT)


def _keep(webhook, status, error=""):
    webhook.last_status, webhook.last_error = status, error[:500]
    webhook.last_sent_at = timezone.now()
    webhook.save(update_fields=["last_status", "last_error", "last_sent_at"])


def message_of(notices) -> Message:
    """The notices as lines: what several people were told is one line with their names."""
    told = [list(group) for _key, group in groupby(sorted(notices, key=_same), key=_same)]
    left = len(told) - MOST_LINES
    more = ngettext("and %(count)d more", "and %(count)d more", left) % {"count": left}
    title = ngettext("%(count)d notice", "%(count)d notices", len(told)) % {"count": len(told)}
    lines = [_line(group) for group in told[:MOST_LINES]]
    return Message(
        _("Zhibi: %(what)s") % {"what": title},
        lines,
        pgettext("link", "Open"),
        more if left > 0 else "",
    )


def _same(notice):
    return (notice.sentence, notice.link)


def _line(notices):
    names = listed(notice.user for notice in notices)
    text = _("To %(names)s: %(sentence)s") % {"names": names, "sentence": notices[0].sentence}
    return Line(text, settings.SITE_URL + notices[0].link)
