"""Whatever a pool covers: sums and lists of values stay the same, whatever stands there."""

from decimal import Decimal

import pytest
from django.db import transaction
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from customers.grids import ContactGrid, PoolGrid
from customers.models import Contact
from customers.pool.masking import masks_for
from tests.factories import make_contact, make_customer, make_own_field
from tests.pool.ruling import rule

pytestmark = pytest.mark.django_db
TEXTS = ("address", "website", "email", "operating_state", "financial_state")
OF_CONTACTS = ("name", "email", "wechat", "remarks")
KEYS = (*TEXTS, *(f"contact.{name}" for name in OF_CONTACTS), "own number", "own money", "own text")
KINDS = ("number", "money", "text")


def told(kind, user) -> dict:
    """Every sum and every value with its count, by column."""
    names = ",".join(column.name for column in kind(user, QueryDict()).columns)
    grid = kind(user, QueryDict(f"cols={names}"))
    facets = {column.name: column.facet(grid) for column in grid.columns if column.has_facet}
    counts = {name: [(o.label, o.count) for o in facet.found] for name, facet in facets.items()}
    return {"sums": {t.column.name: t.lines for t in grid.totals}, "counts": counts}


def all_told(user) -> tuple:
    return told(PoolGrid, user), told(ContactGrid, user)


class Pooled:
    """A pooled customer and a contact of it, of which everything that is covered can be changed."""

    def __init__(self, house):
        self.own = {f"own {kind}": make_own_field(kind, f"Own {kind}") for kind in KINDS}
        self.customer = make_customer("Pooled", pool=house.east, by=house.manager)
        self.contact = make_contact(self.customer, "Wu Tao")

    def key(self, key):
        return self.own[key].mask_key if key in self.own else key

    def write(self, keys, text: str, number: int):
        for key in keys:
            if key in self.own:
                value = text if key == "own text" else Decimal(number)
                self.customer.set_own(self.own[key], value)
            elif key.startswith("contact."):
                setattr(self.contact, key.removeprefix("contact."), text)
            else:
                setattr(self.customer, key, text)
        self.customer.save(update_fields=[*TEXTS, "own"])
        self.contact.save()


@given(
    shown=st.fixed_dictionaries(
        {key: st.sampled_from(["masked", "hidden", "whole"]) for key in KEYS}
    )
)
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_what_is_covered_is_neither_summed_nor_counted(house, shown):
    with transaction.atomic():
        pooled = Pooled(house)
        by_way = {
            way: [pooled.key(k) for k in KEYS if shown[k] == way] for way in set(shown.values())
        }
        rule(house.east, **by_way)
        mask = masks_for(pooled.customer, house.mate)
        covered = [key for key in KEYS if mask.shown(pooled.key(key)) != "whole"]
        pooled.write(covered, "One", 1)
        before = all_told(house.mate)
        pooled.write(covered, "Another", 7)
        assert all_told(house.mate) == before
        transaction.set_rollback(True)


def test_what_is_whole_is_summed_and_counted(house):
    pooled = Pooled(house)
    rule(house.east, masked=["phones"], whole=[pooled.key(key) for key in KEYS])
    pooled.write(["own number", "own text", "own money", "address"], "One", 1)
    before = told(PoolGrid, house.mate)
    pooled.write(["own number", "own text", "own money", "address"], "Another", 7)
    after = told(PoolGrid, house.mate)
    for kind in ("number", "money"):
        name = pooled.own[f"own {kind}"].key
        assert (before["sums"][name], after["sums"][name]) != ([], [])
        assert before["sums"][name] != after["sums"][name]
    assert before["counts"] != after["counts"]
    assert Contact.objects.count() == 1
