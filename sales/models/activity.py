"""The activity: a visit, a call, a message… planned or done."""

from datetime import time

import pghistory
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Case, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from crm.record_urls import record_url
from crm.refusals import Refused
from customers.visibility import CustomerChild
from sales.days import plausible, start_of_today
from sales.engagement import Engaging
from sales.signed import SIGNATURE

GENERATED = ["at", "status"]


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    exclude=[*GENERATED, *SIGNATURE],
)
class Activity(Engaging, CustomerChild):
    """Something done with a customer (`happened_at`), or planned for a day (`due_at`).

    `at` and `status` follow from the two in the database, for lists to sort and filter by.
    """

    class Kind(models.TextChoices):
        VISIT = "visit", gettext_lazy("visit")
        CALL = "call", gettext_lazy("call")
        MESSAGE = "message", gettext_lazy("message")
        EMAIL = "email", pgettext_lazy("activity", "email")
        MEETING = "meeting", gettext_lazy("meeting")
        DEMO = "demo", gettext_lazy("demo")
        SERVICE = "service", gettext_lazy("service")
        OTHER = "other", gettext_lazy("other")

    class Status(models.TextChoices):
        PLANNED = "planned", gettext_lazy("planned")
        DONE = "done", gettext_lazy("done")

    customer = models.ForeignKey(
        "customers.Customer",
        models.PROTECT,
        related_name="activities",
        verbose_name=gettext_lazy("customer"),
    )
    contact = models.ForeignKey(
        "customers.Contact",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=gettext_lazy("contact"),
    )
    kind = models.CharField(gettext_lazy("kind"), max_length=10, choices=Kind.choices)
    text = models.TextField(gettext_lazy("what"), max_length=5_000)
    outcome = models.TextField(gettext_lazy("outcome"), max_length=5_000, blank=True)
    happened_at = models.DateTimeField(
        gettext_lazy("done at"), null=True, blank=True, validators=[plausible]
    )
    due_at = models.DateTimeField(
        gettext_lazy("due"), null=True, blank=True, validators=[plausible]
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="activities",
        verbose_name=pgettext_lazy("activity", "by"),
    )
    at = models.GeneratedField(
        expression=Coalesce("happened_at", "due_at"),
        output_field=models.DateTimeField(),
        db_persist=True,
        verbose_name=gettext_lazy("when"),
    )
    status = models.GeneratedField(
        expression=Case(
            When(happened_at__isnull=True, then=Value("planned")), default=Value("done")
        ),
        output_field=models.CharField(max_length=10),
        db_persist=True,
        choices=Status.choices,
        verbose_name=gettext_lazy("status"),
    )

    class Meta:
        verbose_name = gettext_lazy("activity")
        verbose_name_plural = gettext_lazy("activities")
        constraints = [
            models.CheckConstraint(
                condition=Q(happened_at__isnull=False) | Q(due_at__isnull=False),
                name="activity_is_done_or_due",
            )
        ]
        indexes = [
            models.Index(fields=["customer", "-at"], name="activity_by_customer"),
            models.Index(fields=["kind", "customer", "happened_at"], name="activity_by_kind"),
            models.Index(fields=["at", "id"], name="activity_by_date"),
            models.Index(fields=["author", "at"], name="activity_by_author"),
            models.Index(fields=["due_at", "id"], name="activity_by_due"),
            models.Index(fields=["happened_at", "id"], name="activity_by_happening"),
            models.Index(fields=["created_at", "id"], name="activity_by_entry"),
            models.Index(
                fields=["customer", "due_at"],
                condition=Q(happened_at__isnull=True, deleted_at__isnull=True),
                name="activity_planned",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} · {self.text[:60]}"

    def get_absolute_url(self):
        return record_url("sales:activity", self.pk)

    @property
    def is_done(self) -> bool:
        return self.happened_at is not None

    @property
    def is_overdue(self) -> bool:
        """Planned for a day that is over; what is due today is not late yet."""
        return self.due_at is not None and not self.is_done and self.due_at < start_of_today()

    @property
    def has_time(self) -> bool:
        """Whether an hour was planned: a plan for a day stands at its midnight."""
        return self.is_done or timezone.localtime(self.due_at).time() != time.min

    def clean(self):
        if self.contact and self.contact.customer_id != self.customer_id:
            message = _("%(contact)s is a contact of another customer.")
            raise ValidationError({"contact": message % {"contact": self.contact}})

    def save(self, *args, **kwargs):
        was_there = not self._state.adding
        super().save(*args, **kwargs)
        if was_there:
            self._forget_generated()

    def _forget_generated(self):
        # After an UPDATE Django keeps the old values; forgotten ones are read anew on next use.
        for name in GENERATED:
            self.__dict__.pop(name, None)

    # --- the verbs ----------------------------------------------------------------------

    def log(self, *, by, next_step: "Activity | None" = None):
        """Saves a new activity, and with it the one planned to follow."""
        with pghistory.context(user=by.pk), transaction.atomic():
            for activity in filter(None, (self, next_step)):
                activity.author = by
                activity.sign(by)
                activity.clean()
                activity.save()

    def complete(self, *, by):
        """What was planned has just been done, by `by`."""
        with self.changing(by, ["happened_at", "author"]):
            if self.is_done:
                raise Refused(
                    _("This was already marked done, %(when)s.")
                    % {"when": short_instant(self.happened_at)}
                )
            self.happened_at, self.author = timezone.now(), by

    def reopen(self, *, by):
        """Takes `complete` back. What was never planned cannot become a plan."""
        with self.changing(by, ["happened_at"]):
            if self.due_at is None:
                raise Refused(_("This was never planned."), _("Edit or delete it instead."))
            self.happened_at = None


def short_instant(at) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")
