"""A verb on many customers: every row by itself, so that one refusal stops nothing."""

from dataclasses import dataclass, field

from crm.refusals import Refused
from customers.models import Customer


@dataclass
class Outcome:
    """What became of a selection. `refused` holds (customer, reason); `missing` counts ids that
    do not exist or are not the actor's to see."""

    to: object
    done: list = field(default_factory=list)
    refused: list = field(default_factory=list)
    missing: int = 0


def assign_each(ids, to, *, by, reason="") -> Outcome:
    """Assigns every customer of `ids` that `by` sees, in the order of the ids."""
    seen = Customer.objects.visible_to(by).in_bulk(ids)
    outcome = Outcome(to, missing=len(ids) - len(seen))
    for customer in (seen[pk] for pk in ids if pk in seen):
        try:
            customer.assign(to, by=by, reason=reason)
        except Refused as refusal:
            outcome.refused.append((customer, refusal))
        else:
            outcome.done.append(customer)
    return outcome
