"""A merge is undone: put back, kept because changed since, or impossible; said before and after."""

from collections import Counter
from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from crm.refusals import NotAllowed, Refused
from customers.merging import undoing
from customers.merging.belongings import all_moving
from customers.merging.merging import merge
from customers.merging.undoing import undo
from customers.models import Customer, LedgerEntry, Merge
from tests.factories import (
    make_axis,
    make_category,
    make_contact,
    make_customer,
    make_own_field,
    make_team,
    make_user,
)
from tests.factories_sales import make_activity, make_order
from tests.merging.conftest import fresh, furnish

LOOSE = {"version", "updated_at", "updated_by_id", "release_due_at", "release_version_id"}
TABLES = ["customers.Customer", "intel.Dossier", "intel.Fact", "sales.OrderLine"]


def everything() -> dict:
    """Every row of all that a merge touches, as the database has it."""
    models = [apps.get_model(label) for label in [*TABLES, *(m.model for m in all_moving())]]
    return {
        model._meta.label: [told(row) for row in model._base_manager.order_by("pk").values()]
        for model in models
    }


def told(row) -> dict:
    """A place on no axis is written as nothing, or as a None."""
    row = {name: value for name, value in row.items() if name not in LOOSE}
    while row.get("category_ids") and row["category_ids"][-1] is None:
        row["category_ids"].pop()
    return row


def states(merged) -> dict[str, str]:
    return {what: state for what, state, _count in fresh(merged).outcome}


def test_undoing_puts_every_row_back_as_it_was(pair, rep):
    survivor, gone = pair
    furnish(survivor)
    furnish(gone)
    for customer in pair:
        customer.share(make_user(), by=rep, scope="card")
    before = everything()
    merged = merge(*map(fresh, pair), by=rep, choices={"name": "gone"})
    assert everything() != before
    undo(merged, by=rep)
    assert everything() == before


def test_what_was_edited_since_is_kept_and_said(pair, rep):
    survivor, gone = pair
    merged = merge(survivor, gone, by=rep, choices={"name": "gone"})
    Customer.objects.filter(pk=survivor.pk).update(remarks="Edited since")
    undo(merged, by=rep)
    survivor = fresh(survivor)
    assert (survivor.name, survivor.remarks) == ("恒宇机械", "Edited since")
    assert states(merged) == {
        "field:name": "back",
        "field:remarks": "kept",
        "field:phones": "back",
    }


def test_what_will_happen_is_said_before(pair, rep):
    survivor, gone = pair
    furnish(gone)
    merged = merge(survivor, gone, by=rep)
    Customer.objects.filter(pk=survivor.pk).update(remarks="Edited since")
    planned = undoing.plan(fresh(merged)).outcome
    assert fresh(gone).merged_into_id == survivor.pk
    assert Counter(map(tuple, undo(merged, by=rep).outcome)) == Counter(map(tuple, planned))


def test_what_is_new_since_stays_with_the_survivor(pair, rep):
    survivor, gone = pair
    merged = merge(survivor, gone, by=rep)
    new = make_activity(survivor)
    undo(merged, by=rep)
    assert fresh(new).customer_id == survivor.pk


def test_a_contact_met_by_something_new_stays_and_so_does_all_that_hangs_on_it(pair, rep):
    survivor, gone = pair
    rows = furnish(gone)
    merged = merge(survivor, gone, by=rep)
    make_activity(survivor, contact=fresh(rows["contact"]))
    undo(merged, by=rep)
    for name in ("contact", "department", "below", "activity"):
        assert fresh(rows[name]).customer_id == survivor.pk, name
    for name in ("opportunity", "order", "rival"):
        assert fresh(rows[name]).customer_id == gone.pk, name
    assert states(merged)["rows:customers.Contact"] == "kept"


def test_what_moved_on_into_another_customer_could_not_be_put_back(pair, rep):
    survivor, gone = pair
    activity = make_activity(gone)
    merged = merge(survivor, gone, by=rep)
    elsewhere = make_customer(owner=rep)
    type(activity).objects.filter(pk=activity.pk).update(customer=elsewhere)
    undo(merged, by=rep)
    assert states(merged)["rows:sales.Activity"] == "stuck"
    assert fresh(activity).customer_id == elsewhere.pk


def test_the_field_of_an_axis_archived_since_could_not_be_put_back(rep):
    axis = make_axis()
    gone = make_customer(owner=rep, categories=[make_category(axis)])
    survivor = make_customer(owner=rep)
    merged = merge(survivor, gone, by=rep)
    axis.archived_at = timezone.now()
    axis.save(update_fields=["archived_at"])
    undo(merged, by=rep)
    assert states(merged) == {f"field:{axis.form_field}": "stuck"}


def test_a_renumbered_order_has_its_number_again(pair, rep):
    survivor, gone = pair
    make_order(survivor, number="SO-1")
    theirs = make_order(gone, number="SO-1")
    undo(merge(survivor, gone, by=rep), by=rep)
    assert (fresh(theirs).number, fresh(theirs).customer_id) == ("SO-1", gone.pk)


