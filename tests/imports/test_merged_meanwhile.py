"""An import meets customers that were merged into others, before its check or after it."""

import pytest

from customers.imports.running import run_undoing, run_writing, start_undoing, start_writing
from customers.imports.undoing.undo import came_of_it
from customers.merging.merging import merge
from customers.models import Customer
from tests.factories import make_customer, make_import
from tests.imports.conftest import checked, imported, problems, reloaded, verdicts

pytestmark = pytest.mark.django_db

STALE = "The customer was changed, or deleted, since it was compared. Check this row again."


@pytest.fixture
def pair(db):
    return make_customer("Survivor"), make_customer("Gone")


def written(staged):
    start_writing(staged)
    run_writing(staged.pk)
    return reloaded(staged)


@pytest.mark.parametrize("named", ["Survivor", "Gone"])
def test_a_row_compared_before_the_merge_is_refused_and_finds_the_survivor_again(
    admin, pair, named
):
    rows = [[named, "Road"], ["Besides", ""]]
    staged = checked(make_import(["Name", "Address"], rows))
    assert verdicts(staged) == ["changed", "new"]
    merge(*pair, by=admin)
    assert problems(written(staged)) == {2: STALE}
    assert Customer.objects.filter(name="Besides").exists()
    again = imported(make_import(["Name", "Address"], rows))
    assert (verdicts(again), problems(again)) == (["changed", "same"], {})
    survivor = Customer.objects.get(pk=pair[0].pk)
    assert (survivor.name, survivor.address) == ("Survivor", "Road")


def test_through_several_merges_the_last_survivor_is_found(admin, pair):
    last = make_customer("Last")
    merge(*pair, by=admin)
    merge(last, Customer.objects.get(pk=pair[0].pk), by=admin)
    staged = checked(make_import(["Name", "Address"], [["Gone", "Road"]]))
    assert staged.checks.get().customer == last


def test_a_survivor_is_compared_once_where_both_agree(admin, pair):
    phone = ["010 6552 9988"]
    other, twin = make_customer("Other", phones=phone), make_customer("Twin", phones=phone)
    merge(other, twin, by=admin)
    staged = checked(make_import(["Name", "Phones"], [["Else", phone[0]]]))
    assert [match[0] for match in staged.checks.get().matches] == [other.pk]


def test_what_was_merged_away_since_is_kept_where_it_went(admin):
    staged = imported(make_import(["Name"], [["Survivor"], ["Gone"], ["Besides"]]))
    survivor, gone, _besides = Customer.objects.order_by("pk")
    merge(survivor, gone, by=admin)
    start_undoing(staged, by=admin)
    run_undoing(staged.pk)
    assert came_of_it(staged) == {"kept": 2, "back": 1}
    assert Customer.objects.get(deleted_at=None).name == "Survivor"
