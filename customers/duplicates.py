"""The duplicate check 撞单: whether somebody has the customer already that is being typed.

It looks over all living customers, those its asker may not read too. Of the readable ones it
gives the record. Of the others it says what the rules allow (`Disclosure`) and nothing that was
not typed: only an exact credit code, a whole phone number or a whole name finds them, so that no
part of a name can be used to look around, and nobody may ask more than `ASKED_A_MINUTE`.
"""

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm import naming
from crm.words import listed
from customers import company_names, standards
from customers.models import Contact, Customer
from customers.pool.masking import Masks
from customers.recognising import Agreement, keys_of
from customers.requests.disclosed import token_for
from customers.rules.resolving import rules_of
from customers.rules.sections import Disclosure, Shown

ASKED_A_MINUTE = 60
LONGEST_NAME = 200
NUMBERS_LOOKED_UP = 5
CANDIDATES = 100
SIMILAR_SHOWN = 5

UNCHECKED = gettext_lazy(
    "You asked very often: whether others have this customer was not looked up."
)


SENTENCES = {
    Agreement.CODE: gettext_lazy("A customer with this credit code exists already: %(state)s."),
    Agreement.NAME: gettext_lazy("A customer of this name exists already: %(state)s."),
    Agreement.PHONE: gettext_lazy("A customer with this phone number exists already: %(state)s."),
}

MASKED_BY: dict[Agreement, tuple[str, ...]] = {
    Agreement.CODE: ("credit_code",),
    Agreement.NAME: (),
    Agreement.PHONE: ("phones", "contact.mobile", "contact.phone"),
}
"""The fields that a pool may mask, and what they would give away."""


@dataclass(frozen=True)
class Typed:
    """What somebody typed of a customer, as it would be stored; parts may be missing."""

    name: str = ""
    phones: tuple[str, ...] = ()
    credit_code: str = ""

    @classmethod
    def read(cls, name: str = "", phones: Iterable[str] = (), credit_code: str = ""):
        """From texts that may be unfinished or odd: what cannot be read is left out."""
        name, code = (text.replace("\0", "").strip()[:LONGEST_NAME] for text in (name, credit_code))
        return cls(name, tuple(_numbers(phones)), standards.credit_code(code))

    @classmethod
    def of(cls, cleaned: dict, before: Customer | None = None):
        """From a valid form; with the customer `before` only what is new."""
        if before is None:
            return cls(cleaned["name"], tuple(cleaned["phones"]), cleaned["credit_code"])
        # A form leaves out what its user does not see whole.
        names = cleaned.keys() & {"name", "credit_code"}
        texts = {name: cleaned[name] for name in names if cleaned[name] != getattr(before, name)}
        phones = cleaned.get("phones", [])
        return cls(phones=tuple(n for n in phones if n not in before.phones), **texts)

    def agreed_by(self, agreement: Agreement) -> str:
        """What was typed of that sort, in words."""
        texts = {Agreement.CODE: self.credit_code, Agreement.NAME: self.name}
        return texts.get(agreement) or ", ".join(self.phones)

    @property
    def token(self) -> str:
        """The same for the same typed: who was asked about it need not be asked again."""
        return sha256(repr(self).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Known:
    """A customer its asker may read, and what of it agrees."""

    customer: Customer
    agreements: list[Agreement]

    @property
    def sentence(self) -> str:
        agreed = listed(agreement.label for agreement in self.agreements)
        words = {"customers": f"{self.customer} ({agreed})"}
        return _("Exists already: %(customers)s.") % words


@dataclass(frozen=True)
class Findings:
    """`hidden` are sentences about customers the asker may not read, `tokens` for each what lets
    them ask about it, or ""; `is_partial` says that those were not looked for, because too much
    was asked."""

    readable: list[Known] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list, compare=False)
    is_partial: bool = False

    def __bool__(self):
        return bool(self.readable or self.hidden)

    @property
    def sentences(self) -> list[tuple[str, str]]:
        """All of it where there is room for few words: each with where the reader may look, or
        ""."""
        known = [(found.sentence, found.customer.get_absolute_url()) for found in self.readable]
        others = [*self.hidden, *([str(UNCHECKED)] if self.is_partial else [])]
        return [*known, *((sentence, "") for sentence in others)]

    @property
    def told(self) -> list[tuple[str, str]]:
        """Each sentence with its token."""
        return list(zip(self.hidden, self.tokens, strict=True))


def disclosure_for(user) -> str:
    """What the rules that bind `user` let them know about customers they may not read."""
    return rules_of(user).duplicates.disclosure


def look(user, typed: Typed, besides: int | None = None) -> Findings:
    """The customers that agree with `typed` exactly; `besides` is the one being edited."""
    return _answer(user, typed, _candidates(typed), besides, typed == Typed() or _may_ask(user))


class Lookup:
    """Many questions of one user at once: the same value for many customers is one question.
    Each of the others counts as if it was asked alone, so that a paste looks around no farther."""

    def __init__(self, user):
        self.user, self.may_ask = user, True
        self.found: dict[Typed, dict[int, set[Agreement]]] = {}
        self.answers: dict[tuple[Typed, int | None], Findings] = {}

    def look(self, typed: Typed, besides: int) -> Findings:
        """As `look` answers."""
        if typed == Typed():
            return Findings()
        if typed not in self.found:
            self.found[typed] = _candidates(typed)
            self.may_ask = self.may_ask and _may_ask(self.user)
        key = typed, besides if besides in self.found[typed] else None
        if key not in self.answers:
            found, may_ask = self.found[typed], self.may_ask
            self.answers[key] = _answer(self.user, typed, found, key[1], may_ask)
        return self.answers[key]


