"""What is chosen in a list is what its reader sees there, to the last condition."""

from urllib.parse import quote

import pytest
from django.db import connection
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from crm.grid import choosing
from crm.grid.choosing import Selection, asked_ids, packed, unpacked
from crm.refusals import Refused
from customers.bulk.choosing import CustomerSelection
from customers.grids import CustomerGrid, PoolGrid
from customers.models import Batch, BatchRow, Customer
from tests.factories import make_contact, make_customer, make_pool, make_user
from tests.pool.ruling import rule

pytestmark = pytest.mark.django_db


@pytest.fixture
def rep():
    return make_user("Rep", make_pool("East"))


def chosen(user, data) -> Selection:
    return Selection(user, QueryDict(data))


def sent(form: list) -> QueryDict:
    """What a form carried along, as it comes back."""
    data = QueryDict(mutable=True)
    data.update(dict(form))
    return data


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
    assert list(Selection(rep, sent(whole.kept)).rows) == [row]


def test_what_a_dialog_was_opened_for_is_what_its_form_sends(rep):
    gone, stays = (make_customer(name, owner=rep) for name in ("Works A", "Works B"))
    opened = chosen(rep, "all=1&grid=customers&query=q%3Dworks%26sort%3D-name")
    form = opened.kept
    Customer.objects.filter(pk=gone.pk).update(name="Other A", search_text="", search_grams=[])
    make_customer("Works C", owner=rep)
    again = Selection(rep, sent(form))
    assert list(again.rows) == [stays, gone]
    assert again.kept == form


def test_what_left_their_sight_is_counted_and_not_touched(rep):
    make_customer("A", owner=rep)
    far = make_customer("B", owner=rep)
    form = chosen(rep, "all=1&grid=customers").kept
    far.assign(make_user("Far", make_pool("West")), by=make_user(is_admin=True))
    selection = CustomerSelection(rep, sent(form))
    batch = Batch.objects.create(kind="verb", by=rep)
    assert selection.write_rows(batch) == (1, 1)


@pytest.mark.parametrize("text", ["x", "WzEsMl0:abc:def", "\0", "9" * 5000, "[1,2]"])
def test_a_choice_that_nobody_signed_is_refused(rep, text):
    make_customer(owner=rep)
    data = [("all", "1"), ("grid", "customers"), ("query", ""), ("chosen", text)]
    with pytest.raises(Refused, match="did not arrive whole"):
        Selection(rep, sent(data))


@given(st.sets(st.integers(1, 2**40)))
def test_a_choice_is_packed_and_unpacked_whole(ids):
    assert unpacked(packed(list(ids))) == sorted(ids)


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
