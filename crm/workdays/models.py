"""The working calendar, and who is away from it."""

from datetime import timedelta

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from crm.trash import Deletable
from crm.workdays.functions import WorkdaysBetween
from crm.workdays.leaves import Leaving

CHANGES = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete


class SpecialDay(models.Model):
    """A public holiday or a make-up day. On any other day Monday to Friday work."""

    day = models.DateField(_("day"), unique=True)
    is_working = models.BooleanField(_("working day"))
    name = models.CharField(_("name"), max_length=80, blank=True)
    is_loaded = models.BooleanField(_("loaded"), default=False, editable=False)

    class Meta:
        verbose_name = _("special day")
        verbose_name_plural = _("special days")
        ordering = ("day",)
        triggers = [
            # Taken before any row is, so that two calendars cannot wait for each other.
            pgtrigger.Trigger(
                name="one_calendar_at_a_time",
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                operation=CHANGES,
                func="PERFORM pg_advisory_xact_lock(hashtext('crm_workday')); RETURN NULL;",
            ),
            pgtrigger.Trigger(
                name="workdays_follow",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=CHANGES | pgtrigger.Truncate,
                func="PERFORM crm_refresh_workdays(); RETURN NULL;",
            ),
        ]

    def __str__(self):
        return self.name or str(self.day)


class Workday(models.Model):
    """Every day from 2010 to 2060, as the special days make it; kept by the database.

    `ordinal` is the number of working days up to and including the day. The table is not
    managed: what empties tables between tests leaves it alone.
    """

    day = models.DateField(_("day"), primary_key=True)
    is_working = models.BooleanField(_("working day"))
    ordinal = models.IntegerField()

    class Meta:
        verbose_name = _("workday")
        verbose_name_plural = _("workdays")
        managed = False
        db_table = "crm_workday"


class LeaveQuerySet(models.QuerySet):
    def living(self):
        return self.filter(deleted_at=None)

    def removed(self):
        return self.exclude(deleted_at=None)

    def not_over(self, today):
        return self.filter(last_day__gte=today)

    def visible_to(self, user):
        """One's own, and those of the people one manages; an administrator's are everybody's."""
        return self if user.is_admin else self.filter(person__in=user.principals)

    def of_those_led_by(self, user):
        """The living leaves that `user` may change."""
        return self.living().visible_to(user).exclude(person=None if user.is_admin else user)

    def with_days(self):
        """Each with `days`: how many working days it takes."""
        eve = Cast(F("first_day") - timedelta(days=1), models.DateField())
        return self.annotate(days=WorkdaysBetween(eve, F("last_day")))


class Leave(Leaving, Deletable):
    """Somebody is away, the first and the last day included; their clocks stand still."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="leaves",
        verbose_name=_("person"),
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("created by"),
    )

    objects = LeaveQuerySet.as_manager()

    class Meta:
        verbose_name = _("leave")
        verbose_name_plural = _("leaves")
        ordering = ("first_day", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(first_day__lte=F("last_day")), name="leave_begins_before_it_ends"
            )
        ]
        indexes = [
            models.Index(
                fields=["person", "last_day"],
                condition=Q(deleted_at=None),
                name="leave_by_person",
            )
        ]

    def __str__(self):
        return f"{self.person} {self.first_day} – {self.last_day}"
