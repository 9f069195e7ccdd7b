"""What a pooled customer's page tells before it is claimed, so that the pool is useful.

Who had it, how often it came back and why is known here; what was needed and done comes from the
rooms above, which register their part. Everybody who reads the customer reads the digest: a part
gives a few lines, every text of them through its `Teller`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from customers import quotas
from customers.models import LedgerEntry
from customers.pool import masked
from customers.pool.reveals import reveals
from customers.rules.resolving import rules_of
from customers.rules.sections import Shown

FORMER_SHOWN = 3


class Teller:
    """Texts about a customer as whoever came through the door (`customer_for`) may read them: to
    insiders as they are, to others without what leads to somebody."""

    def __init__(self, customer):
        self.inside, self.mask = customer.access.inside, customer.mask
        covers_names = self.mask.shown("contact.name") != Shown.WHOLE
        people = customer.contacts.values_list("name", flat=True) if covers_names else ()
        self.people = sorted(people, key=len, reverse=True)

    def __call__(self, text: str) -> str:
        if self.inside:
            return text
        for name in self.people:
            text = text.replace(name, self.mask.text("contact.name", name))
        return masked.prose(text)


@dataclass(frozen=True)
class Part:
    """Some lines of the digest: `context(customer)` gives the template its names."""

    key: str
    template: str
    context: Callable[..., dict]
    order: int = 100


_parts: dict[str, Part] = {}


def register_part(part: Part):
    _parts[part.key] = part


def digest(customer, user) -> dict:
    """The names of `customers/pool/_digest.html`: for a customer in a pool, as `user` sees it."""
    parts = sorted(_parts.values(), key=lambda part: part.order)
    return {
        "former": former_owners(customer),
        "parts": [(part.template, part.context(customer)) for part in parts],
        "reveals": reveals(user, customer.pool) if customer.mask else None,
        "limit": claim_limit(user) if customer.is_claimable_by(user) else None,
    }


def former_owners(customer) -> list[LedgerEntry]:
    """The last entries by which somebody lost it to a pool, newest first."""
    lost = customer.ledger.filter(from_owner__isnull=False, to_owner=None)
    lost = lost.select_related("from_owner").order_by("-at", "-pk")
    return [customer.mask.cover(entry) for entry in lost[:FORMER_SHOWN]]


def claim_limit(user) -> tuple[quotas.Figure, str]:
    """What `user` has left to claim, and in which period."""
    rules = rules_of(user)
    return quotas.claims(user, rules), rules.claim_limit.period
