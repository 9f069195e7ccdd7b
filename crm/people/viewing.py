"""Seeing the product as somebody else sees it: for administrators, read-only, logged.

`start` and `close` are the verbs, `Viewing.is_open_to` is asked anew with every request. Only
people who administer nothing can be looked through: an administrator's product shows nothing
that another one's does not, and through them one would come to the pages that change people.
Facts about people and whatever was revealed to the person stay closed: `user.viewed_by` tells.
"""

from datetime import timedelta

import pgtrigger
from django.conf import settings
from django.db import models, transaction
from django.db.models import F
from django.db.models.functions import Least
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.people.models import User
from crm.refusals import NotAllowed, Refused

LASTS = timedelta(minutes=30)
LONGEST_PATH = 300

KEEP_THE_LOG = """
    IF TG_OP = 'DELETE' OR OLD.ended_at IS NOT NULL
        OR to_jsonb(NEW) - 'ended_at' - 'last_path' - 'pages'
            <> to_jsonb(OLD) - 'ended_at' - 'last_path' - 'pages' THEN
        RAISE EXCEPTION 'the log of viewings is append-only';
    END IF;
    RETURN NEW;
"""


class ViewingQuerySet(models.QuerySet):
    def running(self):
        return self.filter(ended_at=None, ends_at__gt=timezone.now())


class Viewing(models.Model):
    """One time that an administrator saw the product as a person sees it, and what they opened.

    `pages` counts whole pages, not the parts that load into one; paths go without their query.
    """

    admin = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="viewings",
        verbose_name=gettext_lazy("administrator"),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="viewed",
        verbose_name=gettext_lazy("seen as"),
    )
    started_at = models.DateTimeField(gettext_lazy("since"), default=timezone.now)
    ends_at = models.DateTimeField(gettext_lazy("at the latest until"))
    ended_at = models.DateTimeField(gettext_lazy("until"), null=True)
    pages = models.PositiveIntegerField(gettext_lazy("pages"), default=0)
    first_path = models.CharField(gettext_lazy("first page"), max_length=LONGEST_PATH)
    last_path = models.CharField(gettext_lazy("last page"), max_length=LONGEST_PATH)

    objects = ViewingQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("viewing")
        verbose_name_plural = gettext_lazy("viewings")
        indexes = [models.Index(fields=["-started_at", "-id"], name="viewing_by_start")]
        triggers = [
            pgtrigger.Trigger(
                name="keep_the_log",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=KEEP_THE_LOG,
            )
        ]

    def __str__(self):
        return f"{self.admin} → {self.person}"

    @property
    def is_running(self) -> bool:
        return self.ended_at is None and timezone.now() < self.ends_at

    @property
    def until(self):
        """When it ended, or will at the latest."""
        return self.ended_at or self.ends_at

    def is_open_to(self, admin) -> bool:
        """Whether it goes on at this instant; both people as they were just read."""
        watches = admin.pk == self.admin_id and admin.is_admin and admin.is_active
        return self.is_running and watches and is_viewable(self.person)

    def note(self, path: str, is_page: bool) -> bool:
        """Writes down the page that is about to be opened. False when it was ended meanwhile."""
        running = Viewing.objects.running().filter(pk=self.pk)
        if not is_page:
            return running.exists()
        return bool(running.update(pages=F("pages") + 1, last_path=path[:LONGEST_PATH]))

    def close(self):
        """Ends it, now or when its time was over; a second time does nothing."""
        running = Viewing.objects.filter(pk=self.pk, ended_at=None)
        running.update(ended_at=Least(timezone.now(), F("ends_at")))


def is_viewable(person) -> bool:
    return person.is_active and not person.is_admin


@transaction.atomic
def start(person, *, by, path: str) -> Viewing:
    """Opens a viewing whose first page is `path`; NotAllowed or Refused, and why."""
    locked = User.objects.select_for_update(no_key=True, of=("self",)).order_by("pk")
    both = {user.pk: user for user in locked.filter(pk__in=[person.pk, by.pk])}
    _refuse_unless_admin(both[by.pk])
    _refuse_unless_viewable(both[person.pk])
    path, now = path.partition("?")[0][:LONGEST_PATH], timezone.now()
    return Viewing.objects.create(
        admin=by,
        person=person,
        started_at=now,
        ends_at=now + LASTS,
        first_path=path,
        last_path=path,
    )


def _refuse_unless_admin(by):
    if not (by.is_admin and by.is_active):
        raise NotAllowed(_("Only administrators see the product as somebody else does."))


def _refuse_unless_viewable(person):
    if person.is_admin:
        raise NotAllowed(
            _("%(person)s is an administrator: they see no more than you do.") % {"person": person},
            _("Choose somebody who is none."),
        )
    if not person.is_active:
        raise Refused(
            _("%(user)s no longer works here.") % {"user": person},
            _("Nobody sees the product as they do any more."),
        )
