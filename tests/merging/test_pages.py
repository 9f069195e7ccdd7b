"""The pages of a merge: who may open them, what they say, and where an old address leads."""

import pytest
from django.urls import reverse

from customers.models import Customer, Merge
from tests.factories import make_contact, make_customer, make_team, make_user
from tests.factories_sales import make_order
from tests.house import browser_of
from tests.merging.conftest import fresh, furnish


def page_of(survivor, gone):
    return reverse("customers:merge_with", args=[survivor.pk, gone.pk])


@pytest.fixture
def merged(pair, rep):
    browser_of(rep).post(page_of(*pair), seen_of(pair))
    return Merge.objects.get()


def seen_of(pair):
    return {"seen": ",".join(str(fresh(customer).version) for customer in pair)}


def test_both_stand_side_by_side_with_what_moves(pair, rep):
    furnish(pair[1])
    page = browser_of(rep).get(page_of(*pair)).content.decode()
    assert "Old friend" in page and "New here" in page
    assert 'name="field-name" value="gone"' in page
    assert "What moves along" in page and "Rival products" in page.replace("rival", "Rival")


def test_sent_as_chosen_it_is_merged_and_can_be_undone_from_the_toast(pair, rep):
    survivor, gone = pair
    browser = browser_of(rep)
    answer = browser.post(page_of(*pair), {**seen_of(pair), "field-name": "gone"})
    assert answer.url == survivor.get_absolute_url()
    assert fresh(survivor).name == gone.name
    undo = reverse("customers:merge_undo", args=[Merge.objects.get().pk])
    assert undo in browser.get(answer.url).content.decode()
    browser.post(undo)
    assert fresh(gone).deleted_at is None


