"""What the filters of a grid let through."""

from datetime import datetime, timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from customers import axis_columns
from customers.grids import ContactGrid, CustomerGrid
from tests.factories import (
    make_axis,
    make_category,
    make_contact,
    make_customer,
    make_pool,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def rep():
    return make_user("李娜", team=make_pool())


@pytest.fixture
def names(rep):
    def shown(query, grid=CustomerGrid, user=None):
        return sorted(row.name for row in grid(user or rep, QueryDict(query)).page.rows)

    return shown


@pytest.fixture
def region():
    axis = make_axis("region", "Region")
    zhejiang = make_category(axis, "Zhejiang")
    hangzhou = make_category(axis, "Hangzhou", parent=zhejiang)
    xihu = make_category(axis, "Xihu", parent=hangzhou)
    return axis, zhejiang, hangzhou, xihu


def test_a_category_takes_its_subtree_along(rep, names, region):
    _axis, zhejiang, hangzhou, xihu = region
    make_customer("in the district", owner=rep, categories=[xihu])
    make_customer("in the province", owner=rep, categories=[zhejiang])
    make_customer("nowhere", owner=rep)
    assert names(f"region={zhejiang.pk}") == ["in the district", "in the province"]
    assert names(f"region={hangzhou.pk}") == ["in the district"]


def test_a_subtree_too_large_for_the_index_finds_the_same_rows(rep, names, region, monkeypatch):
    monkeypatch.setattr(axis_columns, "IDS_IN_INDEX", 50)
    axis, zhejiang, hangzhou, _xihu = region
    counties = [make_category(axis, parent=hangzhou) for _number in range(60)]
    make_customer("far down", owner=rep, categories=[counties[-1]])
    make_customer("elsewhere", owner=rep, categories=[make_category(axis, "Fujian")])
    assert names(f"region={zhejiang.pk}") == ["far down"]


def test_none_finds_customers_without_a_category(rep, names, region):
    axis, zhejiang, *_rest = region
    make_customer("placed", owner=rep, categories=[zhejiang])
    make_customer("unplaced", owner=rep)
    assert names("region=none") == ["unplaced"]
    assert names(f"region=none,{zhejiang.pk}") == ["placed", "unplaced"]


def test_a_category_of_another_axis_is_refused_by_its_number(rep, region):
    other = make_category(make_axis("value"), "Secretive")
    grid = CustomerGrid(rep, QueryDict(f"region={other.pk}"))
    assert grid.all_problems == [f"The filter “region” was ignored: “{other.pk}” is unknown."]
    assert grid.chips == []


def test_two_filters_both_hold(rep, names, region):
    _axis, zhejiang, *_rest = region
    make_customer("泵业甲", owner=rep, categories=[zhejiang])
    make_customer("泵业乙", owner=rep)
    assert names(f"region={zhejiang.pk}&name=泵业") == ["泵业甲"]


def test_me_means_whoever_looks(rep, names):
    manager = make_user("Manager", manager_of=rep.team)
    make_customer("the rep's", owner=rep)
    make_customer("the manager's", owner=manager)
    assert names("owner=me") == ["the rep's"]
    assert names("owner=me", user=manager) == ["the manager's"]
    assert names(f"owner={rep.pk},me", user=manager) == ["the manager's", "the rep's"]


def test_owner_none_finds_the_pool(rep, names):
    make_customer("pooled", pool=rep.team)
    make_customer("owned", owner=rep)
    assert names("owner=none") == ["pooled"]


def test_a_day_range_includes_both_ends_in_local_time(rep, names):
    customer = make_customer("seen late", owner=rep)
    late = timezone.make_aware(datetime(2026, 3, 5, 23, 30))
    type(customer).objects.filter(pk=customer.pk).update(last_activity_at=late)
    assert names("last_activity_from=2026-03-05&last_activity_to=2026-03-05") == ["seen late"]
    assert names("last_activity_from=2026-03-06") == []
    assert names("last_activity_to=2026-03-04") == []


def test_quick_match_finds_parts_pinyin_initials_and_digits(rep, names):
    make_customer("北京科技有限公司", owner=rep, phones=["010-62345678"])
    make_customer("上海机械厂", owner=rep)
    for query in ("京科", "bjkj", "beijing", "jkj", "北京kj", "6234", "BJKJ"):
        assert names(f"q={query}") == ["北京科技有限公司"], query


def test_contacts_are_found_by_surname_reading_and_phone(rep, names):
    customer = make_customer(owner=rep)
    make_contact(customer, "单雄信", mobile="13812345678")
    make_contact(customer, "李四")
    assert names("q=shan", ContactGrid) == ["单雄信"]
    assert names("q=3456", ContactGrid) == ["单雄信"]


def test_an_ignored_value_is_named_and_the_others_hold(rep):
    make_customer("a", owner=rep)
    grid = CustomerGrid(rep, QueryDict("owner=nobody&created_from=yesterday&name=a"))
    assert grid.count.number == 1
    problems = " ".join(grid.all_problems)
    assert "owner" in problems and "created_from" in problems


def test_a_condition_in_force_is_a_chip_that_goes_away(rep, region):
    _axis, zhejiang, *_rest = region
    grid = CustomerGrid(rep, QueryDict(f"region={zhejiang.pk}&sort=name"))
    (chip,) = grid.chips
    assert "Zhejiang" in chip.text
    assert chip.url == "?sort=name"


def test_states_position_and_are_counted(rep, names):
    make_customer("mine", owner=rep)
    make_customer("pooled", pool=rep.team)
    shared = make_customer("shared")
    shared.share(rep, by=shared.owner, scope="card")
    kept = make_customer("kept", owner=rep)
    tomorrow = timezone.localdate() + timedelta(days=1)
    kept.protect(by=rep, until=tomorrow, reason="tender")
    assert names("state=mine") == ["kept", "mine"]
    assert names("state=pool") == ["pooled"]
    assert names("state=shared") == ["shared"]
    assert names("state=mine,protected") == ["kept"]
    grid = CustomerGrid(rep, QueryDict("state=mine"))
    counts = {state.key: count.number for state, count, _url in grid.state_counts}
    expected = {"mine": 2, "shared": 1, "pool": 1, "protected": 1, "never": 4}
    assert {key: number for key, number in counts.items() if number} == expected


def test_untouched_are_owned_ones_without_activity_for_thirty_days(rep, names):
    old, fresh = make_customer("old", owner=rep), make_customer("fresh", owner=rep)
    long_ago = timezone.now() - timedelta(days=31)
    type(old).objects.filter(pk=old.pk).update(created_at=long_ago)
    type(fresh).objects.filter(pk=fresh.pk).update(
        created_at=long_ago, last_activity_at=timezone.now()
    )
    assert names("state=untouched") == ["old"]


def test_counting_stops_at_the_cap(rep, settings):
    settings.COUNT_UP_TO = 2
    for _number in range(3):
        make_customer(owner=rep)
    assert str(CustomerGrid(rep, QueryDict()).count) == "2+"
