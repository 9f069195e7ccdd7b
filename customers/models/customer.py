"""The customer: an organisation that buys or may buy."""

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.record_urls import record_url
from crm.trash import Deletable
from customers import standards
from customers.models.own_field import HasOwnFields
from customers.origins import Origin
from customers.ownership import Ownership
from customers.recognising import Recognisable, keys_of
from customers.requests.asking import Asking
from customers.visibility import CustomerQuerySet, Sole

DERIVED = [
    "reader_ids",
    "insider_ids",
    "editor_ids",
    *Recognisable.derived,
    "last_activity_at",
    "next_activity_at",
    "won_at",
    "has_open_opportunity",
    "release_due_at",
    "release_rule",
    "release_version",
]
LEDGERED = [
    "owner",
    "pool",
    "owned_since",
    "pooled_since",
    "origin",
    "protected_until",
    "returned",
    "return_reason",
    "is_whitelisted",
    "is_frozen",
    "merged_into",
]
POOL_ORDERS = {
    "updated_at": "pool_by_change",
    "sort_name": "pool_by_name",
    "pooled_since": "pool_by_arrival",
    "returned": "pool_by_returns",
    "last_activity_at": "pool_by_activity",
}
"""What pools are ordered by, and the index of each: their rows lie far apart in the others."""
COUNTED = [
    "category_ids",
    "reader_ids",
    "insider_ids",
    "owner",
    "protected_until",
    "release_due_at",
    "last_activity_at",
    "next_activity_at",
    "created_at",
    "has_open_opportunity",
    "won_at",
]
"""What facets and states ask of very many rows: one index answers without the rows themselves.
Most of it has an index of its own, so that a write which changes it pays for one entry more."""
FORECAST_BY = {"category_ids", "deleted_at", *LEDGERED}
BOOKKEEPING = ["version", "created_at", "created_by", "updated_at", "updated_by"]

# Nearly all customers are nobody else's: for them the query is not worth its start.
RECOMPUTE_ACCESS = """
    IF NOT EXISTS (SELECT FROM customers_usershare s WHERE s.content_object_id = NEW.id)
        AND NOT EXISTS (SELECT FROM customers_teamshare s WHERE s.content_object_id = NEW.id)
    THEN
        NEW.reader_ids := ARRAY[COALESCE(NEW.owner_id, -NEW.pool_id)];
        NEW.insider_ids := array_remove(ARRAY[NEW.owner_id], NULL);
        NEW.editor_ids := NEW.insider_ids;
        RETURN NEW;
    END IF;
    SELECT a.readers, a.insiders, a.editors
        INTO NEW.reader_ids, NEW.insider_ids, NEW.editor_ids
        FROM customers_access(NEW.id, NEW.owner_id, NEW.pool_id) a;
    RETURN NEW;
"""
REFUSE_FOREIGN_CATEGORIES = """
    IF EXISTS (
        SELECT 1 FROM ({placed}) placed
        WHERE placed.id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM customers_category c JOIN customers_axis a ON a.id = c.axis_id
            WHERE c.id = placed.id AND a.position = placed.position
        )
    ) THEN
        RAISE EXCEPTION 'a category stands at the position of another axis'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN {result};
"""
INSERTED_CATEGORIES = """
    SELECT DISTINCT u.id, u.position FROM inserted,
        unnest(inserted.category_ids) WITH ORDINALITY AS u(id, position)
"""
UPDATED_CATEGORIES = """
    SELECT u.id, u.position FROM unnest(NEW.category_ids) WITH ORDINALITY AS u(id, position)
"""


