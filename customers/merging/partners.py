"""Which customers one may be merged with, for a field to type into."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.people.fields import is_id
from crm.widgets import Combobox
from customers.models import Customer, DuplicatePair
from customers.pool.masking import Masks

OPTIONS_SHOWN = 20


def partners(user, customer):
    """Whatever else `user` may read."""
    return Customer.objects.visible_to(user).exclude(pk=customer.pk)


def offered(user, customer, query: str) -> list[Customer]:
    if not query.strip():
        return probable(user, customer)
    found = Masks(user).openly(partners(user, customer).matching(query), query)
    return list(found.select_related("owner", "pool").order_by("sort_name", "pk")[:OPTIONS_SHOWN])


def probable(user, customer) -> list[Customer]:
    """Those that the last search took for the same, the likeliest first."""
    pairs = DuplicatePair.objects.visible_to(user).waiting().order_by("-strength", "pk")
    pairs = pairs.filter(Q(a=customer) | Q(b=customer))
    ids = [pair.b_id if pair.a_id == customer.pk else pair.a_id for pair in pairs[:OPTIONS_SHOWN]]
    found = Customer.objects.select_related("owner", "pool").in_bulk(ids)
    return [found[pk] for pk in ids]


class CustomerField(forms.Field):
    """One customer of `among`: chosen from what fits, or named whole."""

    def __init__(self, *, among, url, **kwargs):
        self.among = among
        super().__init__(widget=Combobox(url, self.label_of), **kwargs)

    def label_of(self, value) -> str:
        return str(found) if (found := self.find(value)) else ""

    def find(self, value):
        return self.among.filter(pk=int(value)).first() if is_id(value) else None

    def to_python(self, value):
        if value in self.empty_values:
            return None
        return self.find(value) or self._named(str(value).replace("\0", "").strip())

    def _named(self, text):
        found = list(self.among.filter(name=text)[:2])
        if len(found) != 1:
            raise ValidationError(
                _("“%(text)s” is not the name of one customer you see. Choose one from the list.")
                % {"text": text[:80]}
            )
        return found[0]


class PartnerForm(forms.Form):
    """Which other record is the same customer."""

    def __init__(self, *args, user, customer, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["other"] = CustomerField(
            among=partners(user, customer),
            url=reverse("customers:merge_options", args=[customer.pk]),
            label=gettext_lazy("The other record of the same customer"),
        )
