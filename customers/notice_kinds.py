"""The kinds of notices of this room, each a sentence for one and for several of a batch.

Their details hold `customer`, a name; the others are named where they are used.
"""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.days import short_day
from crm.notices import NoticeKind, register_kind
from customers.imports import kinds

ASSIGNED, SHARED, WARNED, RELEASED = "assigned", "shared", "warned", "released"
EXPIRED, ASKED, DECIDED, MERGED = "expired", "asked", "decided", "merged"
IMPORT_UNDONE = "import_undone"


def words(details, count) -> dict:
    """Everything a sentence may name; what was not told is an empty text."""
    day = details.get("day")
    return {
        **dict.fromkeys(["customer", "to", "pool", "owner"], ""),
        **details,
        "by": details.get("by") or _("Zhibi"),
        "day": short_day(date.fromisoformat(day)) if day else "",
        "count": count,
        "rows": label_of(details.get("kind", "")),
    }


def label_of(kind: str) -> str:
    """What the rows of a sheet were."""
    return str(kinds.KINDS[kind].label) if kind in kinds.KINDS else ""


def telling(sentence_of):
    """`tell` of a kind, from a function that chooses the sentence by details and number."""

    def tell(details, count):
        return sentence_of(details, count > 1) % words(details, count)

    return tell


def assigned(details, several):
    if details.get("to"):
        if several:
            return _("%(by)s gave %(count)d of your customers to others.")
        return _("%(by)s gave your customer %(customer)s to %(to)s.")
    if several:
        return _("%(by)s assigned %(count)d customers to you.")
    return _("%(by)s assigned %(customer)s to you.")


def shared(details, several):
    if several:
        return _("%(by)s shared %(count)d customers with you.")
    return _("%(by)s shared %(customer)s with you.")


def warned(details, several):
    if details.get("owner"):
        if several:
            return _("%(count)d customers of your team will be released soon.")
        return _("%(customer)s will be released from %(owner)s on %(day)s.")
    if several:
        return _("%(count)d of your customers will be released soon, unless you act.")
    return _("%(customer)s will be released on %(day)s, unless you act.")


def released(details, several):
    if several:
        return _("%(by)s released %(count)d of your customers.")
    return _("%(by)s released your customer %(customer)s to the pool of %(pool)s.")


def expired(details, several):
    if details.get("what") == "protection":
        if several:
            return _("The protections of %(count)d of your customers ran out.")
        return _("The protection of %(customer)s ran out.")
    if several:
        return _("%(count)d customers are no longer shared with you: the shares ran out.")
    return _("%(customer)s is no longer shared with you: the share ran out.")


def asked(details, several):
    if several:
        return _("%(by)s asks you to decide about %(count)d customers.")
    return {
        "keep": _("%(by)s asks to keep %(customer)s."),
        "extend": _("%(by)s asks to extend the protection of %(customer)s."),
        "access": _("%(by)s asks for access to %(customer)s."),
        "dispute": _("%(by)s disputes who holds %(customer)s."),
    }.get(details.get("request"), _("%(by)s asks you to decide about %(customer)s."))


def decided(details, several):
    if several:
        return _("%(by)s decided about %(count)d of your requests.")
    return {
        True: _("%(by)s agreed to your request about %(customer)s."),
        False: _("%(by)s declined your request about %(customer)s."),
    }.get(details.get("granted"), _("%(by)s decided your request about %(customer)s."))


def merged(details, several):
    if several:
        return _("%(by)s merged %(count)d of your customers into others.")
    return _("%(by)s merged your customer %(customer)s into %(to)s.")


def import_undone(details, several):
    """Of records of a `kind`; without one, of customers."""
    if details.get("kind", kinds.CUSTOMERS) != kinds.CUSTOMERS:
        return records_undone(several)
    if several:
        return _(
            "%(by)s undid an import: %(count)d of your customers are as they were before it,"
            " or gone again."
        )
    return _("%(by)s undid an import: %(customer)s is as it was before it, or gone again.")


def records_undone(several: bool) -> str:
    if several:
        return _(
            "%(by)s undid an import (%(rows)s): %(count)d of your records are as they were before"
            " it, or gone again."
        )
    return _(
        "%(by)s undid an import (%(rows)s): a record of %(customer)s is as it was before it, or"
        " gone again."
    )


KINDS = [
    NoticeKind(ASSIGNED, gettext_lazy("Assigned"), "user-check", telling(assigned)),
    NoticeKind(SHARED, gettext_lazy("Shared"), "share-2", telling(shared)),
    NoticeKind(WARNED, gettext_lazy("About to be released"), "timer", telling(warned)),
    NoticeKind(RELEASED, gettext_lazy("Released"), "droplets", telling(released)),
    NoticeKind(EXPIRED, gettext_lazy("Ran out"), "hourglass", telling(expired)),
    NoticeKind(ASKED, gettext_lazy("Asked"), "inbox", telling(asked)),
    NoticeKind(DECIDED, gettext_lazy("Decided"), "gavel", telling(decided)),
    NoticeKind(MERGED, gettext_lazy("Merged"), "merge", telling(merged)),
    NoticeKind(IMPORT_UNDONE, gettext_lazy("Import undone"), "undo-2", telling(import_undone)),
]
for kind in KINDS:
    register_kind(kind)
