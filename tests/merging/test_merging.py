"""One customer goes into another: everything attached moves along and nothing is lost."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from crm.notices.models import Notice
from crm.refusals import NotAllowed, Refused
from customers.merging.merging import merge
from customers.models import Contact, Customer, LedgerEntry, Merge
from sales.models import Order
from tests.factories import (
    make_axis,
    make_category,
    make_contact,
    make_customer,
    make_own_field,
    make_pool,
    make_request,
    make_team,
    make_user,
)
from tests.factories_sales import make_order
from tests.merging.conftest import again, fresh, furnish


def test_everything_attached_moves_to_the_survivor(pair, rep):
    survivor, gone = pair
    rows = furnish(gone)
    merge(survivor, gone, by=rep)
    for name in ("contact", "department", "below", "rival", "opportunity", "order", "activity"):
        assert fresh(rows[name]).customer_id == survivor.pk, name
    assert fresh(rows["dossier"]).contact_id == rows["contact"].pk
    assert fresh(rows["fact"]).contact_id == rows["contact"].pk


def test_the_other_is_put_aside_and_names_its_survivor(pair, rep):
    survivor, gone = pair
    merge(survivor, gone, by=rep)
    gone = fresh(gone)
    assert (gone.merged_into_id, gone.deleted_by) == (survivor.pk, rep)
    assert gone not in Customer.objects.visible_to(rep)


def test_unless_chosen_the_survivors_fields_stay_and_its_empty_ones_are_filled(pair, rep):
    survivor, gone = pair
    Customer.objects.filter(pk=gone.pk).update(address="1 Main Street")
    merge(survivor, gone, by=rep)
    survivor = fresh(survivor)
    assert (survivor.name, survivor.address) == ("恒宇机械", "1 Main Street")
    assert survivor.phones == ["0571-88880001", "0571-88880002"]
    assert survivor.remarks == "Old friend\n\nNew here"


def test_each_field_is_taken_as_chosen(pair, rep):
    survivor, gone = pair
    choices = {"name": "gone", "phones": "survivor", "remarks": "gone"}
    merge(survivor, gone, by=rep, choices=choices)
    survivor = fresh(survivor)
    assert (survivor.name, survivor.remarks) == ("恒羽机械", "New here")
    assert survivor.phones == ["0571-88880001"]
    assert survivor in Customer.objects.matching("恒羽")


def test_categories_and_own_fields_are_chosen_one_by_one(rep):
    axis, field = make_axis(), make_own_field("number")
    here, there = make_category(axis), make_category(axis)
    survivor = make_customer(owner=rep, categories=[here], own={field.key: "1"})
    gone = make_customer(owner=rep, categories=[there], own={field.key: "2"})
    choices = {axis.form_field: "gone", field.form_field: "survivor"}
    merge(survivor, gone, by=rep, choices=choices)
    survivor = fresh(survivor)
    assert survivor.category_on(axis) == there.pk
    assert survivor.own[field.key] == "1"


def test_a_choice_that_makes_no_sense_is_the_usual_one(pair, rep):
    survivor, gone = pair
    merge(survivor, gone, by=rep, choices={"name": "both", "nothing": "gone", "remarks": "x"})
    assert fresh(survivor).name == "恒宇机械"


def test_only_one_primary_contact_is_left(pair, rep):
    survivor, gone = pair
    make_contact(survivor, "Li Na", is_primary=True)
    make_contact(gone, "Wu Tao", is_primary=True)
    merge(survivor, gone, by=rep)
    primaries = survivor.contacts.filter(is_primary=True)
    assert [contact.name for contact in primaries] == ["Li Na"]
    assert survivor.contacts.count() == 2


def test_deleted_rows_move_along_too(pair, rep):
    survivor, gone = pair
    contact = make_contact(gone)
    contact.put_aside(by=rep)
    merge(survivor, gone, by=rep)
    assert fresh(contact).customer_id == survivor.pk


def test_an_order_number_that_both_have_gets_a_number_of_its_own(pair, rep):
    survivor, gone = pair
    make_order(survivor, number="SO-1")
    make_order(survivor, number="SO-1-2")
    theirs = make_order(gone, number="SO-1")
    merge(survivor, gone, by=rep)
    assert fresh(theirs).number == "SO-1-3"
    assert Order.objects.filter(customer=survivor).count() == 3


def test_the_survivor_is_engaged_as_both_were(pair, rep):
    survivor, gone = pair
    furnish(gone)
    merge(survivor, gone, by=rep)
    survivor, gone = again(survivor, gone)
    assert survivor.last_activity_at and survivor.won_at and survivor.has_open_opportunity
    assert not (gone.last_activity_at or gone.won_at or gone.has_open_opportunity)


def test_shares_move_and_a_receiver_of_both_keeps_what_the_survivor_gave(pair, rep):
    survivor, gone = pair
    both, one = make_user(team=rep.team), make_user(team=rep.team)
    survivor.share(both, by=rep, scope="card")
    gone.share(both, by=rep, scope="everything", may_edit=True)
    gone.share(one, by=rep, scope="card")
    merge(survivor, gone, by=rep)
    survivor = fresh(survivor)
    assert {both.pk, one.pk} <= set(survivor.reader_ids)
    assert both.pk not in survivor.editor_ids
    assert one not in [share.user for share in fresh(gone).user_shares.all()]


def test_whoever_read_only_what_went_reads_nothing_of_it_any_more(pair, rep):
    survivor, gone = pair
    gone.share(other := make_user(), by=rep, scope="card")
    merge(survivor, gone, by=rep)
    assert fresh(gone).reader_ids == [rep.pk]
    assert fresh(survivor) in Customer.objects.visible_to(other)


def test_open_requests_move_but_none_is_asked_twice(pair, rep):
    survivor, gone = pair
    asker = make_user()
    make_request(survivor, by=asker)
    twice, other = make_request(gone, by=asker), make_request(gone)
    merge(survivor, gone, by=rep)
    assert (fresh(twice).customer_id, fresh(other).customer_id) == (gone.pk, survivor.pk)


def test_the_later_protection_holds(pair, rep):
    survivor, gone = pair
    day = timezone.localdate() + timedelta(days=20)
    gone.protect(by=rep, until=day, reason="Pilot", next_step="Call")
    merge(survivor, gone, by=rep)
    assert fresh(survivor).protected_until == day


def test_both_have_their_entry_in_the_ledger(pair, rep):
    survivor, gone = pair
    merge(survivor, gone, by=rep)
    told = {
        (e.customer_id, e.verb): e.details["name"]
        for e in LedgerEntry.objects.exclude(verb="created")
    }
    assert told == {(survivor.pk, "merged"): gone.name, (gone.pk, "merged_into"): survivor.name}


def test_the_one_whose_customer_went_into_anothers_is_told(rep):
    boss = make_user("Boss", manager_of=rep.team)
    theirs = make_customer(owner=make_user("Other", rep.team))
    merge(make_customer(owner=rep), theirs, by=boss)
    assert Notice.objects.get(kind="merged").user == theirs.owner


# --- who may ------------------------------------------------------------------------------------


@pytest.mark.parametrize("mine_survives", [True, False])
def test_a_rep_does_not_merge_what_somebody_else_holds(rep, mine_survives):
    theirs = make_customer(owner=make_user("Owner"))
    theirs.share(rep, by=theirs.owner, scope="everything", may_edit=True)
    two = [make_customer(owner=rep), theirs]
    survivor, gone = two if mine_survives else two[::-1]
    with pytest.raises(NotAllowed, match="Ask Owner"):
        merge(survivor, gone, by=rep)
    assert not Merge.objects.exists()


def test_a_manager_merges_what_the_team_holds(rep):
    boss = make_user("Boss", manager_of=rep.team)
    gone = make_customer(owner=make_user(team=rep.team))
    survivor = make_customer(owner=rep)
    merge(survivor, gone, by=boss)
    assert fresh(survivor).owner == rep


def test_a_pooled_one_is_claimed_before_it_is_merged(rep):
    pool = make_pool()
    rep.team = pool
    rep.save(update_fields=["team"])
    with pytest.raises(NotAllowed, match="Claim it first"):
        merge(make_customer(owner=rep), make_customer(pool=pool), by=rep)


def test_a_manager_may_choose_the_other_owner(rep):
    boss, other = make_user("Boss", manager_of=rep.team), make_user("Other", rep.team)
    survivor, gone = make_customer(owner=rep), make_customer(owner=other)
    merge(survivor, gone, by=boss, takes_hands=True)
    survivor = fresh(survivor)
    assert survivor.owner == other
    assert survivor.reader_ids[0] == other.pk


def test_a_rep_leading_nobody_may_not_choose_the_other_owner(rep):
    survivor, gone = make_customer(owner=rep), make_customer(owner=make_user(team=rep.team))
    gone_owner = gone.owner
    with pytest.raises(NotAllowed):
        merge(survivor, gone, by=gone_owner, takes_hands=True)


def test_what_is_disputed_is_not_merged(pair, rep):
    survivor, gone = pair
    gone.ask("dispute", by=make_user(team=make_team()), known_as="恒羽")
    with pytest.raises(Refused, match="disputes"):
        merge(survivor, gone, by=rep)


def test_a_customer_is_not_merged_with_itself(pair, rep):
    with pytest.raises(Refused, match="same customer"):
        merge(pair[0], pair[0], by=rep)


def test_what_was_merged_is_not_merged_again(pair, rep):
    survivor, gone = pair
    merge(survivor, gone, by=rep)
    with pytest.raises(Refused, match="was merged into"):
        merge(make_customer(owner=rep), gone, by=rep)


def test_what_was_merged_is_not_brought_back_from_the_trash(pair, rep):
    survivor, gone = pair
    merge(survivor, gone, by=rep)
    with pytest.raises(Refused, match="was merged into"):
        fresh(gone).undelete(by=rep)


def test_an_edit_since_one_looked_refuses_and_changes_nothing(pair, rep):
    survivor, gone = pair
    contact = make_contact(gone)
    Customer.objects.filter(pk=gone.pk).update(version=2)
    with pytest.raises(Refused, match="恒羽机械 was edited"):
        merge(survivor, gone, by=rep, seen=(survivor.version, gone.version))
    assert fresh(contact).customer_id == gone.pk


def test_nothing_is_logged_any_more_at_what_was_merged(pair, rep):
    survivor, gone = pair
    late = make_order(gone)
    merge(survivor, gone, by=rep)
    late.customer = gone
    with pytest.raises(Refused, match="was merged into"):
        late.save()


def test_only_what_is_put_aside_has_a_survivor(pair):
    survivor, gone = pair
    with pytest.raises(IntegrityError):
        Customer.objects.filter(pk=gone.pk).update(merged_into=survivor)


def test_contacts_found_at_the_survivor_are_all_there(pair, rep):
    survivor, gone = pair
    ids = {make_contact(customer).pk for customer in pair for _ in range(2)}
    merge(survivor, gone, by=rep)
    assert set(Contact.objects.visible_to(rep).values_list("pk", flat=True)) == ids