def valid_credit_code(value: str):
    """The check digit of a unified social credit code (GB 32100-2015)."""
    if not standards.is_credit_code(value):
        raise ValidationError(
            _("This is not a valid unified social credit code: check all 18 characters."),
            code="credit_code",
        )


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    exclude=DERIVED + LEDGERED + BOOKKEEPING,
)
class Customer(Ownership, Asking, HasOwnFields, Recognisable, Deletable):
    """An organisation, held by one owner or lying in one team's pool."""

    Origin = Origin

    matched_by = ("name", "short_name", "phones", "credit_code")

    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=80, blank=True)
    credit_code = models.CharField(
        _("unified social credit code"), max_length=18, blank=True, validators=[valid_credit_code]
    )
    phones = ArrayField(
        models.CharField(max_length=40), verbose_name=_("phones"), default=list, blank=True
    )
    address = models.CharField(_("address"), max_length=300, blank=True)
    website = models.URLField(_("website"), blank=True)
    email = models.EmailField(_("email"), blank=True)
    business_scope = models.TextField(_("business scope"), blank=True)
    operating_state = models.TextField(_("operating state"), blank=True)
    financial_state = models.TextField(_("financial state"), blank=True)
    remarks = models.TextField(_("remarks"), blank=True)

    category_ids = ArrayField(
        models.IntegerField(null=True, blank=True), default=list, blank=True, editable=False
    )

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="customers",
        verbose_name=_("owner"),
    )
    pool = models.ForeignKey(
        "crm.Team",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="pooled_customers",
        verbose_name=_("pool"),
    )
    owned_since = models.DateTimeField(_("owned since"), null=True, editable=False)
    pooled_since = models.DateTimeField(_("in the pool since"), null=True, editable=False)
    origin = models.CharField(
        _("came by"), max_length=12, choices=Origin.choices, default=Origin.OWN, editable=False
    )
    protected_until = models.DateField(_("protected until"), null=True, editable=False)
    returned = models.PositiveSmallIntegerField(_("returned"), default=0, editable=False)
    return_reason = models.CharField(_("why returned"), max_length=600, blank=True, editable=False)
    is_whitelisted = models.BooleanField(_("never released"), default=False, editable=False)
    is_frozen = models.BooleanField(_("in dispute"), default=False, editable=False)

    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="+", db_index=False
    )

    release_due_at = models.DateTimeField(
        pgettext_lazy("customer", "leaves"), null=True, editable=False
    )
    release_rule = models.CharField(_("by the rule"), max_length=40, blank=True, editable=False)
    release_version = models.ForeignKey(
        "customers.RuleVersion", models.PROTECT, null=True, editable=False, related_name="+"
    )

    reader_ids = ArrayField(models.IntegerField(), default=list, editable=False)
    insider_ids = ArrayField(models.IntegerField(), default=list, editable=False)
    editor_ids = ArrayField(models.IntegerField(), default=list, editable=False)
    last_activity_at = models.DateTimeField(_("last activity"), null=True, editable=False)
    next_activity_at = models.DateTimeField(_("next step"), null=True, editable=False)
    won_at = models.DateTimeField(_("won"), null=True, editable=False)

    has_open_opportunity = models.BooleanField(_("open opportunity"), default=False, editable=False)

    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    updated_at = models.DateTimeField(_("changed"), auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = CustomerQuerySet.as_manager()

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        constraints = [
            models.CheckConstraint(
                condition=Q(owner__isnull=False, pool__isnull=True)
                | Q(owner__isnull=True, pool__isnull=False),
                name="customer_is_owned_or_pooled",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(deleted_at__isnull=False),
                name="customer_merged_is_put_aside",
            ),
        ]
        indexes = [
            GinIndex(
                fields=[
                    "reader_ids",
                    "insider_ids",
                    "editor_ids",
                    "category_ids",
                    "search_grams",
                    "duplicate_keys",
                ],
                name="customer_arrays",
            ),
            models.Index(fields=["updated_at", "id"], name="customer_by_change"),
            models.Index(fields=["sort_name", "id"], name="customer_by_name"),
            models.Index(fields=["last_activity_at", "id"], name="customer_by_activity"),
            models.Index(fields=["next_activity_at", "id"], name="customer_by_next_step"),
            models.Index(fields=["created_at", "id"], name="customer_by_creation"),
            models.Index(fields=["owned_since", "id"], name="customer_by_holding"),
            models.Index(fields=["release_due_at", "id"], name="customer_by_release"),
            models.Index(
                fields=["protected_until", "id"],
                condition=Q(protected_until__isnull=False),
                name="customer_by_protection",
            ),
            models.Index(
                fields=["won_at", "id"],
                condition=Q(won_at__isnull=False),
                name="customer_by_winning",
            ),
            *(
                models.Index(fields=[path, "id"], condition=Q(owner__isnull=True), name=name)
                for path, name in POOL_ORDERS.items()
            ),
            models.Index(
                Sole("reader_ids"),
                include=COUNTED,
                condition=Q(deleted_at__isnull=True),
                name="customer_by_sole_reader",
            ),
            models.Index(
                fields=["owner", "release_due_at"],
                condition=Q(release_due_at__isnull=False),
                name="leaving_by_owner",
            ),
            models.Index(
                fields=["credit_code"], condition=~Q(credit_code=""), name="customer_by_code"
            ),
            models.Index(
                fields=["merged_into"],
                condition=Q(merged_into__isnull=False),
                name="customer_by_survivor",
            ),
            models.Index(fields=["owner"], condition=Q(is_whitelisted=True), name="whitelisted"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="derive_access",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert
                | pgtrigger.UpdateOf("owner_id", "pool_id", "reader_ids"),
                func=RECOMPUTE_ACCESS,
            ),
            pgtrigger.Trigger(
                name="check_inserted_categories",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="inserted"),
                func=REFUSE_FOREIGN_CATEGORIES.format(placed=INSERTED_CATEGORIES, result="NULL"),
            ),
            pgtrigger.Trigger(
                name="check_updated_categories",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__category_ids__df=pgtrigger.F("new__category_ids")),
                func=REFUSE_FOREIGN_CATEGORIES.format(placed=UPDATED_CATEGORIES, result="NEW"),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return record_url("customers:detail", self.pk)

    def save(self, *args, update_fields=None, **kwargs):
        """An existing row is saved only with `update_fields`: a stale full save would
        resurrect the old owner."""
        if update_fields is None and not self._state.adding:
            raise TypeError("Customer.save() of an existing row needs update_fields")
        with transaction.atomic():
            super().save(*args, update_fields=update_fields, **kwargs)
            if update_fields is None or FORECAST_BY & set(update_fields):
                self._forecast_release()

    def _forecast_release(self):
        from customers.release import forecast

        forecast.refresh([self.pk])

    def classify(self, axis, category_id: int | None):
        """Puts a category at its axis's position; None takes it away."""
        ids = list(self.category_ids)
        ids += [None] * (axis.position - len(ids))
        ids[axis.position - 1] = category_id
        self.category_ids = ids

    def category_on(self, axis) -> int | None:
        ids = self.category_ids
        return ids[axis.position - 1] if axis.position <= len(ids) else None

    def names_to_match(self) -> list[str]:
        return [self.name, self.short_name]

    def numbers_to_match(self) -> list[str]:
        return self.phones

    def keys(self) -> list[str]:
        return keys_of(self.name, self.credit_code, self.phones)
