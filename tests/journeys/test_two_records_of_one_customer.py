"""A rep finds two records of one customer, merges them by the keyboard, and takes it back."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _
from playwright.sync_api import expect

from customers.merging.finding.finding import search
from customers.models import Customer, Merge
from tests.factories import make_contact, make_customer
from tests.journeys.desks import either_way

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def twins(company):
    """Two that sound the same, the second with a person and another address."""
    one = make_customer("恒宇机械", owner=company.rep, address="1 Main Street")
    two = make_customer("恒羽机械", owner=company.rep, address="2 Main Street")
    make_contact(two, "Wu Tao")
    search()
    return one, two


@either_way
def test_two_that_sound_the_same_become_one_and_two_again(company, twins, desk_of, screen):
    one, two = twins
    rep = desk_of(company.rep, **screen)
    rep.goto(reverse("customers:duplicates"))
    rep.get_by_role("link", name=one.name).first.click()
    rep.wait_for_url(f"**{reverse('customers:merge_with', args=[one.pk, two.pk])}")
    assert rep.evaluate("document.documentElement.scrollWidth") <= rep.viewport_size["width"]
    choose_their_address(rep)
    rep.locator(".sides-do .btn.main").click()
    rep.wait_for_url(f"**{one.get_absolute_url()}")
    assert Customer.objects.get(pk=one.pk).address == "2 Main Street"
    assert one.contacts.count() == 1
    with rep.expect_response(lambda answer: "/undo/" in answer.url):
        rep.get_by_role("button", name=_("Undo")).click()
    expect(rep.get_by_role("heading", level=1)).to_contain_text(two.name)
    assert Customer.objects.get(pk=one.pk).address == "1 Main Street"
    assert two.contacts.count() == 1
    assert Merge.objects.get().is_undone


def choose_their_address(rep):
    """Down from the name to the address, and over to the other side."""
    rep.locator("[name=field-name]:checked").focus()
    rep.keyboard.press("ArrowDown")
    expect(rep.locator("[name=field-address]:checked")).to_be_focused()
    rep.keyboard.press("ArrowRight")
    expect(rep.locator("[name=field-address][value=gone]")).to_be_checked()
    expect(rep.locator("[name=field-name][value=survivor]")).to_be_checked()
