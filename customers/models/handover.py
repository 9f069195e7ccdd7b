"""A hand-over: everything somebody holds goes to others, in one transaction, with a way back."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from customers.models.batch import Batch


class HandOverQuerySet(models.QuerySet):
    def open_to(self, user):
        """Those an administrator sees, or somebody made or leads the leaver of."""
        handovers = self.select_related("batch__by", "leaver")
        if user.is_admin:
            return handovers
        led = [person for person in user.principals if person > 0 and person != user.pk]
        return handovers.filter(models.Q(batch__by=user) | models.Q(leaver__in=led))


class HandOver(models.Model):
    """A batch that moves the customers of `leaver` to those in its rows' `to`.

    `arguments` say how they were spread, as a planned bulk run's do. `belongings` is what each
    room above moved along, by its key, as that room wants it back.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        WORKING = "working", _("in progress")
        DONE = "done", pgettext_lazy("bulk action", "finished")
        UNDONE = "undone", _("undone")

    batch = models.OneToOneField(Batch, models.PROTECT, primary_key=True, related_name="handover")
    leaver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("from")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    arguments = models.JSONField(default=dict)
    belongings = models.JSONField(default=dict)
    reason = models.TextField(_("reason"), blank=True)
    undo_until = models.DateTimeField(_("can be undone until"), null=True)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        ordering = ["-batch"]

    def __str__(self):
        return _("Hand-over of %(leaver)s") % {"leaver": self.leaver}

    def get_absolute_url(self):
        return reverse("customers:handover", args=[self.pk])

    @property
    def rows(self):
        return self.batch.rows

    @property
    def is_planned(self) -> bool:
        return self.state == self.State.PLANNED

    @property
    def is_working(self) -> bool:
        return self.state == self.State.WORKING

    @property
    def is_on_its_way_back(self) -> bool:
        """It was carried out once, and is at work again: to be undone."""
        return self.is_working and self.undo_until is not None

    @property
    def can_be_undone(self) -> bool:
        until = self.undo_until
        return self.state == self.State.DONE and until is not None and timezone.now() < until
