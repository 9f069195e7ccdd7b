"""Orders: lines, totals that always add up, and two people at one order."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.refusals import Refused
from sales.models import Order, OrderLine
from tests.factories import make_user
from tests.factories_sales import a_line, make_opportunity, make_order, make_sold_to

pytestmark = pytest.mark.django_db

quantities = st.decimals("0.001", "999999999.999", places=3)
prices = st.decimals("0", "9999999999.9999", places=4)


@pytest.fixture
def rep(client):
    rep = make_user("Li Na")
    client.force_login(rep)
    return rep


@pytest.fixture
def customer(rep):
    return make_sold_to(rep)


def total(order):
    return Order.objects.get(pk=order.pk).total


def rounded(quantity, price):
    return (Decimal(quantity) * Decimal(price)).quantize(Decimal("0.01"), ROUND_HALF_UP)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.tuples(quantities, prices), max_size=6),
    st.lists(st.tuples(quantities, prices), max_size=6),
)
def test_the_total_is_the_sum_of_lines_rounded_half_up_before_and_after_a_change(
    customer, first, second
):
    order = make_order(customer, lines=first)
    assert total(order) == order.total == sum((rounded(*line) for line in first), Decimal(0))
    ids = order.lines.values_list("pk", flat=True)
    kept = [a_line(*line, id=pk) for line, pk in zip(second, ids, strict=False)]
    order.write_lines(kept + [a_line(*line) for line in second[len(kept) :]])
    assert total(order) == sum((rounded(*line) for line in second), Decimal(0))


def test_half_a_fen_is_rounded_up(customer):
    assert make_order(customer, lines=[("0.5", "0.01")]).total == Decimal("0.01")


def test_lines_written_past_the_model_are_added_up_all_the_same(customer):
    order, other = make_order(customer), make_order(customer)
    OrderLine.objects.filter(order=order).update(quantity=3, order=other)
    assert (total(order), total(other)) == (Decimal("0.00"), Decimal("400.00"))
    OrderLine.objects.filter(order=other).delete()
    assert total(other) == 0


@pytest.mark.parametrize("wrong", [{"quantity": 0}, {"quantity": -1}, {"unit_price": -1}])
def test_the_database_refuses_a_line_that_sells_nothing(customer, wrong):
    line = {"product": "x", "quantity": 1, "unit_price": 1} | wrong
    with pytest.raises(IntegrityError), transaction.atomic():
        OrderLine.objects.create(order=make_order(customer), **line)


def test_a_line_that_stays_keeps_its_identity_and_one_left_out_goes(customer):
    order = make_order(customer, lines=[(1, "1"), (2, "2")])
    first, _second = order.lines.all()
    order.write_lines([a_line(5, "1", id=first.pk)])
    assert [(line.pk, line.quantity) for line in order.lines.all()] == [(first.pk, 5)]


def test_a_line_of_another_order_cannot_be_taken_over_by_its_id(customer):
    theirs = make_order(make_sold_to()).lines.get()
    order = make_order(customer)
    order.write_lines([a_line(9, "9", id=theirs.pk)])
    theirs.refresh_from_db()
    assert theirs.quantity == 1 and order.lines.get().pk != theirs.pk


def test_lines_of_a_deleted_order_are_seen_by_nobody(rep, customer):
    order = make_order(customer)
    assert OrderLine.objects.visible_to(rep).count() == 1
    order.put_aside(by=rep)
    assert not OrderLine.objects.visible_to(rep).exists()


def test_a_number_is_given_once_a_customer_and_free_again_after_deletion(rep, customer):
    first = make_order(customer, number="SO-1")
    with pytest.raises(Refused, match="already has an order SO-1"):
        make_order(customer, number="SO-1")
    make_order(make_sold_to(rep), number="SO-1")
    first.put_aside(by=rep)
    make_order(customer, number="SO-1")
    with pytest.raises(Refused, match="already has an order SO-1"):
        first.restore()


# --- in the browser ---------------------------------------------------------------------


def sheet(*lines, initial=0, **said):
    """What the form sends: `lines` are (product, quantity, unit price, and id where known)."""
    form = {"number": "SO-9", "ordered_on": "2026-09-20", "currency": "CNY"} | said
    form |= {"lines-TOTAL_FORMS": len(lines), "lines-INITIAL_FORMS": initial}
    for number, (product, quantity, price, *known) in enumerate(lines):
        named = {"product": product, "quantity": quantity, "unit_price": price}
        named["unit"] = "set" if product else ""
        named["id"] = known[0] if known else ""
        form |= {f"lines-{number}-{name}": value for name, value in named.items()}
    return form


def send(client, customer, *lines, **said):
    return client.post(reverse("sales:new_order", args=[customer.pk]), sheet(*lines, **said))


BLANK = ("", "1", "")


def test_an_order_is_entered_with_its_lines_and_blank_ones_are_passed_over(client, customer):
    response = send(
        client, customer, ("Spindle", "12", "1860"), BLANK, ("Drive", "4.5", "9240.5"), BLANK
    )
    order = customer.orders.get()
    assert response.status_code == 302 and response.url == order.get_absolute_url()
    assert (order.lines.count(), order.total) == (2, Decimal("63902.25"))


def test_three_blank_lines_stand_ready_without_javascript(client, customer):
    form = client.get(reverse("sales:new_order", args=[customer.pk])).context["form"]
    assert len(form.lines.forms) == 3


@pytest.mark.parametrize(("total", "name"), [("3", "lines-3-product"), ("0", "lines-0-product")])
def test_a_line_more_comes_with_the_count_raised(client, rep, total, name):
    page = client.get(reverse("sales:order_line"), {"lines-TOTAL_FORMS": total}).content.decode()
    assert f'name="{name}"' in page and f'value="{int(total) + 1}"' in page


@pytest.mark.parametrize("total", ["", "x", "-1", "200", "9" * 5000])
def test_no_line_comes_where_none_can_be(client, rep, total):
    response = client.get(reverse("sales:order_line"), {"lines-TOTAL_FORMS": total})
    assert response.status_code == 404


GOOD = ("Spindle", "1", "100")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([], {}),
        ([BLANK, BLANK], {}),
        ([("Spindle", "0", "1")], {}),
        ([("Spindle", "-3", "1")], {}),
        ([("Spindle", "many", "1")], {}),
        ([("Spindle", "1", "-1")], {}),
        ([("Spindle", "1", "NaN")], {}),
        ([("Spindle", "1", "1e300")], {}),
        ([("", "2", "5")], {}),
        ([("x" * 201, "1", "1")], {}),
        ([(*GOOD, "not-an-id")], {}),
        ([GOOD], {"number": ""}),
        ([GOOD], {"number": "\0"}),
        ([GOOD], {"ordered_on": "0001-01-01"}),
        ([GOOD], {"currency": "XXX"}),
        ([GOOD], {"opportunity": "999999"}),
        ([GOOD], {"lines-TOTAL_FORMS": "x"}),
        ([GOOD], {"lines-TOTAL_FORMS": "999999999"}),
    ],
)
def test_what_cannot_be_meant_comes_back_with_all_that_was_typed(client, customer, lines, said):
    form = sheet(*lines) | {"remarks": "as agreed by phone"} | said
    response = client.post(reverse("sales:new_order", args=[customer.pk]), form)
    assert response.status_code == 422 and "as agreed by phone" in response.content.decode()
    assert not customer.orders.exists()


def test_an_opportunity_of_another_customer_is_refused(client, rep, customer):
    elsewhere = make_opportunity(make_sold_to(rep))
    response = send(client, customer, GOOD, opportunity=elsewhere.pk)
    assert "opportunity" in response.context["form"].header.errors


def test_a_number_given_twice_is_refused_in_words_and_the_form_kept(client, customer):
    make_order(customer, number="SO-9")
    response = send(client, customer, GOOD)
    assert response.status_code == 422 and "already has an order SO-9" in response.content.decode()


def change(client, order, *lines, **said):
    """Opens the form as it is now; the returned function sends it later."""
    url = reverse("sales:edit_order", args=[order.pk])
    shown = client.get(url).context["form"]
    opened = {"lines_seen": shown.lines_seen, "seen": shown.header["seen"].value()}
    said = {"number": order.number, "ordered_on": order.ordered_on.isoformat()} | opened | said
    known = len(shown.lines.initial_forms)
    return lambda **more: client.post(url, sheet(*lines, initial=known, **(said | more)))


def test_lines_are_changed_added_and_removed_in_one_go(client, customer):
    order = make_order(customer, lines=[(1, "100"), (2, "50")])
    first, second = order.lines.values_list("pk", flat=True)
    send = change(
        client,
        order,
        ("Spindle", "3", "100", first),
        ("Gone", "2", "50", second),
        ("New", "1", "7"),
    )
    assert send(**{"lines-1-DELETE": "on"}).status_code == 302
    assert total(order) == Decimal("307.00")
    assert list(order.lines.values_list("pk", flat=True))[0] == first and order.lines.count() == 2


@pytest.mark.parametrize("odd", ["NaN", "sNaN", "Infinity"])
def test_what_is_no_number_is_refused_in_a_line_that_stays(client, customer, odd):
    order = make_order(customer, lines=[(1, "100")])
    send = change(client, order, ("Spindle", odd, "100", order.lines.get().pk))
    assert send().status_code == 422
    assert total(order) == Decimal("100.00")


def test_lines_somebody_changed_meanwhile_are_shown_and_not_lost(client, rep, customer):
    order = make_order(customer, lines=[(1, "100")])
    mine = change(client, order, ("Mine", "1", "100", order.lines.get().pk))
    order.write_lines([a_line(2, "100", product="Theirs")])
    page = mine()
    assert page.status_code == 422 and total(order) == Decimal("200.00")
    assert "Mine" in page.content.decode() and "Theirs" in page.content.decode()
    assert mine(lines_seen=page.context["form"].lines_seen).status_code == 302
    assert order.lines.get().product == "Mine"


def test_an_order_page_shows_its_lines_and_total(client, customer):
    order = make_order(customer, lines=[("4.500", "9240.5000")])
    page = client.get(order.get_absolute_url()).content.decode()
    assert "9,240.5<" in page and "41,582.25 CNY" in page


def test_a_change_of_the_order_is_told_with_who_made_it(client, rep, customer):
    order = make_order(customer, remarks="before")
    line = order.lines.get()
    change(client, order, (line.product, "1", "100", line.pk), remarks="after")()
    page = client.get(order.get_absolute_url()).content.decode()
    assert "before" in page and "after" in page
