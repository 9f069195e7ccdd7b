"""Which pairs the search takes for one customer, and why."""

import pytest

from customers.merging.finding import dismissing
from customers.merging.finding.finding import LARGEST, search
from customers.merging.merging import merge
from customers.merging.undoing import undo
from customers.models import Customer, DuplicatePair
from tests.factories import make_contact, make_customer
from tests.merging.conftest import fresh

CODE = "91330106MA2CFK0B8P"


def found() -> dict[frozenset, list[str]]:
    search()
    whole = DuplicatePair.objects.filter(is_whole=True)
    return {frozenset((pair.a.name, pair.b.name)): pair.reasons for pair in whole}


@pytest.mark.parametrize(
    ("one", "two", "reasons"),
    [
        ("杭州恒宇机械有限公司", "恒宇机械（杭州）", None),
        ("恒宇机械有限公司", "恒宇机械股份有限公司", ["name"]),
        ("恒宇机械有限公司", "恒羽机械有限公司", ["sound"]),
        ("杭州恒宇精密机械", "杭州恒达精密机械", ["letter"]),
        ("杭州恒宇精密机械", "杭州恒羽精密机械", ["letter", "sound"]),
        ("Hengyu Machines Ltd.", "HENGYU MACHINES", ["name"]),
        ("Hengyu Machines", "Hengju Machines", ["letter"]),
        ("恒宇机械", "恒达机械", None),
        ("恒宇机械", "瑞丰印染", None),
    ],
)
def test_names_are_compared_by_core_sound_and_letter(rep, one, two, reasons):
    make_customer(one, owner=rep)
    make_customer(two, owner=rep)
    assert found().get(frozenset((one, two))) == reasons


def test_the_same_code_is_nearly_certain(rep):
    for name in ("恒宇机械", "瑞丰印染"):
        make_customer(name, owner=rep, credit_code=CODE)
    assert list(found().values()) == [["code"]]
    assert DuplicatePair.objects.get(is_whole=True).strength == DuplicatePair.Strength.NEARLY


def test_a_number_is_the_same_however_it_is_held(rep):
    one = make_customer("恒宇机械", owner=rep, phones=["0571-8888 0001 ext. 12"])
    two = make_customer("瑞丰印染", owner=rep)
    make_contact(two, phone="0571-88880001")
    assert found() == {frozenset((one.name, two.name)): ["phone"]}


def test_short_numbers_and_deleted_contacts_tell_nothing(rep):
    one = make_customer("恒宇机械", owner=rep, phones=["12345", "0571-88880001"])
    two = make_customer("瑞丰印染", owner=rep, phones=["12345"])
    make_contact(two, phone="0571-88880001").put_aside(by=rep)
    assert found() == {}
    assert one != two


def test_what_very_many_share_tells_nothing(rep):
    for number in range(LARGEST + 1):
        make_customer(f"Works {number:03}{'x' * number}", owner=rep, phones=["0571-88880001"])
    assert not [reasons for reasons in found().values() if "phone" in reasons]


def test_a_search_again_follows_what_changed(rep):
    one, two = (make_customer("恒宇机械", owner=rep) for _ in range(2))
    assert len(found()) == 1
    kept = DuplicatePair.objects.get()
    assert len(found()) == 1
    assert DuplicatePair.objects.get() == kept
    Customer.objects.filter(pk=two.pk).update(name="瑞丰印染")
    assert found() == {}


def test_what_was_said_to_be_two_is_not_found_again(rep):
    one, two = (make_customer("恒宇机械", owner=rep) for _ in range(2))
    search()
    dismissing.dismiss(DuplicatePair.objects.get(), by=rep)
    Customer.objects.filter(pk__in=[one.pk, two.pk]).update(phones=["0571-88880001"])
    search()
    pairs = DuplicatePair.objects.all()
    assert len(pairs) == 2
    assert all(pair.dismissed_by == rep for pair in pairs)


def test_merged_ones_are_no_pair_until_that_is_undone(rep):
    one, two = (make_customer("恒宇机械", owner=rep) for _ in range(2))
    merged = merge(one, two, by=rep)
    assert found() == {}
    undo(fresh(merged), by=rep)
    assert len(found()) == 1


def test_a_reason_that_a_pool_may_mask_stands_in_a_row_of_its_own(rep):
    for _ in range(2):
        make_customer("恒宇机械", owner=rep, phones=["0571-88880001"])
    search()
    rows = DuplicatePair.objects.order_by("-is_whole")
    assert [(r.reasons, r.is_whole, r.is_open) for r in rows] == [
        (["name", "phone"], True, False),
        (["name"], False, True),
    ]
