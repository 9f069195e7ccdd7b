"""Who sees which values of a pooled customer, and the one place that covers them.

The rules of the pool's team say how each field shows (`PoolView.fields`). They bind everybody who
reads a customer only because it lies in a pool: not administrators, not those who lead the pool,
and not, for the rest of the day, whoever had it revealed. Whatever a page, list, search, history
or export shows passes `Mask.cover`; whatever a list is searched, filtered or ordered by passes
`Masks.closed`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import F, Func, Q, TextField, Value
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from crm import naming
from customers.models import Contact, Customer, HasOwnFields, LedgerEntry, OwnField, Reveal
from customers.models.own_field import FORM_FIELD, OWN
from customers.pool import masked
from customers.pool.masked import HIDDEN, Masked
from customers.rules.resolving import RuleBook
from customers.rules.sections import Shown

CONTACT = "contact."

FORMS: dict[str, Callable[[str], str]] = {
    "phones": masked.phone,
    "address": masked.address,
    "website": masked.website,
    "email": masked.email,
    "credit_code": masked.code,
    "business_scope": masked.prose,
    "operating_state": masked.prose,
    "financial_state": masked.prose,
    "remarks": masked.prose,
    "contact.name": masked.person,
    "contact.mobile": masked.phone,
    "contact.phone": masked.phone,
    "contact.email": masked.email,
    "contact.wechat": masked.account,
    "contact.remarks": masked.prose,
}
"""How each field that can be masked is masked."""

RETURN, ENTRY = "return_reason", "entry.reason"
PROSE = {key for key, form in FORMS.items() if form is masked.prose} | {RETURN, ENTRY}
"""Free text: never whole where anything is masked, since people write numbers into it. Why a
customer was returned and what the ledger says are always shown so."""

NUMBERS = {
    Customer: ("phones",),
    Contact: ("contact.mobile", "contact.phone"),
}
"""The fields whose digits quick match looks through besides the names."""

COVERED = {
    Customer: {key: key for key in (*FORMS, RETURN) if "." not in key},
    Contact: {key.removeprefix(CONTACT): key for key in FORMS if key.startswith(CONTACT)},
    LedgerEntry: {"reason": ENTRY},
}
"""The attributes of a record that may need covering, and the rule's key of each."""


def label_of(key):
    """A maskable field as an admin reads it."""
    model = Contact if key.startswith(CONTACT) else Customer
    label = capfirst(str(model._meta.get_field(key.removeprefix(CONTACT)).verbose_name))
    return _("%(field)s of contacts") % {"field": label} if model is Contact else label


def maskable() -> list[tuple[str, str]]:
    """(key, label) of every field that a pool may mask or hide; own fields come last."""
    own = OwnField.objects.in_use()
    return [(key, label_of(key)) for key in FORMS] + [(f.mask_key, label_of_own(f)) for f in own]


def label_of_own(field) -> str:
    return _("%(field)s of contacts") % {"field": field} if field.model is Contact else str(field)


@dataclass(frozen=True)
class Mask:
    """How the fields of one pool's customers show to one user; by default all whole."""

    fields: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of_rule(cls, fields: dict[str, str]):
        known = ((k, v) for k, v in fields.items() if k in FORMS or is_own(k))
        return cls(tuple((k, v) for k, v in known if v != Shown.WHOLE or is_own(k)))

    def __bool__(self):
        return any(shown != Shown.WHOLE for _key, shown in self.fields)

    def shown(self, key: str) -> str:
        return dict(self.fields).get(key, self._usual(key) if self else Shown.WHOLE)

    def _usual(self, key):
        """What no rule names, in a pool that masks something: nobody knows what an admin's own
        field will hold, so it stays hidden until a rule shows it."""
        if is_own(key):
            return Shown.HIDDEN
        return Shown.MASKED if key in PROSE else Shown.WHOLE

    def text(self, key: str, text: str) -> str:
        """A text of the field `key` as it shows."""
        shown = self.shown(key)
        if not text or shown == Shown.WHOLE:
            return text
        return Masked(HIDDEN if shown == Shown.HIDDEN else FORMS.get(key, masked.prose)(text))

    def value(self, key: str, value):
        """A value of the field `key`, a text or a list of texts."""
        if isinstance(value, list):
            return [self.text(key, one) for one in value]
        return self.text(key, value)

    def cover(self, record):
        """Puts over the record's values what is shown instead; the record is for reading only."""
        record.mask = self
        for attribute, key in COVERED.get(type(record), {}).items() if self else ():
            setattr(record, attribute, self.value(key, getattr(record, attribute)))
        if self and isinstance(record, HasOwnFields):
            record.own = self._own_values(f"{record.mask_prefix}{OWN}", record.own)
        return record

    def covered_fields(self, record) -> set[str]:
        """The attributes of a record, and the form fields of its own fields, that it covers."""
        keys = COVERED.get(type(record), {}) if self else {}
        if self and isinstance(record, HasOwnFields):
            own = {f"{FORM_FIELD}{key}": f"{record.mask_prefix}{OWN}{key}" for key in record.own}
            keys = keys | own
        return {name for name, key in keys.items() if self.shown(key) != Shown.WHOLE}

    def _own_values(self, prefix, values: dict) -> dict:
        return {
            key: value if self.shown(prefix + key) == Shown.WHOLE else Masked(HIDDEN)
            for key, value in values.items()
        }


