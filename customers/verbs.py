"""The verbs as the customer's page offers them: those of this user's world, the closed ones too.

Whether a verb is closed is asked of the very checks it makes itself, so the page never promises
what the verb refuses, nor hides what it would do.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.refusals import Refused
from customers import doors
from customers.requests.asking import ACCESS, KEEP, wish


@dataclass(frozen=True)
class Verb:
    """`belongs(customer, user)` says whether to show it; `check(customer, user)` raises the
    `Refused` that the verb itself would raise; the verb checks again.

    One that `asks` opens a form, one that `goes` is a page, any other is done at a press.
    """

    name: str
    label: Any
    icon: str
    belongs: Callable[[Any, Any], bool]
    check: Callable[[Any, Any], None]
    asks: bool = True
    goes: bool = False
    tone: str = ""
    key: str = ""

    def url(self, customer) -> str:
        return reverse(f"customers:{self.name}", args=[customer.pk])


@dataclass(frozen=True)
class Request(Verb):
    """A request for what somebody else decides; its name is the request's kind."""

    asks: bool = False

    def url(self, customer) -> str:
        return reverse("customers:ask", args=[customer.pk, self.name])


# --- whose world a verb belongs to ----------------------------------------------------------


def holds(customer, user) -> bool:
    return customer.is_held_by(user)


def might_claim(customer, user) -> bool:
    """Whoever may claim it, and readers who neither hold nor lead it."""
    leads = customer.is_held_by(user) or customer.is_led_by(user)
    return customer.is_claimable_by(user) or not leads


def owns_shared(customer, user) -> bool:
    return customer.owner_id == user.pk and len(customer.reader_ids) > 1


def gives(customer, user) -> bool:
    return customer.is_assignable_by(user) or user.is_manager


def is_owned(customer, user) -> bool:
    return not customer.is_pooled


def holds_unprotected(customer, user) -> bool:
    return customer.is_held_by(user) and not customer.is_protected


def holds_protected(customer, user) -> bool:
    return customer.is_held_by(user) and customer.is_protected


def leads_releasable(customer, user) -> bool:
    return not customer.is_pooled and not customer.is_whitelisted and customer.is_led_by(user)


def leads_whitelisted(customer, user) -> bool:
    return customer.is_whitelisted and customer.is_led_by(user)


def owns_leaving(customer, user) -> bool:
    return customer.owner_id == user.pk and customer.release_due_at is not None


def holds_or_leads(customer, user) -> bool:
    return customer.is_held_by(user) or customer.is_led_by(user)


def reads(customer, user) -> bool:
    return True


# --- what closes it -------------------------------------------------------------------------


def check_claim(customer, user):
    customer.refuse_unless_claimable(user)


def check_keep(customer, user):
    customer.refuse_asking(KEEP, user)


def check_assign(customer, user):
    customer.refuse_unless_assignable(user)


def check_share(customer, user):
    customer.refuse_unless_shareable(user)


def check_protect(customer, user):
    customer.refuse_any_protection(user)


def check_held(customer, user):
    customer.refuse_unless_held(user)


def check_led(customer, user):
    customer.refuse_unless_led(user)


def check_release(customer, user):
    customer.refuse_unless_releasable(user)


def check_delete(customer, user):
    customer.refuse_if_frozen()
    customer.refuse_unless_held_or_led(user)


def check_merge(customer, user):
    customer.refuse_if_frozen()
    customer.refuse_unless_merged_by(user)


def check_edit(customer, user):
    doors.refuse_without(customer.access, "edits")


def nothing(customer, user):
    """Never closed."""


VERBS = [
    Verb("claim", _("Claim"), "hand", might_claim, check_claim, asks=False, tone="main"),
    Verb(
        "claim",
        pgettext_lazy("claim one's own", "Keep to myself"),
        "lock",
        owns_shared,
        nothing,
        asks=False,
    ),
    Request(KEEP, _("Ask to keep it"), "inbox", owns_leaving, check_keep),
    Verb("assign", _("Assign"), "user-check", gives, check_assign, key="a"),
    Verb("share", _("Share"), "share-2", is_owned, check_share, key="s"),
    Verb("protect", _("Protect"), "shield", holds_unprotected, check_protect, key="p"),
    Verb("protect", _("Extend protection"), "shield-plus", holds_protected, check_protect),
    Verb(
        "unprotect",
        _("End protection"),
        "shield-off",
        holds_protected,
        check_held,
        asks=False,
    ),
    Verb("whitelist", _("Never release"), "infinity", leads_releasable, check_led),
    Verb(
        "unlist",
        _("Open to release again"),
        "hourglass",
        leads_whitelisted,
        check_led,
        asks=False,
    ),
    Verb("release", _("Release"), "undo-2", holds, check_release),
    Verb("edit", _("Edit"), "pencil", reads, check_edit, asks=False, goes=True, key="e"),
]
MERGE = Verb("merge", _("Merge with …"), "merge", holds_or_leads, check_merge)
DELETE = Verb(
    "delete", _("Delete"), "trash-2", holds_or_leads, check_delete, asks=False, tone="danger"
)


@dataclass(frozen=True)
class Offer:
    """A verb at one customer, closed where there is a `refusal`."""

    verb: Verb
    url: str
    refusal: Refused | None = None


def offers(customer, user) -> list[Offer]:
    """What the page shows of this user's world, the closed ones with their refusals."""
    return [offer(verb, customer, user) for verb in VERBS if verb.belongs(customer, user)]


def closed(customer, user) -> list[Offer]:
    """Everything this user might expect to do here and may not."""
    shown = [*offers(customer, user), *seldom(customer, user)]
    return [offer for offer in shown if offer.refusal]


def seldom(customer, user) -> list[Offer]:
    """What stands behind "More"."""
    return [offer(v, customer, user) for v in (MERGE, DELETE) if v.belongs(customer, user)]


def offer(verb, customer, user) -> Offer:
    return Offer(verb, verb.url(customer), refusal_of(verb, customer, user))


def refusal_of(verb, customer, user) -> Refused | None:
    """What the verb would answer now, without doing anything."""
    try:
        verb.check(customer, user)
    except Refused as refusal:
        return refusal
    return None


def access_offer(customer, user) -> Offer | None:
    """For readers of the card alone: the request for the rest."""
    if customer.is_pooled or customer.access.inside:
        return None
    ask = Request(ACCESS, _("Ask for access"), "inbox", is_owned, check_access)
    return offer(ask, customer, user)


def check_access(customer, user):
    customer.refuse_asking(ACCESS, user, wanted=wish(ACCESS, customer.access))
