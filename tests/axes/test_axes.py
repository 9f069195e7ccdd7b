"""An admin adds, renames, orders and archives axes; what hangs on them follows at once."""

import re

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import translation

from customers.axes.tending import add_axis, free_key
from customers.axes_data import STANDARD_AXES
from customers.forms.customer import CustomerForm
from customers.grids import ContactGrid, CustomerGrid, PoolGrid
from customers.imports.mapping import targets
from customers.models import Axis
from tests.factories import make_axis, make_category, make_customer, make_user
from tests.house import browser_of
from tests.ownership.test_races import together

pytestmark = pytest.mark.django_db

NEW = "/axes/new/"


def url(verb, *args):
    return reverse(f"customers:{verb}", args=args)


def add(client, **fields):
    return client.post(NEW, {"in_grid": "on", **fields})


def keys() -> list[str]:
    return list(Axis.objects.in_use().values_list("key", flat=True))


def grid(query="", user=None, kind=CustomerGrid):
    return kind(user or make_user(), QueryDict(query))


# --- adding ---------------------------------------------------------------------------------


def test_a_new_axis_is_at_once_in_form_grid_filter_and_import(client):
    add(client, name_zh="心情", name_en="Mood")
    axis = Axis.objects.get()
    assert f"axis_{axis.key}" in CustomerForm().fields
    assert axis.key in [column.name for column in grid().shown_columns]
    assert axis.key in grid().all_filters
    assert axis.key in targets()


def test_a_new_axis_works_at_once_in_the_pages(client):
    add(client, name_zh="心情", name_en="Mood")
    assert "Mood" in client.get(url("list")).content.decode()
    assert "Mood" in client.get(url("list"), {"part": "filters"}).content.decode()
    assert "Mood" in client.get(url("new")).content.decode()


def test_a_new_axis_stands_behind_the_others_at_a_position_of_its_own(client):
    make_axis("old", position=7)
    add(client, name_zh="心情", name_en="Mood")
    mood = Axis.objects.get(name_en="Mood")
    assert (mood.position, keys()) == (8, ["old", mood.key])


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({"name_zh": "心情"}, ("心情", "心情")),
        ({"name_en": "Mood"}, ("Mood", "Mood")),
        ({"name_zh": " 心情 ", "name_en": "Mood"}, ("心情", "Mood")),
        ({"name_zh": "", "name_en": "M" * 120}, ("M" * 80, "M" * 120)),
    ],
)
def test_one_name_is_enough(client, given, shown):
    add(client, **given)
    axis = Axis.objects.get()
    assert (axis.name_zh, axis.name_en) == shown


def test_an_axis_with_a_chinese_name_only_has_a_key_for_urls(client):
    add(client, name_zh="客户心情")
    axis = Axis.objects.get()
    assert axis.key == "axis_1"
    assert client.get(url("axis", axis.key)).status_code == 200


@pytest.mark.parametrize(
    "bad",
    [
        {},
        {"name_zh": " "},
        {"name_zh": "长" * 81},
        {"name_en": "x" * 121},
        {"name_zh": "a\0b"},
        {"name_zh": "行业"},
        {"name_zh": "x", "name_en": "INDUSTRY"},
    ],
)
def test_a_name_that_will_not_do_is_told_and_adds_nothing(client, bad):
    Axis.objects.create(key="industry", name_zh="行业", name_en="Industry", position=1)
    response = add(client, **bad)
    assert response.status_code == 422
    assert "error" in response.content.decode()
    assert Axis.objects.count() == 1


@pytest.mark.parametrize(
    "name", ["Name", "Owner", "q", "sort", "cols", "state", "after", "part", "new", "name_en", "pk"]
)
def test_an_axis_named_like_a_parameter_clashes_with_none(client, name):
    add(client, name_en=name)
    axis = Axis.objects.get()
    happy = make_category(axis, "Happy")
    rep = make_user()
    smiling = make_customer("smiling", owner=rep, categories=[happy])
    make_customer("other", owner=rep)
    found = grid(f"{axis.key}={happy.pk}&sort={axis.key}", rep)
    assert [row.pk for row in found.page.rows] == [smiling.pk]
    assert found.all_problems == []


