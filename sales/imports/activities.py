"""Sheets of activities: visits, calls, messages of years ago, and what is planned."""

from datetime import UTC

from django.db.models.functions import TruncMinute
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from customers.imports.children.comparing import one_line_end
from customers.imports.children.drafts import MISSING, Draft
from customers.imports.mapping.beginnings import Author
from customers.models import Contact
from sales.forms.activity import CLOCKS_DIFFER
from sales.grids import ActivityGrid
from sales.imports.engaging import EngagingRecords, name_found
from sales.imports.words import OF_ACTIVITIES
from sales.models import Activity, ActivityKey

PLANNED, DONE = Activity.Status.PLANNED, Activity.Status.DONE


class ActivityRecords(EngagingRecords):
    name = "activities"
    model, grid, keys = Activity, ActivityGrid, ActivityKey
    list_url = "sales:activities"
    needs = (("text",), ("when", "done", "due"))
    telling = ("customer", "text")
    notes = "outcome"
    words = OF_ACTIVITIES
    told = EngagingRecords.told | {"contact", "when", "status"}
    compared = ("happened_at", "due_at", "text", "contact_id")

    def extras(self):
        return super().extras() | {"author": Author(path="author")}

    def title(self, draft):
        return one_line_end(draft.record.get("text", "")).split("\n")[0]

    def fill(self, draft: Draft):
        """`when` is when it was done or, of what is planned, for when."""
        status, record = draft.said.get("status"), draft.record
        if when := draft.said.get("when"):
            is_to_come = status is None and when > timezone.now() and "happened_at" not in record
            column = "due_at" if status == PLANNED or is_to_come else "happened_at"
            record.setdefault(column, when)
        happened_at = record.get("happened_at")
        if status == PLANNED and happened_at:
            draft.refuse(_("It is planned, and yet has the time when it was done."), "status")
        elif happened_at and happened_at > timezone.now() + CLOCKS_DIFFER:
            draft.refuse(_("It is done, and yet its time is still to come."), "done")

    def refer(self, drafts):
        missing = _("The customer has no contact called “%(name)s”. Import the contacts first.")
        name_found(drafts, Contact.objects.all(), "contact", "contact_id", missing)

    def complete(self, draft: Draft, customer, by):
        draft.need("text")
        record, people = draft.record, draft.people
        at = record.get("happened_at")
        if not at and "due_at" not in record:
            draft.refuse(MISSING, "done" if draft.said.get("status") == DONE else "when")
        record.setdefault("kind", Activity.Kind.OTHER)
        self.sign(draft, at)
        if "author_id" in people:
            people.setdefault("created_by_id", people["author_id"])
        else:
            record.setdefault("author_id", by.pk)
            record.setdefault("created_by_id", record["author_id"])

    def identities(self, record):
        at = record.get("happened_at") or record.get("due_at")
        text = one_line_end(record.get("text") or "")
        return [(record["customer_id"], minute(at), text)] if at and text else []

    def alike(self, drafts):
        times = (d.record.get("happened_at") or d.record.get("due_at") for d in drafts)
        minutes = {minute(at) for at in times if at}
        return (
            super()
            .alike(drafts)
            .alias(minute=TruncMinute("at", tzinfo=UTC))
            .filter(minute__in=minutes)
        )


def minute(at):
    return timezone.localtime(at).replace(second=0, microsecond=0)
