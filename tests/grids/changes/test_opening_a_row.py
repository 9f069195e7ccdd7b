"""A row that a phone opens in its place: with every field that can be changed, empty ones too."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _
from playwright.sync_api import expect

from customers.models import Contact
from tests.factories import make_axis, make_category, make_contact, make_customer
from tests.house import browser_of
from tests.journeys.conftest import (  # noqa: F401 - fixtures
    _in_their_language,
    _patient,
    company,
    desk_of,
)
from tests.journeys.desks import PHONE


def row_of(user, record, key="customers", **params):
    params = {"id": record.pk, "whole": "1", **params}
    return browser_of(user).get(reverse("grids:row", args=[key]), params)


def columns_in(html) -> list[str]:
    return [part.partition('"')[0] for part in html.split('data-col="')[1:]]


@pytest.mark.django_db
class TestTheAnswer:
    @pytest.fixture
    def customer(self, house):
        return make_customer("Own Works", owner=house.owner)

    def test_it_has_every_field_that_can_be_changed_once(self, house, customer):
        response = row_of(house.owner, customer)
        found = columns_in(response.content.decode())
        editable = response.context["grid"].editable_columns
        assert set(editable) <= set(found)
        assert len(found) == len(set(found))
        assert response.content.decode().count("data-cell-change") == len(editable)

    def test_it_says_what_stands_in_columns_that_the_list_does_not_show(self, house, customer):
        category = make_category(make_axis("mood", "Mood"), "Everywhere")
        customer = make_customer("Other Works", owner=house.owner, categories=[category])
        page = (
            browser_of(house.owner).get(reverse("customers:list") + "?cols=name").content.decode()
        )
        assert "Everywhere" not in page
        assert "Everywhere" in row_of(house.owner, customer).content.decode()

    def test_closed_it_is_as_the_list_has_it(self, house, customer):
        page = browser_of(house.owner).get(reverse("customers:list"))
        drawn = next(row.html for row in page.context["grid"].table if row.pk == customer.pk)
        assert row_of(house.owner, customer, whole="").content.decode().strip() == drawn

    def test_readers_open_nothing_and_strangers_find_nothing(self, house, customer):
        customer.share(house.mate, by=house.owner, scope="everything")
        assert row_of(house.mate, customer).status_code == 403
        assert row_of(house.stranger, customer).status_code == 404
        page = browser_of(house.mate).get(reverse("customers:list")).content.decode()
        assert "Own Works" in page
        assert "data-row-open" not in page

    def test_a_cell_saved_in_it_leaves_it_open(self, house, customer):
        url = reverse("grids:cell", args=["customers"])
        url += f"?id={customer.pk}&column=name&whole=1"
        client = browser_of(house.owner)
        seen = client.get(url).context["form"]["seen"].value()
        answer = client.post(url, {"name": "New Works", "seen": seen}).content.decode()
        assert '<tr class="open"' in answer
        assert "New Works" in answer


@pytest.mark.django_db(transaction=True)
class TestUnderAThumb:
    @pytest.fixture
    def person(self, company):  # noqa: F811
        return make_contact(make_customer("Works", owner=company.rep), "Wu Ming", title="")

    def test_an_empty_field_and_the_name_are_filled_in_place(self, person, company, desk_of):  # noqa: F811
        page = desk_of(company.rep, **PHONE)
        page.goto("/contacts/?cols=name,mobile")
        row = page.locator(f'tr[data-id="{person.pk}"]')
        row.get_by_role("button", name=_("All fields of %(name)s") % {"name": "Wu Ming"}).tap()
        for column, typed in (("job", "Buyer"), ("name", "Wu Mei")):
            expect(row.locator("[data-row-open]")).to_have_attribute("aria-expanded", "true")
            row.locator(f'td[data-col="{column}"] [data-cell-change]').tap()
            editor = page.locator("form[data-cell-editor]")
            editor.get_by_role("textbox").fill(typed)
            editor.get_by_role("button", name=_("Save")).tap()
            expect(editor).to_have_count(0)
            expect(row.locator(f'td[data-col="{column}"]')).to_contain_text(typed)
        stored = Contact.objects.get(pk=person.pk)
        assert (stored.title, stored.name) == ("Buyer", "Wu Mei")
        row.locator("[data-row-open]").tap()
        expect(row.locator('td[data-col="job"]')).to_have_count(0)

    def test_where_there_is_room_for_a_table_nothing_is_opened(self, person, company, desk_of):  # noqa: F811
        page = desk_of(company.rep)
        page.goto("/contacts/")
        expect(page.locator(f'tr[data-id="{person.pk}"] [data-row-open]')).to_be_hidden()