@pytest.mark.parametrize("kind", [CustomerGrid, PoolGrid, ContactGrid])
def test_no_parameter_of_a_list_ends_like_the_key_of_an_axis(kind):
    names = {*grid(kind=kind).all_filters, *grid(kind=kind).columns_by_name}
    names |= {axis.key for axis in STANDARD_AXES}
    assert re.search(r"_\d+$", free_key("Name", 16))
    assert [name for name in names if re.search(r"_\d+$", name)] == []


def test_keys_of_different_axes_differ_whatever_their_names():
    names = ["a", "a 1", "a_1", "a_1_2", "", "中", "1", "1_2", "-", "a" * 200]
    keys_at = [{free_key(name, position) for name in names} for position in range(1, 40)]
    assert sum(map(len, keys_at)) == len(set.union(*keys_at))
    assert max(map(len, set.union(*keys_at))) <= Axis._meta.get_field("key").max_length


@pytest.mark.django_db(transaction=True)
def test_two_admins_adding_at_once_get_two_positions():
    add_one = [lambda name=name: add_axis(name_zh=name, name_en=name) for name in "abcd"]
    together(*add_one)
    assert sorted(Axis.objects.values_list("position", flat=True)) == [1, 2, 3, 4]


# --- changing -------------------------------------------------------------------------------


def test_renaming_keeps_key_and_position(client):
    axis = make_axis("mood", "Mood", position=4)
    client.post(url("edit_axis", "mood"), {"name_zh": "情绪", "name_en": "Temper"})
    axis.refresh_from_db()
    assert (axis.name_zh, axis.name_en, axis.in_grid) == ("情绪", "Temper", False)
    assert (axis.key, axis.position) == ("mood", 4)
    with translation.override("zh-hans"):
        assert axis.key in [c.name for c in grid().columns if c.heading == "情绪"]


def test_axes_change_places_and_lists_follow(client):
    for name in "abc":
        make_axis(name, name)
    client.post(url("move_axis", "c", "up"))
    assert keys() == ["a", "c", "b"]
    assert [c.name for c in grid().columns if c.css == "category"] == ["a", "c", "b"]
    client.post(url("move_axis", "a", "down"))
    assert keys() == ["c", "a", "b"]


def test_the_first_cannot_go_up_nor_an_archived_one_anywhere(client):
    make_axis("a"), make_axis("b")
    client.post(url("move_axis", "a", "up"))
    Axis.objects.get(key="b").archive()
    assert client.post(url("move_axis", "b", "up")).status_code == 302
    assert keys() == ["a"]


def test_an_archived_axis_goes_everywhere_and_customers_keep_their_category(client):
    axis = make_axis("mood", "Mood")
    customer = make_customer(categories=[make_category(axis, "Happy")])
    client.post(url("archive_axis", "mood"))
    assert "axis_mood" not in CustomerForm().fields
    assert "mood" not in grid().columns_by_name
    assert "mood" not in targets()
    kept = customer.category_ids
    customer.refresh_from_db()
    assert customer.category_ids == kept
    assert any("mood" in problem for problem in grid("mood=1").all_problems)


def test_archiving_twice_is_no_toggle_and_bringing_back_restores_all(client):
    make_axis("mood", "Mood")
    for _press in range(2):
        client.post(url("archive_axis", "mood"))
    assert keys() == []
    client.post(url("unarchive_axis", "mood"))
    assert "mood" in grid().columns_by_name


# --- who may --------------------------------------------------------------------------------


GETS = ["axes", "new_axis", "axis", "edit_axis", "axis_sheet", "axis_sheet_upload"]
POSTS = ["archive_axis", "unarchive_axis"]


@pytest.mark.parametrize("verb", [*GETS, *POSTS])
def test_only_admins_tend_axes(verb):
    make_axis("mood")
    args = [] if verb in ("axes", "new_axis") else ["mood"]
    response = browser_of(make_user()).post(url(verb, *args))
    assert response.status_code == 403
    assert keys() == ["mood"]


@pytest.mark.parametrize("verb", POSTS)
def test_verbs_are_not_carried_out_by_a_link(client, verb):
    make_axis("mood")
    assert client.get(url(verb, "mood")).status_code == 405


def test_an_axis_that_is_not_there_is_404(client):
    for verb in GETS[2:]:
        assert client.get(url(verb, "nowhere")).status_code == 404
