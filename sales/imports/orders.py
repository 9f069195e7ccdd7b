"""Sheets of orders: one row an order with its total, or one row a line."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext_lazy as _

from crm.grid import Money, Number, Text
from crm.naming import fold
from customers.imports.children.drafts import Draft
from customers.imports.kinds import Amount
from customers.imports.mapping.beginnings import Author
from sales.days import start_of
from sales.grids import OrderGrid
from sales.imports.engaging import EngagingRecords, name_found
from sales.imports.words import OF_ORDERS
from sales.models import Opportunity, Order, OrderKey, OrderLine

FEN = Decimal("0.01")


def amount_of(line: dict) -> Decimal:
    """As the database does: to the fen, half up; without a word about it there is one."""
    amount = line.get("quantity", Decimal(1)) * line["unit_price"]
    return amount.quantize(FEN, ROUND_HALF_UP)


AMOUNT = Amount(
    "amount", _("amount"), OrderLine, "amount", "order__currency",
    frozenset({"unit_price"}), amount_of,
)  # fmt: skip


class OrderRecords(EngagingRecords):
    """Rows with one number of one customer are one order; each brings a line of it."""

    name = "orders"
    model, grid, keys = Order, OrderGrid, OrderKey
    detail, detail_of = OrderLine, "order"
    list_url = "sales:orders"
    needs = (("number",), ("ordered",))
    telling = ("customer", "number")
    notes, words = "remarks", OF_ORDERS
    told = EngagingRecords.told | {"opportunity", "total"}
    compared = ("number", "opportunity_id")
    volatile = frozenset({"total"})
    amounts = (AMOUNT,)

    def extras(self):
        return {"author": Author(path="created_by")}

    def of_lines(self):
        return {
            "product": Text(importable=True),
            "quantity": Number(importable=True),
            "unit": Text(importable=True),
            "unit_price": Money(importable=True, summed=False),
        }

    def title(self, draft):
        return " · ".join(filter(None, (draft.record.get("number"), draft.line.get("product"))))

    def fill(self, draft: Draft):
        if not draft.line:
            return
        draft.need("product", "unit_price")
        if draft.line.setdefault("quantity", Decimal(1)) <= 0:
            draft.refuse(_("The quantity must be more than 0."), "quantity")

    def refer(self, drafts):
        missing = _("The customer has no opportunity called “%(name)s”.")
        name_found(drafts, Opportunity.objects.all(), "opportunity", "opportunity_id", missing)

    def adjust(self, draft: Draft, standing):
        """A total without lines is a line of its own: the order as a whole."""
        total = draft.said.get("total")
        if draft.line or total is None:
            return
        lines = list(standing.lines.values()) if standing else []
        if lines and added_up(lines) == total:
            return
        if not lines:
            draft.line = {
                "product": str(_("as a whole")),
                "quantity": Decimal(1),
                "unit_price": total,
            }
        elif len(lines) == 1 and lines[0]["quantity"] == 1:
            draft.line = {"product": lines[0]["product"], "unit_price": total}
        else:
            draft.refuse(_("The total is the sum of the lines: import those."), "total")

    def complete(self, draft: Draft, customer, by):
        draft.need("number", "ordered")
        if not draft.line:
            draft.refuse(_("An order needs a total, or a product with its price."))
        if draft.is_sound:
            self.sign(draft, start_of(draft.record["ordered_on"]))

    def is_same_line(self, said: dict, line: dict) -> bool:
        return fold(said["product"]) == fold(line["product"])

    def identities(self, record):
        number = record.get("number")
        return [(record["customer_id"], number)] if number else []

    def alike(self, drafts):
        numbers = {draft.record.get("number") for draft in drafts} - {None}
        return super().alike(drafts).filter(number__in=numbers)


def added_up(lines: list[dict]) -> Decimal:
    return sum(map(amount_of, lines), Decimal(0))
