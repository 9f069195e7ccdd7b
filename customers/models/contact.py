"""The contact: a person at a customer."""

import pghistory
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.record_urls import record_url
from crm.trash import Deletable
from customers.models.own_field import HasOwnFields
from customers.recognising import Recognisable, phone_keys
from customers.visibility import READERS, CustomerChild


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    exclude=[*Recognisable.derived, "updated_at"],
)
class Contact(CustomerChild, HasOwnFields, Recognisable, Deletable):
    customer_array = READERS
    matched_by = ("name", "mobile", "phone")
    has_surname = True
    mask_prefix = "contact."

    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="contacts", verbose_name=_("customer")
    )
    name = models.CharField(pgettext_lazy("person", "name"), max_length=80)
    title = models.CharField(_("job title"), max_length=80, blank=True)
    mobile = models.CharField(_("mobile"), max_length=40, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("email"), blank=True)
    wechat = models.CharField(_("WeChat"), max_length=60, blank=True)
    is_primary = models.BooleanField(_("primary contact"), default=False)
    remarks = models.TextField(_("remarks"), blank=True)

    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            models.UniqueConstraint(
                fields=["customer"],
                condition=Q(is_primary=True, deleted_at__isnull=True),
                name="one_primary_contact",
            )
        ]
        indexes = [
            GinIndex(
                fields=["search_grams", "duplicate_keys"],
                name="contact_grams",
            ),
            models.Index(fields=["sort_name", "id"], name="contact_by_name"),
            models.Index(fields=["updated_at", "id"], name="contact_by_change"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"{record_url('customers:detail', self.customer_id)}#contact-{self.pk}"

    def numbers_to_match(self) -> list[str]:
        return [self.mobile, self.phone]

    def keys(self) -> list[str]:
        return phone_keys(self.numbers_to_match())
