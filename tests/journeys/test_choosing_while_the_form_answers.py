"""A form that is drawn anew at each choice keeps what was chosen in the meantime."""

import pytest
from playwright.sync_api import expect

from tests.factories import make_axis, make_import

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("language", ["en"], indirect=True)
def test_a_choice_made_before_the_answer_to_the_last_one_is_kept(company, desk_of):
    for name in ("Mood", "Taste"):
        make_axis(name.lower(), name)
    staged = make_import(["Name", "Mood", "Taste"], [["A", "Grim", "Sour"]], by=company.admin)
    admin = desk_of(company.admin)
    admin.goto(f"{staged.get_absolute_url()}categories/")

    def choose_on(route):
        admin.get_by_label("Sour").select_option("empty")
        route.continue_()

    admin.route("**/categories/form/", choose_on, times=1)
    with admin.expect_response("**/categories/form/"):
        admin.get_by_label("Grim").select_option("empty")
    expect(admin.locator("tr.open")).to_have_count(0)
    expect(admin.get_by_label("Grim")).to_have_value("empty")
    expect(admin.get_by_label("Sour")).to_have_value("empty")
