"""What a request is called and who hears of it.

An asker who may not read the customer is told no more than they knew: the name they typed, and
of the holder only what the duplicate check was allowed to say.
"""

from types import SimpleNamespace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.notices import NoticeKind, notify, register_kind
from customers import noticing
from customers.requests.deciders import those_asked

SENTENCES = {
    "keep": gettext_lazy("%(by)s asks to keep %(customer)s."),
    "extend": gettext_lazy("%(by)s asks to extend the protection of %(customer)s."),
    "access": gettext_lazy("%(by)s asks for access to %(customer)s."),
    "dispute": gettext_lazy("%(by)s disputes who holds %(customer)s."),
}

PHRASES = {
    "keep": gettext_lazy("%(by)s asks that it may stay."),
    "extend": gettext_lazy("%(by)s asks for a longer protection."),
    "access": gettext_lazy("%(by)s asks for access."),
    "dispute": gettext_lazy("%(by)s disputes who holds it."),
}


def phrase(request) -> str:
    """What is asked, where the customer's name stands beside it."""
    return PHRASES[request.kind] % {"by": request.by}


def sentence(request, name: str) -> str:
    return SENTENCES[request.kind] % {"by": request.by, "customer": name}


def is_blind(request, user) -> bool:
    """Whether `user` asked without reading the customer and without being told who holds it."""
    is_asker = request.by_id == user.pk and bool(request.known_as)
    return is_asker and not request.wanted.get("names_holder")


def named(request, person, user) -> str:
    """A person of the other side as `user` may know them."""
    if person is None:
        return _("an administrator")
    return _("whoever holds it") if is_blind(request, user) else str(person)


def decider(request, user) -> str:
    return named(request, request.asked, user)


def as_asker_knows(request):
    """The customer for a notice to the asker: its name, or what they called it."""
    customer = request.customer
    return SimpleNamespace(pk=customer.pk, name=request.known_as or customer.name)


# --- notices --------------------------------------------------------------------------------


def tell_asked(request):
    people = those_asked(request)
    if request.is_dispute and request.holder:
        people.append(request.holder)
    noticing.asked(
        people,
        request.customer,
        by=request.by,
        request=request.kind,
        url=request.get_absolute_url(),
    )


def tell_decided(request, granted: bool):
    noticing.decided(
        [request.by],
        as_asker_knows(request),
        by=None if is_blind(request, request.by) else request.decided_by,
        request=request.kind,
        granted=granted,
        url=request.get_absolute_url(),
    )


def tell_dispute(request, *, by, what: str):
    """Tells both sides, and of new evidence who decides."""
    others = [request.holder or request.customer.owner]
    others += those_asked(request) if what == "evidence" else []
    link = {"url": request.get_absolute_url(), "what": what}
    people = [person for person in others if person and person.pk != request.by_id]
    notify(people, DISPUTE.key, by=by, customer=request.customer.name, **link)
    known = None if is_blind(request, request.by) else by
    if by.pk != request.by_id:
        name = as_asker_knows(request).name
        notify([request.by], DISPUTE.key, by=known, customer=name, **link)


def _of_dispute(details, count) -> str:
    told = {
        "evidence": _("%(by)s added evidence to the dispute about %(customer)s."),
        "ruled": _("%(by)s ruled the dispute about %(customer)s."),
    }[details["what"]]
    return told % {**details, "by": details.get("by") or _("Zhibi")}


DISPUTE = register_kind(NoticeKind("dispute", gettext_lazy("Dispute"), "scale", _of_dispute))