def _answer(user, typed, found, besides, may_ask) -> Findings:
    if not found:
        return Findings(is_partial=not may_ask)
    visible = set(
        Customer.objects.visible_to(user).filter(pk__in=found).values_list("pk", flat=True)
    )
    customers = Customer.objects.filter(pk__in=found if may_ask else visible).exclude(
        pk=besides if besides in visible else None
    )
    masks, known, others = Masks(user), [], []
    for customer in customers.select_related("owner", "pool").order_by("sort_name", "pk"):
        seen = customer.pk in visible and _unmasked(found[customer.pk], masks.of(customer))
        if seen:
            known.append(Known(customer, seen))
        elif may_ask:
            others.append((customer, min(found[customer.pk])))
    hidden, tokens = _told(user, typed, others) if others else ([], [])
    return Findings(known, hidden, tokens, is_partial=not may_ask)


def _unmasked(agreements: Iterable[Agreement], mask) -> list[Agreement]:
    """Those in which the reader sees that they agree: a masked number must not be guessed here."""
    shown = {a: {mask.shown(key) for key in MASKED_BY[a]} for a in agreements}
    return sorted(agreement for agreement, ways in shown.items() if ways <= {Shown.WHOLE})


def similar(user, name: str, but: Iterable[int]) -> list[Customer]:
    """Customers `user` may read, of whose name in some spelling `name` is a part."""
    if len(naming.fold(name)) < company_names.SHORTEST_CORE:
        return []
    alike = Masks(user).openly(Customer.objects.visible_to(user).matching(name), name)
    alike = alike.exclude(pk__in=but).select_related("owner", "pool")
    return list(alike.order_by("sort_name", "pk")[:SIMILAR_SHOWN])


# --- finding ----------------------------------------------------------------------------------


def _candidates(typed: Typed) -> dict[int, set[Agreement]]:
    """What agrees, by the customer's id, whoever may read it."""
    found: dict[int, set[Agreement]] = defaultdict(set)
    for pk, key in _by_keys(typed):
        found[pk].add(Agreement.of(key))
    return found


def _by_keys(typed) -> Iterator[tuple[int, str]]:
    """(customer, key) of all that agrees, by customers' own keys and those of their contacts."""
    wanted = _keys(typed)
    living = Customer.objects.filter(deleted_at__isnull=True, duplicate_keys__overlap=wanted)
    contacts = Contact.objects.filter(
        deleted_at__isnull=True, customer__deleted_at__isnull=True, duplicate_keys__overlap=wanted
    )
    for found in (
        living.values_list("pk", "duplicate_keys"),
        contacts.values_list("customer_id", "duplicate_keys"),
    ):
        for pk, keys in found[:CANDIDATES]:
            yield from ((pk, key) for key in wanted if key in keys)


def _keys(typed) -> list[str]:
    numbers = typed.phones[:NUMBERS_LOOKED_UP]
    return keys_of(typed.name, typed.credit_code, numbers)


def _numbers(texts: Iterable[str]) -> Iterator[str]:
    for piece in (piece for text in texts for piece in standards.SEPARATORS.split(text)):
        try:
            yield standards.phone(piece.replace("\0", ""))
        except ValidationError:
            continue


# --- telling ----------------------------------------------------------------------------------


def _told(user, typed, others) -> tuple[list[str], list[str]]:
    """One sentence for each way of being held, so that not even their number is told."""
    disclosure = disclosure_for(user)
    if disclosure == Disclosure.NOTHING:
        return [_("A customer like this exists already.")], [""]
    told: dict[tuple[Agreement, str], Customer] = {}
    for customer, agreement in others:
        sentence = SENTENCES[agreement] % {"state": _state(customer, disclosure)}
        told.setdefault((agreement, sentence), customer)
    keys = sorted(told)
    tokens = [_token(user, typed, told[key], key[0], disclosure) for key in keys]
    return [sentence for _agreement, sentence in keys], tokens


def _token(user, typed, customer, agreement, disclosure) -> str:
    """Whoever holds it can be asked, under the name, code or number that was typed."""
    if customer.is_pooled:
        return ""
    names_holder = disclosure == Disclosure.OWNER
    return token_for(user, customer, typed.agreed_by(agreement), names_holder=names_holder)


def _state(customer, disclosure: str) -> str:
    if disclosure == Disclosure.STATE:
        return _state_alone(customer)
    names = {"owner": customer.owner, "pool": customer.pool}
    if customer.is_pooled:
        return _("in the pool of %(pool)s") % names
    if customer.is_protected:
        return _("owned by %(owner)s and protected") % names
    return _("owned by %(owner)s") % names


def _state_alone(customer) -> str:
    if customer.is_pooled:
        return _("in a pool")
    return _("owned and protected") if customer.is_protected else _("owned")


def _may_ask(user) -> bool:
    """Counts this question; whether it is still within the minute's number."""
    if user.viewed_by:
        return True
    key = f"duplicates-{user.pk}-{int(time.time() // 60)}"
    asked = cache.get(key, 0) + 1
    cache.set(key, asked, timeout=120)
    return asked <= ASKED_A_MINUTE
