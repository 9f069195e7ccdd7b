"""Where a hand-over is met: on a person's page, and beside the refusal to let them go."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from crm.people.cards import register_card
from crm.people.departures import after_user_moves
from crm.shell.remedies import Remedy, register_finder


def held_by(person) -> int:
    return person.customers.filter(deleted_at=None).count()


def card(person) -> dict:
    return {"person": person, "held": held_by(person)}


@after_user_moves
def still_holds(user) -> str:
    count = held_by(user)
    if not count:
        return ""
    sentence = ngettext(
        "%(user)s took %(count)d customer along. Hand it over if it is to stay with the old team.",
        "%(user)s took %(count)d customers along. Hand them over if they are to stay with the old"
        " team.",
        count,
    )
    return sentence % {"user": user, "count": count}


@register_finder
def find(request, refusal) -> Remedy | None:
    match = request.resolver_match
    if refusal.ask != "hand_over" or match is None or "pk" not in match.kwargs:
        return None
    return Remedy(_("Hand over"), reverse("customers:new_handover", args=[match.kwargs["pk"]]))


register_card("customers/handover/_card.html", card)
