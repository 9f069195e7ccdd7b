"""What other systems call our records. An app above derives a model for each of its own."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from customers.models.source_system import SourceSystem

LONGEST_KEY = 120


class ExternalKeyQuerySet(models.QuerySet):
    def holders(self, system, keys: Iterable[str]) -> dict[str, int]:
        """The ids of the living records that have these keys in `system` (one, or its id)."""
        holder = self.model.HOLDER
        living = self.filter(**{f"{holder}__deleted_at__isnull": True})
        found = living.filter(system=system, key__in=list(keys))
        return dict(found.values_list("key", f"{holder}_id"))

    def having(self, key: str):
        """The ids of the records that some system calls so, as a subquery."""
        # Naming the systems lets the index on (system, key) answer.
        systems = SourceSystem.objects.values("pk")
        return self.filter(system__in=systems, key=key).values(f"{self.model.HOLDER}_id")


class ExternalKey(models.Model):
    """A key of one system means one record; a record may have several, of one system too.

    HOLDER names the foreign key to the record. `sheet_import` wrote it, and takes it away when it
    is undone.
    """

    HOLDER: str

    # The unique index begins with it.
    system = models.ForeignKey(
        "customers.SourceSystem",
        models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name=_("source system"),
    )
    key = models.CharField(_("key in the source system"), max_length=LONGEST_KEY)
    sheet_import = models.ForeignKey(
        "customers.SheetImport", models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = ExternalKeyQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["system", "key"], name="%(class)s_once")]

    def __str__(self):
        return self.key


class CustomerKey(ExternalKey):
    """`said` is what its system last said of the customer: {target of an import: value}."""

    HOLDER = "customer"

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="source_keys")
    said = models.JSONField(default=dict, editable=False)

    class Meta(ExternalKey.Meta):
        verbose_name = _("key in another system")
        verbose_name_plural = _("keys in other systems")


class ContactKey(ExternalKey):
    HOLDER = "contact"

    contact = models.ForeignKey("customers.Contact", models.CASCADE, related_name="source_keys")

    class Meta(ExternalKey.Meta):
        verbose_name = _("contact's key in another system")
        verbose_name_plural = _("contacts' keys in other systems")


def customers_by_key(system, keys: Iterable[str]) -> dict[str, int]:
    """The ids of living customers by what `system` (one, or its id) calls them."""
    return CustomerKey.objects.holders(system, keys)
