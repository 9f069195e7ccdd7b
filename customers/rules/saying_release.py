"""The rules of release in sentences."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from crm.words import listed
from customers.origins import Origin
from customers.rules import phrases
from customers.rules.categories import Names
from customers.rules.choices import activity_kinds, clock_kinds
from customers.rules.phrases import counted
from customers.rules.reasons import RULE_NAMES
from customers.rules.sections import Clock, Release, ReleaseRule

Sentences = Iterator[tuple[str, str]]


def rule_name(rule: ReleaseRule) -> str:
    """What a rule of release is called, in the reader's language."""
    return rule.name or str(RULE_NAMES.get(rule.key, "")) or clock_words(rule)


def reason_of(rule: ReleaseRule) -> str:
    """What a rule leaves as the reason of a release: every reader has it in their language."""
    return rule.name or (rule.key if rule.key in RULE_NAMES else clock_words(rule))


def release(section: Release, names: Names) -> Sentences:
    if not section.rules:
        yield "none", _("No customer is released by itself.")
        return
    for rule in section.rules:
        for key, sentence in rule_sentences(rule, names):
            words = {"rule": rule_name(rule), "sentence": sentence}
            yield f"{rule.key}-{key}", _("“%(rule)s”: %(sentence)s") % words
    yield from night(section)


def grouped(section: Release, names: Names) -> list[tuple[str, list[str]]]:
    """What each rule says under its name, and last, under none, what holds for all of them."""
    if not section.rules:
        return [("", list(dict(release(section, names)).values()))]
    of_rules = [(rule_name(rule), dict(rule_sentences(rule, names))) for rule in section.rules]
    told = [*of_rules, ("", dict(night(section)))]
    return [(name, list(sentences.values())) for name, sentences in told if sentences]


def rule_sentences(rule: ReleaseRule, names: Names) -> Sentences:
    if not rule.is_enabled:
        yield "clocks", _("It is switched off.")
        return
    yield "clocks", _("A customer is released %(clocks)s.") % {"clocks": clock_words(rule)}
    yield from exceptions(rule, names)
    yield from bounds(rule)
    if any(clock.kind in ("no_activity", "no_first_contact") for clock in rule.clocks):
        yield "resets", resets(rule)
    if rule.step_holds:
        yield "step", counted(phrases.STEP_HOLDS, rule.step_holds_days)
    yield "spares", spared(rule)


def clock_words(rule: ReleaseRule) -> str:
    """ "after 30 working days without a counted activity or …" """
    between = _(" and ") if rule.needs_all else _(" or ")
    return between.join(map(clock_phrase, rule.clocks))


def clock_phrase(clock: Clock) -> str:
    phrase = phrases.CLOCKS.get(clock.kind, phrases.OTHER_CLOCK)
    return counted(phrase, clock.days, clock=clock_label(clock))


def clock_label(clock: Clock) -> str:
    return str(dict(clock_kinds()).get(clock.kind, clock.kind))


def exceptions(rule: ReleaseRule, names: Names) -> Sentences:
    """Other days for some categories."""
    for clock in rule.clocks:
        for pk, days in clock.by_category.items():
            words = {"category": names.category(pk), "clock": clock_label(clock)}
            if days is None:
                sentence = _("%(category)s: never (%(clock)s).") % words
            else:
                sentence = counted(phrases.OTHER_DAYS, days, **words)
            yield f"{clock.kind}-{pk}", sentence
    for pk, days in rule.least_by_category.items():
        yield f"least-{pk}", counted(phrases.LEAST_DAYS, days, category=names.category(pk))


def bounds(rule: ReleaseRule) -> Sentences:
    """Which customers it binds, by how they came to their owner."""
    if set(rule.origins) != set(Origin.values):
        origins = listed(Origin(one).label for one in Origin.values if one in rule.origins)
        sentence = _("It binds only customers that were: %(origins)s.")
        yield "origins", sentence % {"origins": origins}


def resets(rule: ReleaseRule) -> str:
    """Which activities count."""
    sentence = {
        (True, True): _("What counts is done, with a contact and an outcome: %(kinds)s."),
        (True, False): _("What counts is done, with a contact: %(kinds)s."),
        (False, True): _("What counts is done, with an outcome: %(kinds)s."),
        (False, False): _("What counts is done: %(kinds)s."),
    }[rule.resets.with_contact, rule.resets.with_outcome]
    return sentence % {"kinds": kinds_of(rule)}


def kinds_of(rule: ReleaseRule) -> str:
    labels = {key: str(label) for key, label in activity_kinds()}
    chosen = [labels.get(kind, kind) for kind in rule.resets.kinds]
    return listed(chosen) if chosen else _("any kind of activity")


def spared(rule: ReleaseRule) -> str:
    return {
        (True, True): _("Won customers and those with an open opportunity are spared."),
        (True, False): _("Won customers are spared."),
        (False, True): _("Customers with an open opportunity are spared."),
        (False, False): _("Neither won customers nor open opportunities are spared."),
    }[rule.spares_won, rule.spares_open_opportunity]


def night(section: Release) -> Sentences:
    """What holds for all rules."""
    yield from grace(section)
    yield from brake(section)


def grace(section: Release) -> Sentences:
    if section.grace_new_owner:
        yield "grace_new_owner", counted(phrases.GRACE_NEW, section.grace_new_owner)
    if section.grace_import:
        yield "grace_import", counted(phrases.GRACE_IMPORT, section.grace_import)
    if section.grace_handover:
        yield "grace_handover", counted(phrases.GRACE_HANDOVER, section.grace_handover)


def brake(section: Release) -> Sentences:
    if section.brake_count is not None:
        yield "brake_count", counted(phrases.BRAKE_COUNT, section.brake_count)
    if section.brake_percent is not None:
        sentence = _("A night that would take over %(percent)d%% of one owner's stops and asks.")
        yield "brake_percent", sentence % {"percent": section.brake_percent}
    if section.brake_count is None and section.brake_percent is None:
        yield "brake", _("No brake stops a night that takes many customers of one owner.")
