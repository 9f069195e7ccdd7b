"""Asking about a customer one may not read but was told of by the duplicate check.

The check hands out an opaque token: which customer, to whom, by what name, and whether its
holder was named. Whoever sends it back in time may ask, and learns no more than that.
"""

import json
import time
from dataclasses import dataclass

from django.utils.translation import gettext as _

from crm.people.encryption import InvalidToken, decrypt, encrypt
from crm.refusals import Refused
from customers.models import Customer

VALID_SECONDS = 24 * 60 * 60


@dataclass(frozen=True)
class Disclosed:
    """What was told of `customer`: what its asker typed, and whether its holder was named."""

    customer: Customer
    known_as: str
    names_holder: bool


def token_for(user, customer, known_as: str, *, names_holder: bool) -> str:
    """To be sent back by `user` within a day; `known_as` is what they typed themselves."""
    told = [customer.pk, user.pk, known_as[:200], names_holder, int(time.time())]
    return encrypt(json.dumps(told))


def read(user, token: str) -> Disclosed:
    """Raises `Refused` for a token that is not `user`'s, not ours, or a day old."""
    try:
        pk, user_pk, known_as, names_holder, at = json.loads(decrypt(token))
    except (InvalidToken, ValueError):
        raise _stale() from None
    customer = Customer.objects.filter(pk=pk, deleted_at=None).first()
    if user_pk != user.pk or at < time.time() - VALID_SECONDS or customer is None:
        raise _stale()
    return Disclosed(customer, known_as, names_holder)


def _stale():
    return Refused(_("This offer is no longer valid."), _("Type the name again and ask anew."))
