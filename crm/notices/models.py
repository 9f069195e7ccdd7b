"""Notices to people, and the webhooks that carry them into the groups of a chat."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from crm.notices.fields import EncryptedField
from crm.notices.kinds import kind_of
from crm.notices.troubles import explain


class NoticeQuerySet(models.QuerySet):
    def unread(self):
        return self.filter(read_at=None)

    def newest_first(self):
        return self.select_related("by").order_by("-at", "-pk")

    def mark_read(self) -> int:
        """Marks them read; one that is growing at this moment is left, since it is news again."""
        idle = self.unread().select_for_update(skip_locked=True, no_key=True)
        with transaction.atomic():
            ids = list(idle.values_list("pk", flat=True))
            return self.model.objects.filter(pk__in=ids).update(read_at=timezone.now())


class Notice(models.Model):
    """One thing that one person was told; of the same `batch` one, with a count."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices")
    kind = models.CharField(_("what"), max_length=40, editable=False)
    details = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    url = models.CharField(max_length=500, editable=False)
    list_url = models.CharField(max_length=500, blank=True, editable=False)
    count = models.PositiveIntegerField(default=1)
    batch = models.CharField(max_length=80, blank=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("when"), default=timezone.now)
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "batch"],
                condition=~Q(batch=""),
                name="one_notice_a_batch",
            )
        ]
        indexes = [
            models.Index(fields=["user", "-at", "-id"], name="notice_by_user"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="notice_unread"),
        ]

    def __str__(self):
        return self.sentence

    @property
    def about(self):
        return kind_of(self.kind)

    @cached_property
    def sentence(self) -> str:
        """What happened, in the language of this moment."""
        by = str(self.by) if self.by else ""
        return str(self.about.tell({**self.details, "by": by}, self.count))

    @property
    def link(self) -> str:
        """Where it leads: to what it is about, or to the list once it is about several."""
        return self.list_url if self.count > 1 and self.list_url else self.url


class Webhook(models.Model):
    """A group of WeCom, DingTalk or Feishu that is told what people are told."""

    class Form(models.TextChoices):
        WECOM = "wecom", _("WeCom")
        DINGTALK = "dingtalk", _("DingTalk")
        FEISHU = "feishu", _("Feishu")

    class Status(models.TextChoices):
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")

    name = models.CharField(_("name"), max_length=80)
    form = models.CharField(_("message form"), max_length=10, choices=Form.choices)
    address = EncryptedField(_("address"))
    secret = EncryptedField(_("signing secret"), blank=True)
    kinds = ArrayField(models.CharField(max_length=40), verbose_name=_("tells of"), default=list)
    team = models.ForeignKey(
        "crm.Team",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="webhooks",
        verbose_name=_("team"),
    )
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    is_active = models.BooleanField(_("switched on"), default=True)
    last_status = models.CharField(
        max_length=10, choices=Status.choices, blank=True, editable=False
    )
    last_error = models.TextField(blank=True, editable=False)
    last_sent_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")

    def __str__(self):
        return self.name

    @property
    def trouble(self) -> str:
        """Why the last message did not arrive, in words; "" where it did."""
        return explain(self)

    @property
    def masked_address(self) -> str:
        """Host and last letters: whoever has the whole address can write to the group."""
        host = urlsplit(self.address).hostname or ""
        return f"{host}/…{self.address[-4:]}" if host else ""


class Delivery(models.Model):
    """A notice that waits to be sent by a webhook; gone once it was."""

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(fields=["webhook", "notice"], name="one_delivery_a_notice")
        ]
