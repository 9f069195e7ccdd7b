"""Why somebody can see a customer, and why they cannot: the facts of the access arrays and the
verbs' own refusals, in sentences."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from crm.days import short_day, short_moment
from crm.refusals import Refused
from crm.shell.remedies import Remedy
from crm.words import listed
from customers import verbs
from customers.models import Request
from customers.requests.asking import wish
from customers.requests.remedies import remedy
from customers.rules.resolving import rules_of

OF_THE_PERSON = {
    "claim_limit": "claim_limit",
    "capacity": "capacity",
    "cooldown": "cooldown",
    "interval": "cooldown",
    "waiting": "cooldown",
}
OF_THE_OWNER = {"protection": "protection", "returning": "returning", "sharing": "sharing"}


@dataclass(frozen=True)
class Explained:
    """Why one verb is closed: the sentence with its figures, the rule behind it, what would help."""

    label: str
    refusal: Refused
    rule: str
    remedies: list[Remedy]
    dispute: Request | None = None


def reasons(customer, user) -> list[str]:
    """Every way by which `user` reads this customer, the strongest first."""
    return [*_by_office(customer, user), *_by_place(customer, user), *_by_shares(customer, user)]


def _by_office(customer, user):
    if user.reads_all:
        yield _("You are an administrator: administrators see every customer.")


def _by_place(customer, user):
    if customer.is_pooled:
        if -customer.pool_id in user.principals:
            yield _("It is in the pool of %(team)s, which is open to you.") % {
                "team": customer.pool
            }
    elif customer.owner_id == user.pk:
        yield _("You are its owner.")
    elif user.manages(customer.owner):
        yield _("You manage %(owner)s, its owner.") % {"owner": customer.owner}


def _by_shares(customer, user):
    for share in customer.shares():
        words = {
            "by": share.granted_by,
            "what": share.get_scope_display(),
            "receiver": share.receiver,
            "until": _until(share),
        }
        if share.receiver == user:
            yield _("%(by)s shared %(what)s with you%(until)s.") % words
        elif (
            user.manages(share.receiver)
            if share.is_personal
            else -share.group_id in user.principals
        ):
            yield _("%(by)s shared %(what)s with %(receiver)s%(until)s.") % words


def _until(share) -> str:
    if not share.expires_at:
        return ""
    return _(" until %(at)s") % {"at": short_moment(share.expires_at)}


# --- why not --------------------------------------------------------------------------------


def explained(customer, user, name: str = "") -> list[Explained]:
    """Every verb that is closed to `user` here, or the one called `name`; those that the same
    sentence closes are explained together."""
    together: dict[str, list] = {}
    for offer in verbs.closed(customer, user):
        if not name or offer.verb.name == name:
            together.setdefault(str(offer.refusal), []).append(offer)
    return [explain(customer, user, offers) for offers in together.values()]


def explain(customer, user, offers) -> Explained:
    label = " · ".join(str(offer.verb.label) for offer in offers)
    refusal = offers[0].refusal
    rule = rule_behind(customer, user, refusal.rule)
    dispute = dispute_for(customer, user) if refusal.rule == "dispute" else None
    return Explained(label, refusal, rule, helps(customer, user, refusal), dispute)


def dispute_for(customer, user):
    """The open dispute, if `user` is one of its sides or decides it."""
    return customer.requests.open().visible_to(user).filter(kind="dispute").first()


def rule_behind(customer, user, rule: str) -> str:
    """Which version of whose rules refuses: "rules no. 12 of East, in force since 11-01"."""
    key = rule.partition(".")[0]
    bound = user if key in OF_THE_PERSON else customer.owner
    section = (OF_THE_PERSON | OF_THE_OWNER).get(key)
    version = rules_of(bound).version_of(section) if section and bound else None
    if version is None:
        return ""
    return _("Rules no. %(number)s of %(team)s, in force since %(day)s.") % {
        "number": version.pk,
        "team": version.team or _("the whole company"),
        "day": short_day(version.effective_from),
    }


def helps(customer, user, refusal) -> list[Remedy]:
    """The requests that would help and that may be made now."""
    kinds = [refusal.ask] if refusal.ask else []
    if refusal.ask == "dispute":
        kinds.insert(0, "access")
    return [remedy(customer.pk, kind) for kind in kinds if may_ask(customer, user, kind)]


def may_ask(customer, user, kind) -> bool:
    try:
        customer.refuse_asking(kind, user, wanted=wish(kind, customer.access))
    except Refused:
        return False
    return True


# --- somebody else --------------------------------------------------------------------------


@dataclass(frozen=True)
class Paths:
    """The ways by which somebody sees a customer; where there are none, those they lack."""

    found: list[str]
    missing: list[str]


def paths(customer, user) -> Paths:
    found = reasons(customer, user)
    return Paths(found, [] if found else list(_missing(customer, user)))


def _missing(customer, user):
    words = {"user": user, "owner": customer.owner, "pool": customer.pool, "team": user.team}
    if not user.is_active:
        yield _("%(user)s no longer works here.") % words
    yield _("%(user)s is not an administrator.") % words
    if customer.is_pooled:
        yield _("It is in the pool of %(pool)s.") % words
        yield (
            _("%(user)s works in %(team)s, to which that pool is not open.")
            if user.team
            else _("%(user)s is in no team, so no pool is open to them.")
        ) % words
    else:
        yield _("%(owner)s owns it, and %(user)s does not manage %(owner)s.") % words
    shares = customer.shares()
    receivers = listed(share.receiver for share in shares)
    yield (
        _("It is shared with %(receivers)s, not with %(user)s or a team of theirs.")
        if shares
        else _("It is shared with nobody.")
    ) % {**words, "receivers": receivers}
