"""Sheets of opportunities, open ones and those won or lost long ago."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.naming import fold
from crm.people.models import User
from customers.imports.children.drafts import Draft
from customers.imports.mapping.beginnings import Author
from sales.days import start_of
from sales.grids import OpportunityGrid
from sales.imports.engaging import EngagingRecords
from sales.imports.words import OF_OPPORTUNITIES
from sales.models import Opportunity, OpportunityKey

OPEN, WON, LOST = Opportunity.Status.OPEN, Opportunity.Status.WON, Opportunity.Status.LOST
SERVICE, PRICE = Opportunity.Stage.SERVICE, Opportunity.Stage.PRICE


class OpportunityRecords(EngagingRecords):
    name = "opportunities"
    model, grid, keys = Opportunity, OpportunityGrid, OpportunityKey
    list_url = "sales:opportunities"
    needs = (("name",),)
    telling = ("customer", "name")
    notes, holder = "need", "owner"
    words = OF_OPPORTUNITIES
    compared = (
        "name", "status", "stage", "closed_at", "lost_reason", "expected_close", "created_at",
    )  # fmt: skip
    together = frozenset({"status", "stage", "closed_at", "lost_reason"})

    def extras(self):
        return super().extras() | {"owner": Author(path="owner")}

    def refer(self, drafts):
        """What is still pursued needs somebody who is here to pursue it."""
        owners = {d.record["owner_id"] for d in drafts if "owner_id" in d.record}
        here = set(User.objects.filter(pk__in=owners, is_active=True).values_list("pk", flat=True))
        for draft in drafts:
            owner, is_open = draft.record.get("owner_id"), draft.record.get("status", OPEN) == OPEN
            if is_open and ("owner_id" in draft.people or (owner and owner not in here)):
                draft.refuse(_("Nobody of this name works here, and it is still open."), "owner")

    def adjust(self, draft: Draft, standing):
        """Stage, status and the day it was closed agree, whatever the row leaves out."""
        record, before = draft.record, standing.record if standing else {}
        status = record.get("status", before.get("status", OPEN))
        if status == OPEN:
            self._keep_open(draft, before)
        elif status != before.get("status"):
            record["closed_at"] = record.get("closed_at") or self._last_day(record | before)
            if record["closed_at"] is None:
                draft.refuse(_("Say when it was won or lost."), "closed")
        if status == WON:
            record["stage"] = SERVICE
        elif status == LOST and record.get("stage") == SERVICE:
            record["stage"] = PRICE
        if status != LOST and record.get("lost_reason"):
            draft.refuse(_("Only what is lost has a reason why it was lost."), "lost_reason")

    @staticmethod
    def _keep_open(draft: Draft, before: dict):
        record = draft.record
        if record.get("closed_at"):
            draft.refuse(_("It was closed, so say in its status whether it was won."), "closed")
        elif record.get("stage") == SERVICE:
            draft.refuse(_("Following up begins when the opportunity is won."), "stage")
        elif before.get("status", OPEN) != OPEN:
            record |= {"closed_at": None, "lost_reason": ""}
            record.setdefault("stage", min(before["stage"], PRICE))

    @staticmethod
    def _last_day(record: dict):
        """The day it was expected to be closed, else that of its entry, if they are past."""
        expected = record.get("expected_close")
        days = [start_of(expected) if expected else None, record.get("created_at")]
        return next((day for day in days if day and day < timezone.now()), None)

    def complete(self, draft: Draft, customer, by):
        super().complete(draft, customer, by)
        draft.need("name")
        self.sign(draft, draft.record.get("closed_at"))
        if "owner_id" not in draft.people:
            draft.record.setdefault("owner_id", customer.owner_id or by.pk)

    def identities(self, record):
        name = fold(record.get("name") or "")
        return [(record["customer_id"], name)] if name else []
