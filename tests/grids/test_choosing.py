"""What is chosen in a list is what its reader sees there, to the last condition."""

from urllib.parse import quote

import pytest
from django.db import connection
from django.http import QueryDict

from crm.grid import choosing
from crm.grid.choosing import Selection, asked_ids
from crm.refusals import Refused
from customers.bulk.choosing import CustomerSelection
from customers.grids import CustomerGrid, PoolGrid
from customers.models import Batch, BatchRow
from tests.factories import make_contact, make_customer, make_pool, make_user
from tests.pool.ruling import rule

pytestmark = pytest.mark.django_db


@pytest.fixture
def rep():
    return make_user("Rep", make_pool("East"))


def chosen(user, data) -> Selection:
    return Selection(user, QueryDict(data))


def test_ids_come_one_by_one_or_with_commas_each_once():
    assert asked_ids(QueryDict("ids=3&ids=1,2&ids=1&ids=x&ids=-4")) == [3, 1, 2]


def test_what_stands_behind_a_condition_is_not_chosen(rep):
    make_contact(make_customer(owner=rep), "Wu Tao")
    wanted = make_contact(make_customer(owner=rep), "Li Ping")
    assert list(chosen(rep, "all=1&grid=contacts&query=q%3Dliping").rows) == [wanted]


@pytest.mark.parametrize("query", ["address=Road", "where=address.has(Road)"])
def test_rows_that_a_mask_leaves_out_do_not_forbid_to_choose_the_others(query):
    open_pool = make_pool("Open")
    masking = make_pool("Masking", open_pool)
    looker = make_user("Looker", masking)
    rule(open_pool, whole=["address"])
    rule(masking, hidden=["address"])
    make_customer("Covered", pool=masking, address="1 Road")
    whole = make_customer("Whole", pool=open_pool, address="2 Road")
    seen = PoolGrid(looker, QueryDict(query))
    assert seen.page.rows == [whole] and "were left out" in seen.all_told[0]
    selection = chosen(looker, f"all=1&grid=pool&query={quote(query)}")
    assert (list(selection.rows), selection.count) == ([whole], 1)


def test_an_order_that_was_not_kept_does_not_forbid_to_choose(rep, settings):
    settings.COUNT_UP_TO = 1
    rows = [make_customer(name, owner=rep) for name in ("A", "B")]
    assert "Narrow the list" in CustomerGrid(rep, QueryDict("sort=owner")).all_told[0]
    assert set(chosen(rep, "all=1&grid=customers&query=sort%3Downer").rows) == set(rows)


def test_rows_are_chosen_in_the_order_of_the_list(rep):
    for name in ("B", "C", "A"):
        make_customer(name, owner=rep)
    found = chosen(rep, "all=1&grid=customers&query=sort%3D-name")
    assert found.names == ["C", "B", "A"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ("", "Nothing is selected"),
        ("grid=customers", "Nothing is selected"),
        ("ids=1", "Nothing is selected"),
        ("all=1", "Nothing is selected"),
        ("all=1&grid=nobody", "Nothing is selected"),
        ("all=1&grid=customers&query=mood%3D1", "Unknown filter “mood”"),
        ("all=1&grid=customers&query=state%3Dgone", "Unknown state “gone”"),
        ("all=1&grid=customers&query=sort%3Dgone", "Unknown order “gone”"),
    ],
)
def test_what_is_not_understood_is_refused_in_a_sentence(rep, data, why):
    with pytest.raises(Refused, match=why):
        chosen(rep, data).count  # noqa: B018 - asking is the act


def test_too_many_are_refused(rep, monkeypatch):
    monkeypatch.setattr(choosing, "MOST_MATCHING", 1)
    for _number in range(2):
        make_customer(owner=rep)
    with pytest.raises(Refused, match="More than 1 rows match"):
        chosen(rep, "all=1&grid=customers")


def test_a_verb_for_customers_takes_no_other_rows(rep):
    make_contact(make_customer(owner=rep))
    with pytest.raises(Refused, match="Nothing is selected"):
        CustomerSelection(rep, QueryDict("all=1&grid=contacts"))


def test_a_form_carries_along_what_was_chosen(rep):
    row = make_customer(owner=rep)
    ticked = chosen(rep, f"grid=customers&ids={row.pk}")
    assert ticked.kept == [("grid", "customers"), ("ids", str(row.pk))]
    whole = chosen(rep, "all=1&grid=customers&query=sort%3Dname")
    again = QueryDict(mutable=True)
    again.update(dict(whole.kept))
    assert list(Selection(rep, again).rows) == [row]


def test_more_than_were_counted_is_noticed(rep):
    make_customer(owner=rep)
    whole = chosen(rep, "all=1&grid=customers")
    assert [whole.has_grown(counted) for counted in ("0", "1", "", "x")] == [
        True,
        False,
        False,
        False,
    ]


def test_the_set_is_written_down_at_once_and_stays(rep):
    first, second = (make_customer(name, owner=rep) for name in ("A", "B"))
    selection = CustomerSelection(rep, QueryDict("all=1&grid=customers&query=sort%3Dname"))
    batch = Batch.objects.create(kind="verb", by=rep)
    before = len(connection.queries_log)
    assert selection.write_rows(batch) == (2, 0)
    assert len(connection.queries_log) - before <= 1
    make_customer("AA", owner=rep)
    rows = BatchRow.objects.filter(batch=batch).order_by("position")
    assert [(row.customer, row.name) for row in rows] == [(first, "A"), (second, "B")]


def test_ids_that_are_not_ones_own_are_counted(rep):
    row, far = make_customer(owner=rep), make_customer()
    selection = CustomerSelection(rep, QueryDict(f"ids={row.pk},{far.pk}"))
    assert selection.write_rows(Batch.objects.create(kind="verb", by=rep)) == (1, 1)


def test_a_name_that_a_pool_masks_is_not_told(rep):
    rule(rep.team, masked=["contact.name"])
    make_contact(make_customer(pool=rep.team), "Wu Tao")
    assert "Wu Tao" not in chosen(rep, "all=1&grid=contacts").names[0]