def test_the_primary_contact_is_the_primary_again(pair, rep):
    survivor, gone = pair
    make_contact(survivor, is_primary=True)
    theirs = make_contact(gone, is_primary=True)
    undo(merge(survivor, gone, by=rep), by=rep)
    assert fresh(theirs).is_primary


def test_who_held_the_survivor_holds_it_again(rep):
    boss, other = make_user("Boss", manager_of=rep.team), make_user("Other", rep.team)
    survivor, gone = make_customer(owner=rep), make_customer(owner=other)
    since = survivor.owned_since
    undo(merge(survivor, gone, by=boss, takes_hands=True), by=boss)
    survivor = fresh(survivor)
    assert (survivor.owner, survivor.owned_since) == (rep, since)


def test_whoever_was_given_it_since_keeps_it(rep):
    boss, other = make_user("Boss", manager_of=rep.team), make_user("Other", rep.team)
    third = make_user("Third", rep.team)
    survivor, gone = make_customer(owner=rep), make_customer(owner=other)
    merged = merge(survivor, gone, by=boss, takes_hands=True)
    fresh(survivor).assign(third, by=boss)
    undo(merged, by=boss)
    assert fresh(survivor).owner == third
    assert states(merged)["hands:place"] == "kept"


def test_it_goes_to_a_pool_if_its_owner_has_left(rep):
    boss, other = make_user("Boss", rep.team, manager_of=rep.team), make_user("Other", rep.team)
    survivor, gone = make_customer(owner=rep), make_customer(owner=other)
    merged = merge(survivor, gone, by=boss)
    type(other).objects.filter(pk=other.pk).update(is_active=False)
    undo(merged, by=boss)
    assert fresh(gone).is_pooled


def test_both_have_their_entry_again(pair, rep):
    survivor, gone = pair
    undo(merge(survivor, gone, by=rep), by=rep)
    told = LedgerEntry.objects.filter(verb="unmerged").values_list("customer", flat=True)
    assert set(told) == {survivor.pk, gone.pk}


# --- refusals -----------------------------------------------------------------------------------


def test_it_is_undone_once(pair, rep):
    merged = merge(*pair, by=rep)
    undo(merged, by=rep)
    with pytest.raises(Refused, match="undone already"):
        undo(merged, by=rep)


def test_it_is_not_undone_when_its_time_is_over(pair, rep):
    merged = merge(*pair, by=rep)
    Merge.objects.update(undo_until=timezone.now() - timedelta(seconds=1))
    with pytest.raises(Refused, match="time to undo"):
        undo(merged, by=rep)


def test_the_later_of_two_merges_is_undone_first(pair, rep):
    survivor, gone = pair
    first = merge(survivor, gone, by=rep)
    second = merge(make_customer(owner=rep), fresh(survivor), by=rep)
    with pytest.raises(Refused, match="was merged into"):
        undo(first, by=rep)
    undo(second, by=rep)
    undo(first, by=rep)
    assert fresh(gone).deleted_at is None


def test_who_no_longer_holds_the_survivor_does_not_undo_it(pair, rep):
    survivor, gone = pair
    boss = make_user("Boss", manager_of=rep.team)
    merged = merge(survivor, gone, by=rep)
    fresh(survivor).assign(make_user("Third", rep.team), by=boss)
    with pytest.raises(NotAllowed, match="Ask Third"):
        undo(merged, by=rep)


# --- whatever there is and whatever is chosen ---------------------------------------------------

CHOICES = ("survivor", "gone", "both", "")
TEXTS = st.sampled_from(["", "a", "b", "c\nd"])
CUSTOMERS = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["恒宇机械", "恒羽机械"]),
        "remarks": TEXTS,
        "address": TEXTS,
        "phones": st.lists(st.sampled_from(["0571-88880001", "13800138000"]), unique=True),
        "own": st.sampled_from([None, "1", "2.5"]),
        "category": st.sampled_from([None, 0, 1]),
        "is_furnished": st.booleans(),
    }
)


class MergeThenUndo(TestCase):
    # Shrinking takes minutes where an example is a company.
    @settings(max_examples=15, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
    @given(
        two=st.tuples(CUSTOMERS, CUSTOMERS),
        chosen=st.lists(st.sampled_from(CHOICES), min_size=6, max_size=6),
    )
    def test_merge_then_undo_is_the_same_rows(self, two, chosen):
        rep = make_user(team=make_team())
        axis, own = make_axis(), make_own_field("number")
        places = [make_category(axis), make_category(axis)]
        pair = [self.made(said, rep, own, places) for said in two]
        before = everything()
        names = ["name", "remarks", "address", "phones", own.form_field, axis.form_field]
        choices = dict(zip(names, chosen, strict=True))
        merged = merge(*map(fresh, pair), by=rep, choices=choices)
        undo(merged, by=rep)
        assert everything() == before
        assert {state for _what, state, _count in fresh(merged).outcome} <= {"back"}

    def made(self, said, rep, own, places):
        said = dict(said)
        value, place, is_furnished = said.pop("own"), said.pop("category"), said.pop("is_furnished")
        said["own"] = {own.key: value} if value else {}
        categories = [] if place is None else [places[place]]
        customer = make_customer(owner=rep, categories=categories, **said)
        if is_furnished:
            furnish(customer)
        return customer
