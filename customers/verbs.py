"""The verbs as the customer's page offers them: only where they make sense for this user."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Verb:
    """`applies(customer, user)` says whether to offer it; the verb itself checks again.

    One that `asks` opens a form, any other is carried out at a press.
    """

    name: str
    label: Any
    icon: str
    applies: Callable[[Any, Any], bool]
    asks: bool = True
    tone: str = ""
    key: str = ""

    def url(self, customer) -> str:
        return reverse(f"customers:{self.name}", args=[customer.pk])


def holds(customer, user) -> bool:
    return customer.is_held_by(user)


def claimable(customer, user) -> bool:
    return customer.is_claimable_by(user)


def owns_shared(customer, user) -> bool:
    return customer.owner_id == user.pk and len(customer.reader_ids) > 1


def assignable(customer, user) -> bool:
    return customer.is_assignable_by(user)


def holds_unprotected(customer, user) -> bool:
    return customer.is_held_by(user) and not customer.is_protected


def holds_protected(customer, user) -> bool:
    return customer.is_held_by(user) and customer.is_protected


def leads_releasable(customer, user) -> bool:
    return not customer.is_pooled and not customer.is_whitelisted and customer.is_led_by(user)


def leads_whitelisted(customer, user) -> bool:
    return customer.is_whitelisted and customer.is_led_by(user)


def shareable(customer, user) -> bool:
    return customer.is_held_by(user) or (
        not customer.is_pooled
        and user.pk in customer.reader_ids
        and bool(customer.own_reshareable(user))
    )


def holds_or_leads(customer, user) -> bool:
    return customer.is_held_by(user) or customer.is_led_by(user)


VERBS = [
    Verb("claim", _("Claim"), "hand", claimable, asks=False, tone="main"),
    Verb(
        "claim", pgettext_lazy("claim one's own", "Keep to myself"), "lock", owns_shared, asks=False
    ),
    Verb("assign", _("Assign"), "user-check", assignable, key="a"),
    Verb("share", _("Share"), "share-2", shareable, key="s"),
    Verb("protect", _("Protect"), "shield", holds_unprotected, key="p"),
    Verb("protect", _("Extend protection"), "shield-plus", holds_protected),
    Verb("unprotect", _("End protection"), "shield-off", holds_protected, asks=False),
    Verb("whitelist", _("Never release"), "infinity", leads_releasable),
    Verb("unlist", _("Open to release again"), "hourglass", leads_whitelisted, asks=False),
    Verb("release", _("Release"), "undo-2", holds),
]
DELETE = Verb("delete", _("Delete"), "trash-2", holds_or_leads, asks=False, tone="danger")


@dataclass(frozen=True)
class Offer:
    """A verb at one customer."""

    verb: Verb
    url: str


def offers(customer, user) -> list[Offer]:
    return [Offer(v, v.url(customer)) for v in VERBS if v.applies(customer, user)]


def delete_offer(customer, user) -> Offer | None:
    return Offer(DELETE, DELETE.url(customer)) if DELETE.applies(customer, user) else None
