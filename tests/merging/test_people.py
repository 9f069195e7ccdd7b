"""Contacts of two merged customers that are one person become one, by choice, and two by undoing."""

import pytest
from django.urls import reverse

from crm.refusals import Refused
from customers.merging import undoing
from customers.merging.merging import merge
from customers.merging.preview import Preview
from customers.merging.undoing import undo
from customers.models import Contact
from tests.factories import make_contact
from tests.factories_intel import make_dossier, make_fact
from tests.factories_sales import make_activity
from tests.house import browser_of
from tests.merging.conftest import fresh, furnish
from tests.merging.test_undoing import everything, states

MOBILE = "13800138000"


def united(pair, theirs, ours, rep):
    return merge(*map(fresh, pair), by=rep, same_people=[(theirs.pk, ours.pk)])


def offered(pair, rep) -> list[tuple]:
    survivor, gone = pair
    return [
        (e.theirs.name, e.ours.name, e.is_ticked) for e in Preview(survivor, gone, rep).same_people
    ]


@pytest.mark.parametrize(
    ("theirs", "ours", "found"),
    [
        ({"name": "Wu", "mobile": MOBILE}, {"name": "Wu Tao", "mobile": MOBILE}, True),
        ({"name": "wu tao"}, {"name": "Wu Tao", "mobile": MOBILE}, False),
        ({"name": "Wu Tao", "email": "a@b.cn"}, {"name": "Wu Tao", "email": "a@b.cn"}, False),
        ({"name": "Wu Tao", "mobile": "13900139000"}, {"name": "Wu Tao", "mobile": MOBILE}, None),
        ({"name": "Wu Tao", "wechat": "x"}, {"name": "Wu Tao", "wechat": "y"}, None),
        ({"name": "Li", "phone": "0571-1"}, {"name": "Wu Tao", "phone": "0571-1"}, None),
    ],
)
def test_one_mobile_or_one_name_that_nothing_contradicts_is_offered(pair, rep, theirs, ours, found):
    survivor, gone = pair
    make_contact(survivor, **ours)
    make_contact(gone, **theirs)
    names = (theirs["name"], ours["name"])
    assert offered(pair, rep) == ([] if found is None else [(*names, found)])


def test_of_two_the_one_with_the_same_mobile_is_offered(pair, rep):
    survivor, gone = pair
    make_contact(survivor, "Wu Tao")
    make_contact(survivor, "Old Wu", mobile=MOBILE)
    make_contact(gone, "Wu Tao", mobile=MOBILE)
    assert offered(pair, rep) == [("Wu Tao", "Old Wu", True)]


def test_all_that_hangs_on_theirs_goes_to_ours_which_is_filled_up(pair, rep):
    survivor, gone = pair
    ours = make_contact(survivor, "Wu Tao", title="Buyer")
    theirs = make_contact(gone, "Wu Tao", title="Boss", mobile=MOBILE, is_primary=True)
    activity, dossier = make_activity(gone, contact=theirs), make_dossier(theirs, level="deciding")
    fact = make_fact(theirs)
    united(pair, theirs, ours, rep)
    ours = fresh(ours)
    assert (ours.title, ours.mobile, ours.is_primary) == ("Buyer", MOBILE, True)
    assert "13800138000" in ours.search_text
    assert {fresh(row).contact_id for row in (activity, dossier, fact)} == {ours.pk}
    assert list(survivor.contacts.filter(deleted_at__isnull=True)) == [ours]


def test_two_dossiers_become_one_that_knows_what_either_knew(pair, rep):
    survivor, gone = pair
    ours, theirs = make_contact(survivor, "Wu Tao"), make_contact(gone, "Wu Tao")
    mine = make_dossier(ours, level="managing", function="", roles=[])
    make_dossier(theirs, level="deciding", function="using", roles=["user"])
    united(pair, theirs, ours, rep)
    mine = fresh(mine)
    assert (mine.level, mine.function, mine.roles) == ("managing", "using", ["user"])


@pytest.mark.parametrize("has_ours", [True, False])
def test_undoing_makes_two_of_them_again_with_all_that_was_theirs(pair, rep, has_ours):
    survivor, gone = pair
    theirs = furnish(gone)["contact"]
    ours = furnish(survivor)["contact"] if has_ours else make_contact(survivor, "Wu Tao")
    before = everything()
    merged = united(pair, theirs, ours, rep)
    assert undoing.plan(fresh(merged)).outcome[-1] == ["people", "back", 1]
    undo(merged, by=rep)
    assert everything() == before
    assert set(states(merged).values()) == {"back"}


def test_what_came_since_stays_with_ours(pair, rep):
    survivor, gone = pair
    ours, theirs = make_contact(survivor, "Wu Tao"), make_contact(gone, "Wu Tao", mobile=MOBILE)
    merged = united(pair, theirs, ours, rep)
    new = make_activity(survivor, contact=fresh(ours))
    Contact.objects.filter(pk=ours.pk).update(mobile="13900139000")
    undo(merged, by=rep)
    assert fresh(new).contact_id == ours.pk
    assert (fresh(ours).mobile, fresh(theirs).mobile) == ("13900139000", MOBILE)


def test_whom_somebody_brought_back_meanwhile_is_left_alone(pair, rep):
    survivor, gone = pair
    ours, theirs = make_contact(survivor, "Wu Tao"), make_contact(gone, "Wu Tao")
    activity = make_activity(gone, contact=theirs)
    merged = united(pair, theirs, ours, rep)
    fresh(theirs).restore()
    undo(merged, by=rep)
    assert states(merged)["people"] == "kept"
    assert fresh(activity).contact_id == ours.pk
    assert fresh(activity).customer_id == survivor.pk


def test_a_contact_that_is_elsewhere_by_then_refuses_the_merge(pair, rep):
    survivor, gone = pair
    ours, theirs = make_contact(survivor, "Wu Tao"), make_contact(gone, "Wu Tao")
    theirs.put_aside(by=rep)
    with pytest.raises(Refused, match="A contact was changed"):
        united(pair, theirs, ours, rep)
    assert fresh(gone).merged_into_id is None


def test_the_page_asks_and_does_as_ticked(pair, rep):
    survivor, gone = pair
    ours = make_contact(survivor, "Wu Tao", mobile=MOBILE)
    theirs, other = make_contact(gone, "Wu", mobile=MOBILE), make_contact(gone, "Li")
    make_contact(survivor, "Li")
    client, url = browser_of(rep), reverse("customers:merge_with", args=[survivor.pk, gone.pk])
    page = client.get(url).content.decode()
    assert f'value="{theirs.pk}-{ours.pk}" checked' in page
    seen = f"{survivor.version},{gone.version}"
    client.post(url, {"seen": seen, "same": [f"{theirs.pk}-{ours.pk}", "nonsense", "1-2"]})
    assert fresh(theirs).deleted_at is not None
    assert fresh(other).deleted_at is None
