"""One sheet for every kind of record that belongs to customers."""

from dataclasses import dataclass

from customers.models import Contact
from sales.models import Activity, Opportunity, Order
from tests.factories import make_import


@dataclass(frozen=True)
class Case:
    """`row` is a record of the customer Acme; `changed` says otherwise of the same one in the
    column of `field`, which is headed `label`; `another` is a second record."""

    kind: str
    model: type
    field: str
    label: str
    header: list[str]
    row: list[str]
    changed: list[str]
    another: list[str]

    def staged(self, *rows, header=None):
        return make_import(header or self.header, [list(row) for row in rows], kind=self.kind)

    def said(self, row: list[str]) -> str:
        return row[self.header.index(self.label)]

    def living(self):
        return self.model.objects.filter(deleted_at__isnull=True).order_by("pk")

    def values(self) -> list[str]:
        """What every living record has in the field."""
        return list(self.living().values_list(self.field, flat=True))


CASES = {
    case.kind: case
    for case in (
        Case(
            "contacts",
            Contact,
            "title",
            "Job title",
            ["Customer", "Name", "Job title", "Email"],
            ["Acme Machines", "Wu Tao", "Buyer", "wu@acme.cn"],
            ["Acme Machines", "Wu Tao", "Head buyer", "wu@acme.cn"],
            ["Acme Machines", "Li Na", "Clerk", ""],
        ),
        Case(
            "activities",
            Activity,
            "outcome",
            "Outcome",
            ["Customer", "What", "When", "Kind", "Outcome"],
            ["Acme Machines", "Saw line three", "2024-03-05 10:30", "visit", "Fine"],
            ["Acme Machines", "Saw line three", "2024-03-05 10:30", "visit", "Angry"],
            ["Acme Machines", "Rang them", "2024-03-06", "call", "Busy"],
        ),
        Case(
            "opportunities",
            Opportunity,
            "need",
            "Need",
            ["Customer", "Name", "Need", "Amount", "Currency"],
            ["Acme Machines", "Line three", "Faster", "1,240,000.50", "USD"],
            ["Acme Machines", "Line three", "Cheaper", "1,240,000.50", "USD"],
            ["Acme Machines", "Line four", "Longer", "12", "USD"],
        ),
        Case(
            "orders",
            Order,
            "remarks",
            "Remarks",
            ["Customer", "Order number", "Ordered on", "Total", "Remarks"],
            ["Acme Machines", "SO-1", "2024-03-05", "1200.50", "Urgent"],
            ["Acme Machines", "SO-1", "2024-03-05", "1200.50", "No hurry"],
            ["Acme Machines", "SO-2", "2024-03-06", "7", "Late"],
        ),
    )
}
