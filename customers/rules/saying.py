"""The rules in plain sentences, in the reader's language.

Every section becomes sentences under names that stay, so that two versions can be laid side by
side: "claim_limit" says `{"most": "A person may claim 5 customers a week."}`.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from crm.words import listed
from customers.pool.masking import Mask, is_own
from customers.rules import phrases, saying_release
from customers.rules.categories import Names
from customers.rules.choices import DISCLOSURES, maskable
from customers.rules.phrases import counted
from customers.rules.reasons import reason_label
from customers.rules.sections import (
    Capacity,
    ClaimLimit,
    Cooldown,
    Disclosure,
    Duplicates,
    Period,
    Pools,
    PoolView,
    Protection,
    Return,
    Sharing,
    Shown,
    Warning,
)

Sentences = Iterator[tuple[str, str]]


def sentences(key: str, section, names: Names) -> dict[str, str]:
    """What a section says, each sentence under the name of what it is about."""
    return dict(SAYING[key](section, names))


def grouped(key: str, section, names: Names) -> list[tuple[str, list[str]]]:
    """What a section says for reading: sentences under headings, "" for none."""
    if key == "release":
        return saying_release.grouped(section, names)
    return [("", list(sentences(key, section, names).values()))]


def pools(section: Pools, names: Names) -> Sentences:
    for route in section.routes:
        yield (
            f"route-{route.category}",
            _("Customers of %(category)s go to the pool of %(team)s when released.")
            % {"category": names.category(route.category), "team": names.team(route.pool)},
        )
    if section.routes:
        yield "default", _("All others go to the pool of their owner's team.")
    else:
        yield "default", _("A released customer goes to the pool of its owner's team.")


def claim_limit(section: ClaimLimit, names: Names) -> Sentences:
    if section.most is None:
        yield "most", _("A person may claim as many customers as they like.")
    else:
        yield "most", counted(phrases.CLAIMS[Period(section.period)], section.most)


def capacity(section: Capacity, names: Names) -> Sentences:
    if section.most is None:
        yield "most", _("A person may hold as many customers as they like.")
        return
    yield "most", counted(phrases.HOLDINGS, section.most)
    if section.without_won:
        yield "won", _("Won customers do not count.")
    if section.without_open_opportunity:
        yield "open", _("Customers with an open opportunity do not count.")
    if section.without_protected:
        yield "protected", _("Protected customers do not count.")
    for pk in section.without_categories:
        sentence = _("Customers of %(category)s do not count.")
        yield f"without-{pk}", sentence % {"category": names.category(pk)}


def cooldown(section: Cooldown, names: Names) -> Sentences:
    if section.days:
        yield "days", counted(phrases.COOLDOWN[section.whole_team], section.days)
    else:
        yield "days", _("Whoever lost a customer may claim it again at once.")
    if section.minutes_between:
        yield "minutes", counted(phrases.INTERVAL, section.minutes_between)
    if section.waiting_days:
        yield "waiting", counted(phrases.WAITING, section.waiting_days)
    if section.opens_at:
        sentence = _("Released customers can be claimed from %(time)s on.")
        yield "opens", sentence % {"time": section.opens_at}


def warning(section: Warning, names: Names) -> Sentences:
    if not (section.owner_days or section.manager_days):
        yield "owner", _("Nobody is warned before a customer is released.")
    for key, phrase, days in (
        ("owner", phrases.OWNER_WARNED, section.owner_days),
        ("manager", phrases.MANAGER_WARNED, section.manager_days),
    ):
        if days:
            yield key, counted(phrase, max(days), days=listed(days))


def protection(section: Protection, names: Names) -> Sentences:
    if section.most is None:
        yield "most", _("A person may protect as many customers as they like.")
    else:
        yield "most", counted(phrases.PROTECTIONS, section.most)
    yield "longest", counted(phrases.LONGEST_PROTECTION, section.longest_days)
    if section.needs_next_step:
        yield "step", _("Protecting takes a next step with a date.")
    if section.fresh_days:
        yield "fresh", counted(phrases.FRESH, section.fresh_days)


def returning(section: Return, names: Names) -> Sentences:
    if section.reasons:
        sentence = _("Who releases a customer chooses a reason: %(reasons)s.")
        yield "reasons", sentence % {"reasons": listed(map(reason_label, section.reasons))}
    else:
        yield "reasons", _("Who releases a customer gives a reason in their own words.")
    if section.needs_text:
        yield "text", _("They add a sentence to the reason.")


def pool_view(section: PoolView, names: Names) -> Sentences:
    masked = fields_of(section, Shown.MASKED)
    hidden = fields_of(section, Shown.HIDDEN)
    if not (masked or hidden):
        yield "shown", _("Whoever may look into the pool sees everything on a card.")
        return
    if masked:
        sentence = _("Masked until the customer is claimed: %(fields)s.")
        yield "masked", sentence % {"fields": listed(masked)}
    if hidden:
        sentence = _("Hidden until the customer is claimed: %(fields)s.")
        yield "hidden", sentence % {"fields": listed(hidden)}
    if section.reveals_a_day is None:
        yield "reveals", _("A person may reveal as many of these customers as they like.")
    else:
        yield "reveals", counted(phrases.REVEALS, section.reveals_a_day)


def sharing(section: Sharing, names: Names) -> Sentences:
    if section.longest_days is None:
        yield "longest", _("A share may have no end.")
    else:
        yield "longest", counted(phrases.LONGEST_SHARE, section.longest_days)
    if section.may_reshare:
        yield "reshare", _("Whoever receives a share may be allowed to share on.")
    else:
        yield "reshare", _("Whoever receives a share may not share on.")


def duplicates(section: Duplicates, names: Names) -> Sentences:
    sentence = _("Whoever types the name of a customer they may not see is told %(what)s.")
    yield "told", sentence % {"what": DISCLOSURES[Disclosure(section.disclosure)]}


def fields_of(section: PoolView, how: Shown) -> list[str]:
    """The labels of the fields that show in this way."""
    mask = Mask.of_rule(section.fields)
    known = maskable()
    says = {key: mask.shown(key) if is_own(key) else section.fields.get(key) for key, _l in known}
    return [label for key, label in known if says[key] == how]


SAYING: dict[str, Callable[[Any, Names], Sentences]] = {
    "pools": pools,
    "claim_limit": claim_limit,
    "capacity": capacity,
    "cooldown": cooldown,
    "release": saying_release.release,
    "warning": warning,
    "protection": protection,
    "returning": returning,
    "pool_view": pool_view,
    "sharing": sharing,
    "duplicates": duplicates,
}
