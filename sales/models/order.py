"""The order: what was sold, line by line."""

import pghistory
import pgtrigger
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Round
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from crm.record_urls import record_url
from crm.refusals import Refused
from customers.visibility import CustomerChild, CustomerChildQuerySet
from sales.days import plausible
from sales.engagement import Engaging, keeping
from sales.money import CurrencyField
from sales.signed import SIGNATURE

LINE_FIELDS = ["product", "quantity", "unit", "unit_price"]

ADD_UP_ORDERS = """
    PERFORM 1 FROM sales_order WHERE id IN ({changed}) ORDER BY id FOR NO KEY UPDATE;
    UPDATE sales_order o SET total =
        (SELECT COALESCE(sum(l.amount), 0) FROM sales_orderline l WHERE l.order_id = o.id)
        WHERE o.id IN ({changed});
    RETURN NULL;
"""
"""Adds up after the lock, in a statement of its own: one begun before would not see the lines
that somebody else committed while this one waited."""


def add_up_after(name: str, operation, changed: str, **tables) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=f"add_up_after_{name}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**tables),
        func=ADD_UP_ORDERS.format(changed=changed),
    )


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    exclude=["total", *SIGNATURE],
)
class Order(Engaging, CustomerChild):
    """What a customer ordered on a day. The database keeps `total` the sum of the lines."""

    customer = models.ForeignKey(
        "customers.Customer",
        models.PROTECT,
        related_name="orders",
        verbose_name=gettext_lazy("customer"),
    )
    opportunity = models.ForeignKey(
        "sales.Opportunity",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="orders",
        verbose_name=gettext_lazy("opportunity"),
    )
    number = models.CharField(gettext_lazy("order number"), max_length=40)
    ordered_on = models.DateField(
        gettext_lazy("ordered on"), default=timezone.localdate, validators=[plausible]
    )
    contract_ends_on = models.DateField(
        gettext_lazy("contract ends"), null=True, blank=True, validators=[plausible]
    )
    currency = CurrencyField()
    total = models.DecimalField(
        gettext_lazy("total"), max_digits=26, decimal_places=2, default=0, editable=False
    )
    remarks = models.TextField(gettext_lazy("remarks"), max_length=5_000, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("sale", "order")
        verbose_name_plural = gettext_lazy("orders")
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "number"],
                condition=Q(deleted_at__isnull=True),
                name="order_number_once_a_customer",
                violation_error_message=gettext_lazy(
                    "This customer already has this order number."
                ),
            )
        ]
        indexes = [
            models.Index(fields=["customer", "-ordered_on"], name="order_by_customer"),
            models.Index(fields=["ordered_on", "id"], name="order_by_date"),
            models.Index(fields=["total", "id"], name="order_by_total"),
            models.Index(fields=["contract_ends_on", "id"], name="order_by_contract"),
            models.Index(fields=["created_at", "id"], name="order_by_entry"),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return record_url("sales:order", self.pk)

    def place(self, lines: list[dict], *, by):
        """Saves a new order. Refuses a number that another order of this customer has."""
        with pghistory.context(user=by.pk), keeping([self.customer_id]):
            self._refuse_second(self.number)
            self.sign(by)
            self.save()
            self.write_lines(lines)

    def write_lines(self, lines: list[dict]):
        """Makes these the lines: values of `LINE_FIELDS` and, for a line that stays, its `id`."""
        gone = {line.pk: line for line in self.lines.all()}
        for said in lines:
            line = gone.pop(said.get("id") or 0, None) or OrderLine(order=self)
            line.write({name: said.get(name, "") for name in LINE_FIELDS})
        self.lines.filter(pk__in=gone).delete()
        self.refresh_from_db(fields=["total"])

    def restore(self):
        with keeping([self.customer_id]):
            self._refuse_second(self.number)
            super().restore()

    def _refuse_second(self, number):
        others = Order.objects.filter(customer_id=self.customer_id, number=number)
        if others.filter(deleted_at__isnull=True).exclude(pk=self.pk).exists():
            raise Refused(
                _("This customer already has an order %(number)s.") % {"number": number},
                _("Open that one, or choose another number."),
            )


class OrderLineQuerySet(CustomerChildQuerySet):
    def visible_to(self, user):
        """The lines of a deleted order are deleted with it."""
        return super().visible_to(user).filter(order__deleted_at__isnull=True)


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["amount"]
)
class OrderLine(CustomerChild):
    """So much of a product at a price; `amount` is rounded to the fen, half up."""

    customer_path = "order__customer"

    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    product = models.CharField(gettext_lazy("product"), max_length=200)
    quantity = models.DecimalField(
        gettext_lazy("quantity"), max_digits=12, decimal_places=3, default=1
    )
    unit = models.CharField(gettext_lazy("unit"), max_length=20, blank=True)
    unit_price = models.DecimalField(
        gettext_lazy("unit price"),
        max_digits=14,
        decimal_places=4,
        validators=[MinValueValidator(0)],
    )
    amount = models.GeneratedField(
        expression=Round(F("quantity") * F("unit_price"), 2),
        output_field=models.DecimalField(max_digits=24, decimal_places=2),
        db_persist=True,
        verbose_name=gettext_lazy("amount"),
    )

    objects = OrderLineQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("order line")
        verbose_name_plural = gettext_lazy("order lines")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="line_quantity_is_positive"),
            models.CheckConstraint(
                condition=Q(unit_price__gte=0), name="line_price_is_not_negative"
            ),
        ]
        triggers = [
            add_up_after("insert", pgtrigger.Insert, "SELECT order_id FROM added", new="added"),
            add_up_after(
                "update",
                pgtrigger.Update,
                "SELECT order_id FROM before UNION SELECT order_id FROM after",
                old="before",
                new="after",
            ),
            add_up_after("delete", pgtrigger.Delete, "SELECT order_id FROM gone", old="gone"),
        ]

    def __str__(self):
        return self.product

    def write(self, values: dict):
        """Saves what differs."""
        if self._state.adding or any(getattr(self, name) != values[name] for name in values):
            for name, value in values.items():
                setattr(self, name, value)
            self.save()