def test_an_edit_meanwhile_comes_back_with_what_was_chosen(pair, rep):
    sent = {**seen_of(pair), "field-name": "gone"}
    Customer.objects.filter(pk=pair[0].pk).update(version=7)
    answer = browser_of(rep).post(page_of(*pair), sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "was edited while you looked at it" in page
    assert 'name="field-name" value="gone" checked' in page
    assert 'value="7,1"' in page


@pytest.mark.parametrize("seen", ["", "x", "1,2,3", "9" * 30, "１,１"])
def test_a_page_that_does_not_say_what_it_showed_is_not_a_fault(pair, rep, seen):
    assert browser_of(rep).post(page_of(*pair), {"seen": seen}).status_code in (302, 409)


def test_a_number_that_both_have_is_told_before(pair, rep):
    for customer in pair:
        make_order(customer, number="SO-1")
    page = browser_of(rep).get(page_of(*pair)).content.decode()
    assert "Both have an order SO-1: this one becomes SO-1-2." in page


def test_people_at_both_are_pointed_out(pair, rep):
    for customer in pair:
        make_contact(customer, "Wu Tao")
    page = browser_of(rep).get(page_of(*pair)).content.decode()
    assert "Perhaps the same person" in page


# --- who may ------------------------------------------------------------------------------------


def test_a_stranger_to_either_gets_404(pair, rep):
    theirs = make_customer()
    for two in [(pair[0], theirs), (theirs, pair[0])]:
        assert browser_of(rep).get(page_of(*two)).status_code == 404
        assert browser_of(rep).post(page_of(*two)).status_code == 404
    assert browser_of(make_user()).get(page_of(*pair)).status_code == 404


def test_a_reader_of_one_gets_403_and_whom_to_ask(pair, rep):
    theirs = make_customer(owner=make_user("Owner"))
    theirs.share(rep, by=theirs.owner, scope="everything", may_edit=True)
    answer = browser_of(rep).post(page_of(pair[0], theirs))
    assert answer.status_code == 403
    assert "Ask Owner" in answer.content.decode()


def test_a_merge_is_looked_at_and_undone_by_whoever_decides_only(merged, rep):
    page = merged.get_absolute_url()
    merged.survivor.share(reader := make_user(), by=rep, scope="everything", may_edit=True)
    for nosy in (reader, make_user()):
        assert browser_of(nosy).get(page).status_code == 404
        assert browser_of(nosy).post(f"{page}undo/").status_code == 404
    assert browser_of(rep).get(page).status_code == 200


def test_undoing_is_a_post(merged, rep):
    assert browser_of(rep).get(f"{merged.get_absolute_url()}undo/").status_code == 405


# --- where one comes from -----------------------------------------------------------------------


def test_the_menu_of_the_page_asks_for_the_other_record(pair, rep):
    asks = reverse("customers:merge", args=[pair[0].pk])
    browser = browser_of(rep)
    assert asks in browser.get(pair[0].get_absolute_url()).content.decode()
    assert browser.get(asks).status_code == 200
    answer = browser.post(asks, {"other": pair[1].pk})
    assert answer.url == page_of(*pair)


def test_the_other_record_can_be_typed_by_its_name(pair, rep):
    asks = reverse("customers:merge", args=[pair[0].pk])
    answer = browser_of(rep).post(asks, {"other": "", "other-typed": pair[1].name})
    assert answer.url == page_of(*pair)


def test_what_one_does_not_see_is_neither_offered_nor_named(pair, rep):
    hidden = make_customer("恒宇物流")
    browser = browser_of(rep)
    options = reverse("customers:merge_options", args=[pair[0].pk])
    offered = browser.get(options, {"q": "恒"}).content.decode()
    assert pair[1].name in offered
    assert hidden.name not in offered and pair[0].name not in offered
    asks = reverse("customers:merge", args=[pair[0].pk])
    assert browser.post(asks, {"other": hidden.pk}).status_code == 422
    assert browser.post(asks, {"other-typed": hidden.name, "other": ""}).status_code == 422


def test_two_ticked_rows_lead_to_their_page(pair, rep):
    asked = {"ids": f"{pair[0].pk},{pair[1].pk}", "grid": "customers"}
    answer = browser_of(rep).get(reverse("customers:merge_ticked"), asked)
    assert answer.url == page_of(*pair)


@pytest.mark.parametrize("ids", ["", "1", "1,2,3", "x,y"])
def test_not_two_ticked_rows_are_refused(rep, ids):
    browser = browser_of(rep)
    answer = browser.get(
        reverse("customers:merge_ticked"), {"ids": ids}, headers={"hx-request": "true"}
    )
    assert answer.status_code == 409


# --- where it leads -----------------------------------------------------------------------------


def test_the_old_address_leads_to_the_survivor(merged, rep):
    answer = browser_of(rep).get(merged.gone.get_absolute_url())
    assert answer.url == merged.survivor.get_absolute_url()


def test_through_two_merges_too(merged, rep):
    last = make_customer(owner=rep)
    browser_of(rep).post(page_of(last, merged.survivor), seen_of([last, merged.survivor]))
    answer = browser_of(rep).get(merged.gone.get_absolute_url())
    assert answer.url == last.get_absolute_url()


def test_it_leads_nobody_to_what_they_may_not_read(merged):
    stranger = make_user(team=make_team())
    assert browser_of(stranger).get(merged.gone.get_absolute_url()).status_code == 404


def test_the_ledger_of_what_went_is_read_on_the_survivors_page(merged, rep):
    page = reverse("customers:ledger", args=[merged.survivor_id])
    told = browser_of(rep).get(page).content.decode()
    assert f"Rep merged {merged.gone.name} into it." in told
    assert f"Rep merged it into {merged.survivor.name}." in told
    assert merged.get_absolute_url() in told


def test_merging_what_went_already_says_where_it_went(merged, rep):
    other = make_customer(owner=rep)
    answer = browser_of(rep).post(page_of(other, merged.gone), headers={"hx-request": "true"})
    assert answer.status_code == 409


def test_the_page_of_a_merge_says_what_undoing_comes_to(merged, rep):
    Customer.objects.filter(pk=merged.survivor_id).update(remarks="Edited since")
    page = browser_of(rep).get(merged.get_absolute_url()).content.decode()
    assert "kept, because changed since" in page and "put back" in page
