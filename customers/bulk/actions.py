"""Which verbs the lists offer for their selection."""

from django.utils.translation import gettext_lazy as _

from crm.grid import BulkAction
from customers.bulk.verbs import SPREAD, VERBS

PROMINENT = {"claim", "assign", "share", "protect"}


def action(name: str) -> BulkAction:
    verb = VERBS[name]
    return BulkAction(verb.label, "customers:bulk", verb.open_to, (name,), name in PROMINENT)


MERGE = BulkAction(_("Merge"), "customers:merge_ticked", prominent=False, exactly=2)
ON_CUSTOMERS = (*map(action, VERBS), MERGE)
ON_LEAVING = tuple(map(action, ("protect", "assign", SPREAD, "release", "whitelist")))
ON_THE_POOL = tuple(map(action, ("claim", "assign", SPREAD)))
