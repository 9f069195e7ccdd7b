import pytest
from playwright.sync_api import expect

from tests.factories import make_customer
from tests.journeys.hands import quick_match_box

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("language", ["en"], indirect=True)
def test_who_types_on_while_the_list_answers_loses_no_letter(company, desk_of):
    for name in ("宁波鼎盛阀门", "宁波鼎盛轴承"):
        make_customer(name, owner=company.rep)
    rep = desk_of(company.rep)
    box = quick_match_box(rep)

    def type_on(route):
        answer = route.fetch()
        box.press_sequentially("sfm")
        route.fulfill(response=answer)

    rep.route("**/customers/?*", type_on, times=1)
    box.press_sequentially("nbd")
    expect(rep.locator("[data-row]")).to_have_count(1)
    expect(box).to_have_value("nbdsfm")
    expect(box).to_be_focused()
