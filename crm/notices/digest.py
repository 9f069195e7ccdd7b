"""A mail in the morning with the notices that its person has not read.

The worker looks every quarter of an hour: from eight o'clock, by the clock of TIME_ZONE, what is
older than eight is due. So one that stood still at eight sends late, and nothing is sent twice.
"""

import logging
from datetime import datetime, time, timedelta
from itertools import groupby
from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import ngettext

from crm import mail
from crm.notices.models import Notice
from crm.notices.unsubscribing import key_of
from crm.people.models import User

logger = logging.getLogger(__name__)

HOUR = time(8)
# A mail server that was down over a week-end is caught up with; older news are none.
REACHES_BACK = timedelta(days=3)
MOST_OF_A_KIND = 20


def mail_unread(now: datetime | None = None) -> int:
    """Mails everybody what is due to them; how many mails went out."""
    now = timezone.localtime(now)
    morning = timezone.make_aware(datetime.combine(now.date(), HOUR))
    if now < morning or settings.EMAIL_BACKEND == mail.TO_THE_LOG:
        return 0
    due = Notice.objects.unread().filter(
        mailed_at=None, at__lt=morning, at__gte=morning - REACHES_BACK
    )
    people = User.objects.active().filter(daily_mail=True, pk__in=due.values("user"))
    return sum(_mail(user, due.filter(user=user)) for user in people.exclude(email=""))


def _mail(user, due) -> bool:
    """Whether it went out. The notices are marked first: two workers mail nobody twice."""
    marked = timezone.now()
    if not due.update(mailed_at=marked):
        return False
    told = user.notices.filter(mailed_at=marked)
    try:
        mail_of(user, list(told.newest_first())).send()
    except SMTPRecipientsRefused:
        logger.warning("The daily mail to %s was refused.", user.email)
        return False
    except OSError as error:
        told.update(mailed_at=None)
        if not isinstance(error, SMTPException):
            raise  # no server answers: nobody else's mail would go out either
        logger.exception("The daily mail to %s could not be sent.", user.email)
        return False
    return True


def mail_of(user, notices) -> EmailMultiAlternatives:
    """The mail in its reader's language, as text and as HTML."""
    off = settings.SITE_URL + reverse("daily_mail_off", args=[key_of(user)])
    with translation.override(user.language or settings.LANGUAGE_CODE):
        subject = ngettext(
            "%(count)d notice you have not read",
            "%(count)d notices you have not read",
            len(notices),
        )
        said = {"user": user, "groups": groups_of(notices), "site": settings.SITE_URL, "off": off}
        text = render_to_string("crm/notices/email/digest.txt", said)
        html = render_to_string("crm/notices/email/digest.html", said)
        subject = settings.ACCOUNT_EMAIL_SUBJECT_PREFIX + subject % {"count": len(notices)}
    # One click in the reader's mail program ends them: RFC 8058.
    headers = {
        "List-Unsubscribe": f"<{off}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    message = EmailMultiAlternatives(subject, text, to=[user.email], headers=headers)
    message.attach_alternative(html, "text/html")
    return message


def groups_of(notices) -> list[dict]:
    """The notices by kind, newest first; of each kind some, and how many are left."""
    kinds = groupby(sorted(notices, key=lambda notice: notice.kind), key=lambda n: n.about)
    return [
        {"label": kind.label, "notices": told[:MOST_OF_A_KIND], "left": len(told) - MOST_OF_A_KIND}
        for kind, told in ((kind, list(group)) for kind, group in kinds)
    ]
