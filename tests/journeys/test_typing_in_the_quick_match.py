import re

import pytest
from playwright.sync_api import expect

from tests.factories import make_customer
from tests.journeys.hands import quick_match_box, step_back

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


TYPE_ONCE_IT_STANDS = """() => document.addEventListener("htmx:afterSwap", function type(event) {
    if (event.target.id !== "grid") return;
    document.removeEventListener("htmx:afterSwap", type);
    setTimeout(() => {
        const box = document.getElementById("quick-match");
        box.value += "z";
        box.dispatchEvent(new Event("input", { bubbles: true }));
    });
})"""


@pytest.mark.parametrize("language", ["en"], indirect=True)
def test_a_letter_typed_just_as_the_answer_stands_is_asked_for_too(company, desk_of):
    for name in ("宁波鼎盛阀门", "宁波鼎盛轴承"):
        make_customer(name, owner=company.rep)
    rep = desk_of(company.rep)
    rep.evaluate(TYPE_ONCE_IT_STANDS)
    quick_match_box(rep).press_sequentially("nbdsz")
    expect(quick_match_box(rep)).to_have_value("nbdszz")
    expect(rep).to_have_url(re.compile("q=nbdszz$"))
    expect(rep.locator("[data-row]")).to_have_count(0)


@pytest.mark.parametrize("language", ["en"], indirect=True)
def test_what_is_typed_holds_for_the_export_the_columns_and_the_choice(company, desk_of):
    for name in ("宁波鼎盛阀门", "杭州鼎盛轴承"):
        make_customer(name, owner=company.rep)
    rep = desk_of(company.rep)
    quick_match_box(rep).press_sequentially("nb")
    expect(rep.locator("[data-row]")).to_have_count(1)
    for link in ("#export-menu a[href*=xlsx]", "#export-menu a[href*=csv]"):
        expect(rep.locator(link)).to_have_attribute("href", re.compile("q=nb&"))
    asks = rep.locator("#grid-tools [hx-get]")
    expect(asks).to_have_attribute("hx-get", re.compile("q=nb&"))
    expect(rep.locator("[data-copy-query]")).to_have_attribute(
        "data-copy-query", re.compile("q=nb&")
    )
    expect(rep.locator("[data-pick-state]")).to_have_attribute("data-pick-state", "q=nb")
    asks.click()
    expect(rep.locator("#dialog input[name=query]")).to_have_value("?q=nb")


@pytest.mark.parametrize("language", ["en"], indirect=True)
def test_a_word_typed_with_pauses_is_one_step_back(company, desk_of):
    for name in ("宁波鼎盛阀门", "杭州鼎盛轴承"):
        make_customer(name, owner=company.rep)
    rep = desk_of(company.rep)
    steps = "history.length"
    before = rep.evaluate(steps)
    for letters in ("nb", "d", "s"):
        with rep.expect_response("**/customers/?*q=*"):
            quick_match_box(rep).press_sequentially(letters)
        expect(rep.locator("[data-row]")).to_have_count(1)
        expect(rep.locator("#quick-match")).to_be_focused()
    expect(rep).to_have_url(re.compile(r"\?q=nbds$"))
    assert rep.evaluate(steps) == before + 1
    rep.evaluate("document.querySelector('form.quick').classList.add('before-enter')")
    quick_match_box(rep).press("Enter")
    expect(rep.locator("form.before-enter")).to_have_count(0)
    rep.wait_for_load_state()  # before it nobody listens
    with rep.expect_response("**/customers/?*q=*"):
        quick_match_box(rep).press("Backspace")
    expect(rep).to_have_url(re.compile(r"\?q=nbd$"))
    assert rep.evaluate(steps) == before + 2
    step_back(rep)
    expect(rep).to_have_url(re.compile(r"\?q=nbds$"))
    step_back(rep)
    expect(rep.locator("[data-row]")).to_have_count(2)
    expect(quick_match_box(rep)).to_have_value("")
