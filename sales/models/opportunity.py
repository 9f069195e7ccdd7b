"""The opportunity: a customer's need being pursued, along the six factors that carry a sale."""

import pghistory
from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from crm.record_urls import record_url
from crm.refusals import Refused
from customers.visibility import CustomerChild
from sales.days import plausible
from sales.engagement import Engaging
from sales.money import CurrencyField
from sales.signed import SIGNATURE


class Stage(models.IntegerChoices):
    """The six factors, in their order (design, section 8)."""

    COLLECT = 1, gettext_lazy("gather facts")
    RELATE = 2, gettext_lazy("build relationships")
    NEEDS = 3, gettext_lazy("dig out needs")
    VALUE = 4, gettext_lazy("present value")
    PRICE = 5, gettext_lazy("negotiate price")
    SERVICE = 6, gettext_lazy("follow up")


class OpportunityStatus(models.TextChoices):
    OPEN = "open", gettext_lazy("open")
    WON = "won", pgettext_lazy("opportunity", "won")
    LOST = "lost", gettext_lazy("lost")


class Pursuit(models.Model):
    """The trait of moving along the six factors until won or lost.

    The first five are walked while open; the sixth, service, begins by winning. A lost one
    stays at the factor where it was lost.
    """

    Stage = Stage
    Status = OpportunityStatus

    stage = models.PositiveSmallIntegerField(
        gettext_lazy("stage"), choices=Stage.choices, default=Stage.COLLECT
    )
    status = models.CharField(
        gettext_lazy("status"),
        max_length=4,
        choices=OpportunityStatus.choices,
        default=OpportunityStatus.OPEN,
    )
    lost_reason = models.TextField(gettext_lazy("why lost"), max_length=2_000, blank=True)
    closed_at = models.DateTimeField(gettext_lazy("closed"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN

    @property
    def path(self) -> list[tuple[int, str]]:
        """Every stage as "done", "now" or "" (still ahead)."""
        here = self.stage
        return [(s, "done" if s < here else "now" if s == here else "") for s in Stage]

    def move_to(self, stage: int, *, by):
        """To any of the first five stages, forwards or back."""
        with self._moving(by):
            self._refuse_unless_open()
            if stage not in Stage.values:
                raise Refused(_("There is no such stage."))
            if stage == Stage.SERVICE:
                raise Refused(
                    _("Following up begins when the opportunity is won."),
                    _("Mark it won first."),
                )
            self.stage = stage

    def win(self, *, by):
        with self._moving(by):
            self._refuse_unless_open()
            self.status, self.closed_at = self.Status.WON, timezone.now()
            self.stage = Stage.SERVICE

    def lose(self, *, by, reason):
        with self._moving(by):
            self._refuse_unless_open()
            if not reason.strip():
                raise Refused(
                    _("A reason is missing."), _("Say why it was lost: others learn from it.")
                )
            self.status, self.closed_at = self.Status.LOST, timezone.now()
            self.lost_reason = reason.strip()

    def reopen(self, *, by):
        """Back into pursuit; what was won goes back to the negotiation it was won in."""
        with self._moving(by):
            if self.is_open:
                raise Refused(_("This opportunity is open already."))
            self.status, self.closed_at, self.lost_reason = self.Status.OPEN, None, ""
            self.stage = min(self.stage, Stage.PRICE)

    def _moving(self, by):
        return self.changing(by, ["stage", "status", "lost_reason", "closed_at"])

    def _refuse_unless_open(self):
        if not self.is_open:
            raise Refused(
                _("This opportunity is already %(status)s.")
                % {"status": self.get_status_display()},
                _("Reopen it first."),
            )


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=SIGNATURE
)
class Opportunity(Pursuit, Engaging, CustomerChild):
    """A need, what it may bring, and by when."""

    customer = models.ForeignKey(
        "customers.Customer",
        models.PROTECT,
        related_name="opportunities",
        verbose_name=gettext_lazy("customer"),
    )
    name = models.CharField(gettext_lazy("name"), max_length=120)
    need = models.TextField(gettext_lazy("need"), max_length=5_000, blank=True)
    amount = models.DecimalField(
        gettext_lazy("amount"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    currency = CurrencyField()
    expected_close = models.DateField(
        gettext_lazy("expected close"), null=True, blank=True, validators=[plausible]
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="opportunities",
        verbose_name=gettext_lazy("owner"),
    )

    class Meta:
        verbose_name = gettext_lazy("opportunity")
        verbose_name_plural = gettext_lazy("opportunities")
        constraints = [
            models.CheckConstraint(
                condition=Q(status="open", closed_at__isnull=True)
                | (~Q(status="open") & Q(closed_at__isnull=False)),
                name="opportunity_is_open_or_closed",
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0), name="opportunity_amount_is_not_negative"
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "status"], name="opportunity_by_customer"),
            models.Index(fields=["updated_at", "id"], name="opportunity_by_change"),
            models.Index(fields=["expected_close", "id"], name="opportunity_by_close"),
            models.Index(fields=["owner", "status"], name="opportunity_by_owner"),
            models.Index(fields=["amount", "id"], name="opportunity_by_amount"),
            models.Index(fields=["created_at", "id"], name="opportunity_by_creation"),
            models.Index(fields=["closed_at", "id"], name="opportunity_by_closing"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return record_url("sales:opportunity", self.pk)

    @property
    def is_overdue(self) -> bool:
        """Open past the day it was expected to close."""
        expected = self.expected_close
        return self.is_open and expected is not None and expected < timezone.localdate()

    def start(self, *, by):
        """Saves a new opportunity; without an owner it is `by`'s."""
        if self.owner_id is None:
            self.owner = by
        self.sign(by)
        self.save()
