"""The ledger in sentences."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from crm.days import short_day, short_moment
from customers.merging.following import absorbed_by
from customers.models import LedgerEntry
from customers.models.share import Share

Verb = LedgerEntry.Verb
RELATED = (
    "by",
    "from_owner",
    "to_owner",
    "from_pool",
    "to_pool",
    "receiver_user",
    "receiver_team",
)


def ledger_of(customer):
    """The customer's entries, newest first, ready to be told; and of those that were merged into
    it, which they name."""
    of = [customer.pk, *absorbed_by(customer)]
    entries = LedgerEntry.objects.filter(customer__in=of)
    return entries.select_related("customer", *RELATED).order_by("-at", "-pk")


def tell(entry) -> str:
    """One entry as a sentence."""
    return TELLERS[entry.verb](entry) % names(entry)


def names(entry) -> dict:
    day = entry.details.get("day")
    return {
        "by": entry.by or _("Zhibi"),
        "from_owner": entry.from_owner,
        "to_owner": entry.to_owner,
        "from_pool": entry.from_pool,
        "to_pool": entry.to_pool,
        "receiver": entry.receiver,
        "until": short_moment(entry.until),
        "day": short_day(date.fromisoformat(day)) if day else "",
        "number": entry.rules_id or "",
        "ended": entry.details.get("shares_ended", 0),
        "other": entry.details.get("name", ""),
        "what": dict(Share.Scope.choices).get(entry.details.get("scope"), ""),
    }


def created(entry):
    if entry.to_pool:
        return _("%(by)s added it to the pool of %(to_pool)s.")
    return _("%(by)s added it; %(to_owner)s holds it.")


def claimed(entry):
    if entry.from_pool:
        return _("%(by)s claimed it from the pool of %(from_pool)s.")
    return ngettext(
        "%(by)s kept it to themselves: %(ended)d share ended.",
        "%(by)s kept it to themselves: %(ended)d shares ended.",
        entry.details.get("shares_ended", 0),
    )


def assigned(entry):
    if entry.from_pool:
        return _("%(by)s assigned it from the pool of %(from_pool)s to %(to_owner)s.")
    return _("%(by)s assigned it from %(from_owner)s to %(to_owner)s.")


def shared(entry):
    edits = entry.details.get("may_edit")
    if entry.until and edits:
        return _("%(by)s shared %(what)s with %(receiver)s, to change, until %(until)s.")
    if entry.until:
        return _("%(by)s shared %(what)s with %(receiver)s, to read, until %(until)s.")
    if edits:
        return _("%(by)s shared %(what)s with %(receiver)s, to change.")
    return _("%(by)s shared %(what)s with %(receiver)s, to read.")


def unshared(entry):
    if entry.details.get("expired"):
        return _("The share with %(receiver)s ran out.")
    return _("%(by)s ended the share with %(receiver)s.")


def protected(entry):
    return _("%(by)s protected it until the end of %(day)s.")


def unprotected(entry):
    if entry.details.get("expired"):
        return _("Its protection ran out.")
    return _("%(by)s ended its protection.")


def released(entry):
    if entry.rule:
        return _("It left %(from_owner)s for the pool of %(to_pool)s by the rules no. %(number)s.")
    return _("%(by)s released it from %(from_owner)s to the pool of %(to_pool)s.")


def handed_over(entry):
    return _("%(by)s handed it over from %(from_owner)s to %(to_owner)s.")


def taken_back(entry):
    return _("%(by)s undid the hand-over: %(to_owner)s holds it again.")


def whitelisted(entry):
    return _("%(by)s decided that it is never released.")


def unlisted(entry):
    return _("%(by)s opened it to the rules of release again.")


def asked(entry):
    return ASKED.get(entry.details.get("kind"), _("%(by)s asked for something."))


def granted(entry):
    return GRANTED.get(entry.details.get("kind"), _("%(by)s granted what was asked."))


def declined(entry):
    if entry.details.get("withdrawn"):
        return _("%(by)s took the request back.")
    return _("%(by)s declined what was asked.")


def frozen(entry):
    return _("%(by)s disputed it; nobody moves it before the ruling.")


def ruled(entry):
    if entry.to_owner:
        return _("%(by)s ruled on the dispute: %(to_owner)s holds it.")
    return _("%(by)s ruled on the dispute: it lies in the pool of %(to_pool)s.")


def merged(entry):
    return _("%(by)s merged %(other)s into it.")


def merged_into(entry):
    return _("%(by)s merged it into %(other)s.")


def unmerged(entry):
    return _("%(by)s undid the merge with %(other)s.")


def deleted(entry):
    return _("%(by)s deleted it.")


def restored(entry):
    if entry.from_owner and entry.to_pool:
        return _("%(by)s restored it to the pool of %(to_pool)s: %(from_owner)s has left.")
    return _("%(by)s restored it.")


ASKED = {
    "keep": gettext_lazy("%(by)s asked that it may stay."),
    "extend": gettext_lazy("%(by)s asked for a longer protection."),
    "access": gettext_lazy("%(by)s asked for access."),
    "dispute": gettext_lazy("%(by)s disputed who holds it."),
}
GRANTED = {
    "keep": gettext_lazy("%(by)s let it stay."),
    "extend": gettext_lazy("%(by)s granted a longer protection."),
    "access": gettext_lazy("%(by)s granted access."),
}
TELLERS = {
    Verb.HANDED_OVER: handed_over,
    Verb.TAKEN_BACK: taken_back,
    Verb.WHITELISTED: whitelisted,
    Verb.UNLISTED: unlisted,
    Verb.ASKED: asked,
    Verb.GRANTED: granted,
    Verb.DECLINED: declined,
    Verb.FROZEN: frozen,
    Verb.RULED: ruled,
    Verb.CREATED: created,
    Verb.CLAIMED: claimed,
    Verb.ASSIGNED: assigned,
    Verb.SHARED: shared,
    Verb.UNSHARED: unshared,
    Verb.PROTECTED: protected,
    Verb.UNPROTECTED: unprotected,
    Verb.RELEASED: released,
    Verb.MERGED: merged,
    Verb.MERGED_INTO: merged_into,
    Verb.UNMERGED: unmerged,
    Verb.DELETED: deleted,
    Verb.RESTORED: restored,
}

ARRIVALS = {
    Verb.HANDED_OVER: lambda entry: _("handed over by %(by)s on %(on)s"),
    Verb.RULED: lambda entry: _("ruled by %(by)s on %(on)s"),
    Verb.CREATED: lambda entry: _("added %(on)s"),
    Verb.CLAIMED: lambda entry: _("claimed from the pool of %(from_pool)s on %(on)s"),
    Verb.ASSIGNED: lambda entry: _("assigned by %(by)s on %(on)s"),
    Verb.RELEASED: lambda entry: _("released by %(by)s on %(on)s"),
}


def arrival(customer) -> str:
    """How the customer came to where it is now, in half a sentence; empty if nobody wrote it down."""
    entries = customer.ledger.select_related(*RELATED).order_by("-at", "-pk")
    entries = entries.filter(verb__in=ARRIVALS)
    entries = entries.exclude(verb=Verb.CLAIMED, from_pool=None)
    entry = entries.filter(to_owner=customer.owner_id, to_pool=customer.pool_id).first()
    if entry is None:
        return ""
    return ARRIVALS[entry.verb](entry) % {**names(entry), "on": short_day(entry.at)}
