"""An opportunity walks the six factors until it is won or lost."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from crm.refusals import Refused
from sales.models import Opportunity
from tests.factories import make_user
from tests.factories_sales import make_opportunity, make_order, make_sold_to

pytestmark = pytest.mark.django_db

Stage = Opportunity.Stage


@pytest.fixture
def rep(client):
    rep = make_user("Li Na")
    client.force_login(rep)
    return rep


@pytest.fixture
def opportunity(rep):
    return make_opportunity(make_sold_to(rep))


def stored(opportunity):
    return Opportunity.objects.get(pk=opportunity.pk)


def test_a_new_opportunity_begins_by_gathering_facts_and_is_its_authors(rep, opportunity):
    assert (opportunity.stage, opportunity.status, opportunity.owner) == (
        Stage.COLLECT,
        "open",
        rep,
    )


def test_the_path_shows_what_is_behind_here_and_ahead(rep, opportunity):
    opportunity.move_to(Stage.NEEDS, by=rep)
    assert [state for _stage, state in opportunity.path] == ["done", "done", "now", "", "", ""]


@pytest.mark.parametrize("stage", [1, 2, 3, 4, 5])
def test_it_moves_to_any_of_the_first_five_stages_forwards_or_back(rep, opportunity, stage):
    opportunity.move_to(Stage.NEEDS, by=rep)
    opportunity.move_to(stage, by=rep)
    assert stored(opportunity).stage == stage


def test_service_begins_by_winning_only(rep, opportunity):
    with pytest.raises(Refused, match="Mark it won first"):
        opportunity.move_to(Stage.SERVICE, by=rep)
    opportunity.win(by=rep)
    assert (stored(opportunity).stage, stored(opportunity).status) == (Stage.SERVICE, "won")


def test_a_lost_one_keeps_the_stage_where_it_was_lost_and_the_reason(rep, opportunity):
    opportunity.move_to(Stage.VALUE, by=rep)
    opportunity.lose(by=rep, reason=" too dear ")
    after = stored(opportunity)
    assert (after.stage, after.status, after.lost_reason) == (Stage.VALUE, "lost", "too dear")


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_losing_without_a_reason_is_refused_and_changes_nothing(rep, opportunity, reason):
    with pytest.raises(Refused, match="reason is missing"):
        opportunity.lose(by=rep, reason=reason)
    assert stored(opportunity).is_open


@pytest.mark.parametrize("verb", ["win", "lose", "move_to"])
def test_what_is_closed_is_not_closed_or_moved_again(rep, opportunity, verb):
    said = {"lose": {"reason": "x"}, "move_to": {"stage": 2}}.get(verb, {})
    opportunity.win(by=rep)
    with pytest.raises(Refused, match="already won"):
        getattr(opportunity, verb)(by=rep, **said)


def test_reopening_goes_back_to_the_negotiation(rep, opportunity):
    opportunity.win(by=rep)
    opportunity.reopen(by=rep)
    assert (stored(opportunity).stage, stored(opportunity).closed_at) == (Stage.PRICE, None)
    with pytest.raises(Refused, match="open already"):
        opportunity.reopen(by=rep)


def test_a_verb_acts_on_the_row_as_it_is_now_not_as_it_was_read(rep, opportunity):
    stale = stored(opportunity)
    opportunity.lose(by=rep, reason="budget")
    with pytest.raises(Refused, match="already lost"):
        stale.win(by=rep)


def test_a_verb_on_a_deleted_one_is_refused(rep, opportunity):
    stale = stored(opportunity)
    opportunity.put_aside(by=rep)
    with pytest.raises(Refused, match="deleted meanwhile"):
        stale.win(by=rep)


# --- in the browser ---------------------------------------------------------------------


def post(client, name, record, /, **said):
    return client.post(reverse(f"sales:{name}", args=[record.pk]), said)


@pytest.mark.parametrize("stage", ["", "x", "-1", "6", "7", "9" * 5000])
def test_a_stage_that_cannot_be_is_refused_in_words(client, opportunity, stage):
    assert post(client, "move_opportunity", opportunity, stage=stage).status_code == 302
    assert stored(opportunity).stage == Stage.COLLECT


def test_one_tap_moves_it_and_says_where(client, opportunity):
    headers = {"HX-Request": "true"}
    url = reverse("sales:move_opportunity", args=[opportunity.pk])
    response = client.post(url, {"stage": "3"}, headers=headers)
    assert response.status_code == 204 and '"opportunities-changed"' in response["HX-Trigger"]
    assert "Dig out needs" in response["HX-Trigger"]


def new(client, customer, **said):
    form = {"name": "Upgrade", "currency": "CNY", "stage": "2", "owner": customer.owner_id}
    return post(client, "new_opportunity", customer, **(form | said))


def test_a_new_one_is_entered_with_its_amount_and_leads_to_its_page(client, rep):
    customer = make_sold_to(rep)
    response = new(client, customer, amount="1240000.50", expected_close="2026-12-20")
    made = customer.opportunities.get()
    assert response.url == made.get_absolute_url()
    assert (made.amount, made.expected_close, made.stage) == (
        Decimal("1240000.50"),
        date(2026, 12, 20),
        2,
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 121),
        ("name", "a\0b"),
        ("amount", "-1"),
        ("amount", "1e400"),
        ("amount", "NaN"),
        ("amount", "lots"),
        ("amount", "1" * 20),
        ("currency", "XXX"),
        ("stage", "6"),
        ("stage", "x"),
        ("owner", ""),
        ("owner", "9" * 5000),
        ("owner", "nobody so called"),
        ("expected_close", "31/31/2026"),
        ("expected_close", "0001-01-01"),
    ],
)
def test_what_cannot_be_meant_is_refused_at_its_field(client, rep, field, value):
    customer = make_sold_to(rep)
    response = new(client, customer, **{field: value})
    assert response.status_code == 422 and field in response.context["form"].errors
    assert not customer.opportunities.exists()


def test_the_page_shows_amount_path_and_its_orders(client, rep, opportunity):
    order = make_order(opportunity.customer, opportunity=opportunity)
    page = client.get(opportunity.get_absolute_url()).content.decode()
    assert "1,240,000 CNY" in page and order.number in page and "Negotiate price" in page


def test_losing_by_the_form_keeps_the_words_when_they_are_too_many(client, opportunity):
    response = post(client, "lose_opportunity", opportunity, reason="x" * 2001)
    assert response.status_code == 422 and "x" * 2001 in response.content.decode()
    assert stored(opportunity).is_open


def test_it_is_late_when_open_past_the_expected_day(rep, opportunity):
    opportunity.expected_close = timezone.localdate() - timedelta(days=1)
    assert opportunity.is_overdue
    opportunity.win(by=rep)
    assert not opportunity.is_overdue


def test_deleting_leads_to_the_customer_and_offers_to_undo(client, opportunity):
    response = post(client, "delete_opportunity", opportunity)
    assert response.url == opportunity.customer.get_absolute_url()
    undo = reverse("sales:restore_opportunity", args=[opportunity.pk])
    assert undo in client.get(response.url).content.decode()