OPEN = Mask()


class Masks:
    """What the pools show to one user: one decision a pool, in four queries at most."""

    def __init__(self, user):
        self.user = user

    @cached_property
    def by_pool(self) -> dict[int, Mask]:
        """The mask of every pool that shows this user less than everything."""
        if self.user.reads_all or self.user.is_manager:
            return {}
        book = RuleBook()
        pools = [-id for id in self.user.principals if id < 0]
        masks = {pk: Mask.of_rule(book.rules_for(pk).pool_view.fields) for pk in pools}
        return {pool: mask for pool, mask in masks.items() if mask}

    @cached_property
    def revealed(self) -> list[int]:
        """The customers revealed today, in no order; each is whole to this user until midnight,
        and to nobody who looks through their eyes."""
        if self.user.viewed_by or not self.by_pool:
            return []
        return list(Reveal.objects.today_of(self.user).values_list("customer", flat=True))

    def of(self, customer) -> Mask:
        if not customer.is_pooled or customer.pk in self.revealed:
            return OPEN
        return self.by_pool.get(customer.pool_id, OPEN)

    def cover(self, records: Iterable) -> list:
        """The records, each covered by the mask of its customer."""
        return [self.of(customer_of(record)).cover(record) for record in records]

    def covered(self, record) -> set[str]:
        """The attributes of a record, and the form fields of its own fields, of which this user
        does not see everything."""
        return self.of(customer_of(record)).covered_fields(record)

    def closed(self, key: str, way: str = "", shown=(Shown.MASKED, Shown.HIDDEN)) -> Q | None:
        """The rows whose field `key` is `shown` to this user; None if there are none.

        `way` leads from the row to its customer: "", or "customer__".
        """
        pools = [pool for pool, mask in self.by_pool.items() if mask.shown(key) in shown]
        if not pools:
            return None
        closed = Q(**{f"{way}owner__isnull": True, f"{way}pool__in": pools})
        return closed & ~Q(**{f"{way}pk__in": self.revealed}) if self.revealed else closed

    def openly(self, rows, query: str):
        """Of `rows` that match, those found by what this user sees of them and nothing else."""
        way = way_to_customer(rows.model)
        if rows.model is Contact and (closed := self.closed("contact.name", way)):
            rows = rows.filter(~closed)
        for key in NUMBERS.get(rows.model, ()):
            if closed := self.closed(key, way):
                rows = rows.alias(spelt=WithoutNumbers("search_text"))
                rows = rows.filter(~closed | named(query))
        return rows


def masks_for(customer, user) -> Mask:
    """How `customer` shows to `user`."""
    return Masks(user).of(customer) if customer.is_pooled else OPEN


def customer_of(record):
    return record if isinstance(record, Customer) else record.customer_of()


def way_to_customer(model) -> str:
    return "" if model is Customer else f"{model.customer_path}__"


def named(query: str) -> Q:
    """Rows of which every term of `query` is a part of some name, whatever their numbers."""
    found = Q()
    for term in naming.query_terms(query):
        found &= Q(spelt__contains=term) | Q(sort_name__contains=term)
    return found


def is_own(key: str) -> bool:
    """Whether a rule's key names an own field."""
    return key.removeprefix(CONTACT).startswith(OWN)


def is_masked(value) -> bool:
    texts = value.values() if isinstance(value, dict) else value
    texts = texts if isinstance(value, dict | list) else [value]
    return any(isinstance(text, Masked) for text in texts)


class Prose(Func):
    """A text column as `masked.prose` shows it."""

    function = "regexp_replace"
    output_field = TextField()

    def __init__(self, path):
        super().__init__(F(path), Value(masked.REACHABLE), Value(masked.STARS), Value("g"))


class WithoutNumbers(Func):
    """The search text without its lines of digits, as which numbers are kept there."""

    template = r"regexp_replace(%(expressions)s, '(^|\n)[0-9]+(?=\n|$)', '', 'g')"
    output_field = TextField()


@receiver(pre_save)
def refuse_to_save_what_is_covered(sender, instance, update_fields=None, **kwargs):
    """A covered value written back would destroy the true one."""
    if not getattr(instance, "mask", OPEN):
        return
    names = {*COVERED.get(sender, ()), *(["own"] if issubclass(sender, HasOwnFields) else [])}
    if update_fields is not None:
        names &= set(update_fields)
    if any(is_masked(getattr(instance, name)) for name in names):
        raise TypeError(f"{sender.__name__} is covered: fetch it anew to change it")
