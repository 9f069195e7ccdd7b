"""The list of probable duplicates: both are seen or none is, and no reason tells what is masked."""

import pytest
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from customers.merging.finding.finding import search
from customers.merging.finding.grids import DuplicateGrid
from customers.models import DuplicatePair
from tests.factories import make_customer, make_pool, make_team, make_user
from tests.grids.contract import GridContract
from tests.house import browser_of
from tests.pool.ruling import rule

SAME = "恒宇机械"


def make_pair(owner, other=None, **fields):
    one = make_customer(SAME, owner=owner)
    two = make_customer(SAME, owner=other or owner)
    fields = {"reasons": ["name"], "strength": 3, "is_whole": True, "is_open": True} | fields
    return DuplicatePair.objects.create(a=one, b=two, **fields)


class TestDuplicates(GridContract):
    grid, url = DuplicateGrid, "customers:duplicates"
    can_be_renamed = False

    def make(self, owner):
        return make_pair(owner)


def listed(user):
    return [(pair.reasons, pair.is_whole) for pair in DuplicatePair.objects.visible_to(user)]


def test_a_pair_of_which_one_is_hidden_is_not_listed(rep):
    make_pair(rep, other=make_user(team=make_team()))
    assert listed(rep) == []
    assert SAME not in browser_of(rep).get(reverse("customers:duplicates")).content.decode()


def test_a_deleted_one_is_no_pair_any_more(rep):
    pair = make_pair(rep)
    pair.b.delete(by=rep)
    assert listed(rep) == []


@pytest.fixture
def masked(db):
    """A rep whose pool masks numbers, and a pooled twin of one of theirs."""
    pool = make_pool()
    rep = make_user("Rep", pool)
    rule(pool, masked=["phones"])
    return rep, pool


def test_a_masked_number_is_not_told_by_the_reason(masked):
    rep, pool = masked
    make_customer("恒宇机械", owner=rep, phones=["0571-88880001"])
    make_customer("瑞丰印染", pool=pool, phones=["0571-88880001"])
    search()
    assert listed(rep) == []


def test_of_a_masked_pair_only_what_is_open_is_told(masked):
    rep, pool = masked
    make_customer(SAME, owner=rep, phones=["0571-88880001"])
    make_customer(SAME, pool=pool, phones=["0571-88880001"])
    search()
    assert listed(rep) == [(["name"], False)]
    assert listed(make_user(is_admin=True)) == [(["name", "phone"], True)]


def test_ones_own_two_tell_everything_all_the_same(masked):
    rep, _pool = masked
    for _ in range(2):
        make_customer(SAME, owner=rep, phones=["0571-88880001"])
    search()
    assert listed(rep) == [(["name", "phone"], True)]


# --- the list's verbs ---------------------------------------------------------------------------


def url_of(name, pair):
    return reverse(f"customers:{name}", args=[pair.pk])


def test_two_that_are_not_one_leave_the_list_and_come_back_by_undo(rep):
    pair, browser = make_pair(rep), browser_of(rep)
    assert browser.get(url_of("dismiss_pair", pair)).status_code == 200
    browser.post(url_of("dismiss_pair", pair))
    assert not DuplicatePair.objects.waiting().exists()
    browser.post(url_of("undismiss_pair", pair))
    assert DuplicatePair.objects.waiting().exists()


def test_a_stranger_to_one_of_them_gets_404(rep):
    pair = make_pair(rep, other=make_user(team=make_team()))
    for name in ("dismiss_pair", "undismiss_pair"):
        assert browser_of(rep).post(url_of(name, pair)).status_code == 404


def test_a_reader_of_one_of_them_gets_403(rep):
    theirs = make_user("Owner", team=make_team())
    pair = make_pair(rep, other=theirs)
    pair.b.share(rep, by=theirs, scope="card")
    for name in ("dismiss_pair", "undismiss_pair"):
        assert browser_of(rep).post(url_of(name, pair)).status_code == 403
    assert DuplicatePair.objects.waiting().exists()


def test_probable_ones_are_offered_before_anything_is_typed(rep):
    pair = make_pair(rep)
    make_customer("瑞丰印染", owner=rep)
    page = browser_of(rep).get(reverse("customers:merge_options", args=[pair.b_id]))
    assert page.content.decode().count('role="option" data-value') == 1
    assert f'data-value="{pair.a_id}"' in page.content.decode()


def test_the_search_is_started_once_by_whoever_leads(rep):
    url = reverse("customers:find_duplicates")
    assert browser_of(rep).post(url).status_code == 403
    boss = browser_of(make_user("Boss", manager_of=rep.team))
    for _ in range(2):
        assert boss.post(url).status_code == 302
    assert ProcrastinateJob.objects.filter(task_name="find_duplicates").count() == 1
