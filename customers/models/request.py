"""Requests about a customer, and the evidence of those that are disputes."""

import pgtrigger
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.record_urls import record_url
from customers.requests.deciding import Deciding
from customers.requests.disputing import Disputing
from customers.requests.querysets import RequestQuerySet


def person(**kwargs):
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", **kwargs)


class Request(Disputing, Deciding):
    """What somebody asks for and another decides.

    `asked` is who should decide, None any administrator; `holder` who held the customer when it
    was asked. `known_as` is set where the asker may not read the customer: what they called it,
    which is all that they are told. `wanted` may hold scope, may_edit, until, names_holder.
    """

    class Kind(models.TextChoices):
        KEEP = "keep", _("keep")
        EXTEND = "extend", _("extend a protection")
        ACCESS = "access", _("get access")
        DISPUTE = "dispute", _("dispute")

    class Status(models.TextChoices):
        OPEN = "open", _("to be decided")
        GRANTED = "granted", _("granted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Outcome(models.TextChoices):
        HOLDER = "holder", _("stays with who holds it")
        ASKER = "asker", _("goes to who disputes it")
        POOL = "pool", _("goes to the pool")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="requests")
    by = person(verbose_name=_("asked by"))
    asked = person(null=True, verbose_name=_("to decide"))
    holder = person(null=True)
    known_as = models.CharField(max_length=200, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    wanted = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    created_at = models.DateTimeField(_("asked on"), default=timezone.now)
    status = models.CharField(
        _("status"), max_length=9, choices=Status.choices, default=Status.OPEN
    )
    outcome = models.CharField(_("ruling"), max_length=6, choices=Outcome.choices, blank=True)
    decided_by = person(null=True, verbose_name=_("decided by"))
    decided_at = models.DateTimeField(_("decided on"), null=True)
    ruling = models.TextField(_("note"), blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "by", "kind"],
                condition=Q(status="open"),
                name="one_open_request_of_a_kind",
            ),
            models.UniqueConstraint(
                fields=["customer"],
                condition=Q(status="open", kind="dispute"),
                name="one_open_dispute",
            ),
        ]
        indexes = [
            models.Index(fields=["by", "-created_at"], name="request_by_asker"),
            models.Index(fields=["decided_by", "-decided_at"], name="request_by_decider"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.pk}"

    def get_absolute_url(self):
        return record_url("customers:request", self.pk)

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN

    @property
    def is_dispute(self) -> bool:
        return self.kind == self.Kind.DISPUTE


class Evidence(models.Model):
    """What one side of a dispute says happened, and when. Never changed, never deleted."""

    class Side(models.TextChoices):
        ASKER = "asker", _("who disputes it")
        HOLDER = "holder", _("who holds it")

    request = models.ForeignKey(Request, models.PROTECT, related_name="evidence")
    side = models.CharField(max_length=6, choices=Side.choices)
    text = models.TextField(_("what happened"))
    happened_on = models.DateField(_("when"))
    by = person()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        triggers = [
            pgtrigger.Trigger(
                name="append_only",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF current_setting('zhibi.erasing', true) = 'on' THEN
                        RETURN COALESCE(NEW, OLD);
                    END IF;
                    RAISE EXCEPTION 'evidence is append-only';
                """,
            ),
        ]

    def __str__(self):
        return f"{self.happened_on}: {self.text[:40]}"
