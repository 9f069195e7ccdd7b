"""What sheets of every kind of record of this room have in common."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm.naming import fold
from customers import engagement
from customers.imports.children.drafts import Draft
from customers.imports.children.kinds import Records
from customers.imports.mapping.beginnings import Author
from sales.engagement import added_up


class EngagingRecords(Records):
    """Records that move the engagement of their customers, signed by whoever wrote them."""

    means = {"name": "customer", "credit_code": "customer.credit_code"}

    def extras(self):
        return {"created_by": Author(path="created_by")}

    def settle(self, customer_ids: Collection[int]):
        engagement.record(added_up(customer_ids))

    def sign(self, draft: Draft, at: datetime | None):
        """What was done at a time that is past was not written down later than now: without a word
        about it, it is taken to have been written down then."""
        if at and at < timezone.now():
            draft.record.setdefault("created_at", at)


def name_found(drafts: list[Draft], rows, target: str, column: str, missing: Promise):
    """Finds by its name the record of their customers that rows name under `target`, among
    `rows` of a model; `missing` is a sentence about one that is not there."""
    asked = [draft for draft in drafts if target in draft.said]
    known = defaultdict(list)
    here = rows.filter(customer__in={d.row.customer_id for d in asked}, deleted_at__isnull=True)
    for pk, customer_id, name in here.order_by("pk").values_list("pk", "customer_id", "name"):
        known[customer_id, fold(name)].append(pk)
    for draft in asked:
        name = draft.said[target]
        found = known[draft.row.customer_id, fold(name)]
        if len(found) == 1:
            draft.record[column] = found[0]
            continue
        several = _("The customer has several that are called “%(name)s”.")
        draft.refuse(several if found else missing, target, name=name[:80])
