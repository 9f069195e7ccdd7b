"""An admin tends the tree of an axis; customers are never touched."""

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.refusals import Refused
from customers.axes import tending
from customers.models import Axis, Category
from tests.axes.conftest import in_order, names
from tests.factories import make_axis, make_customer, make_user
from tests.house import browser_of

pytestmark = pytest.mark.django_db


def url(verb, category, *args):
    return reverse(f"customers:{verb}", args=[category.axis.key, category.pk, *args])


def new_url(axis, under=None):
    query = f"?under={under.pk}" if under else ""
    return reverse("customers:new_category", args=[axis.key]) + query


# --- adding and changing --------------------------------------------------------------------


def test_a_new_category_comes_last_at_the_top(client, place):
    client.post(new_url(place.axis), {"name_zh": "广东省", "name_en": "Guangdong"})
    assert in_order(place.axis)[-1] == "Guangdong"


def test_a_new_category_comes_last_under_another(client, place):
    client.post(new_url(place.axis, place.zhejiang), {"name_zh": "宁波市", "name_en": "Ningbo"})
    assert in_order(place.axis) == ["Zhejiang", "Hangzhou", "Xihu", "Ningbo", "Fujian"]


def test_one_goes_back_to_the_tree_open_at_what_was_changed(client, place):
    response = client.post(url("edit_category", place.xihu), {"name_zh": "西湖"})
    page = client.get(response["location"]).content.decode()
    assert "西湖" in page
    assert page.count("<details") - page.count("open>") == 0
    assert page.count("here") >= 1


def test_a_category_is_renamed_coloured_and_coded(client, place):
    changed = {"name_zh": "闽", "name_en": "Min", "code": "FJ", "tone": "jade"}
    client.post(url("edit_category", place.fujian), changed)
    place.fujian.refresh_from_db()
    for name, value in changed.items():
        assert getattr(place.fujian, name) == value


def test_amounts_belong_to_axes_with_bands(client):
    value = make_axis("value", "Value")
    Axis.objects.update(has_bands=True)
    fields = {"name_zh": "大", "amount_from": "500000", "amount_to": ""}
    client.post(new_url(value), fields)
    assert Category.objects.get().band == "≥ 500,000"
    assert "amount_from" not in client.get(new_url(make_axis("plain"))).content.decode()


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ({}, "Give it a name."),
        ({"name_zh": "浙江省"}, "one of this name already"),
        ({"name_zh": "x", "name_en": "fujian"}, "one of this name already"),
        ({"name_zh": "x", "code": "33"}, "“33” is the code of Zhejiang."),
        ({"name_zh": "x", "code": "c" * 21}, "at most 20 characters"),
        ({"name_zh": "x", "tone": "pink"}, "Select a valid choice"),
        ({"name_zh": "x\0"}, "Null characters"),
    ],
)
def test_a_fault_is_told_and_adds_nothing(client, place, bad, why):
    response = client.post(new_url(place.axis), bad)
    assert response.status_code == 422
    assert why in response.content.decode()
    assert Category.objects.count() == 4


def test_amounts_that_end_below_their_beginning_are_told(client):
    value = make_axis("value")
    Axis.objects.update(has_bands=True)
    bad = {"name_zh": "x", "amount_from": "5", "amount_to": "5"}
    assert "end below where they begin" in client.post(new_url(value), bad).content.decode()


def test_one_name_may_stand_under_two_parents(client, place):
    client.post(new_url(place.axis, place.zhejiang), {"name_zh": "鼓楼区"})
    client.post(new_url(place.axis, place.fujian), {"name_zh": "鼓楼区"})
    assert Category.objects.filter(name_zh="鼓楼区").count() == 2


def test_a_code_taken_meanwhile_is_refused(place):
    with pytest.raises(Refused, match="is the code of Zhejiang"):
        tending.add_category(place.axis, None, name_zh="x", name_en="x", code="33")
    with pytest.raises(Refused, match="is the code of Zhejiang"):
        tending.change_category(place.fujian, name_en="y", code="33")


@pytest.mark.parametrize("under", ["0", "x", "9" * 40, "-1", "²"])
def test_a_parent_that_is_none_is_no_error(client, place, under):
    response = client.get(f"{new_url(place.axis)}?under={under}")
    assert response.status_code in (200, 404)


def test_a_category_of_another_axis_is_404(client, place):
    other = make_axis("other")
    response = client.get(reverse("customers:edit_category", args=[other.key, place.xihu.pk]))
    assert response.status_code == 404


# --- moving ---------------------------------------------------------------------------------


def test_siblings_change_places_with_all_below_them(client, place):
    client.post(url("move_category", place.fujian, "up"))
    assert in_order(place.axis) == ["Fujian", "Zhejiang", "Hangzhou", "Xihu"]
    client.post(url("move_category", place.fujian, "up"))
    assert in_order(place.axis)[0] == "Fujian"


def test_a_category_moves_under_another_with_all_below_it(client, place):
    client.post(url("place_category", place.hangzhou), {"parent": place.fujian.pk})
    assert in_order(place.axis) == ["Zhejiang", "Fujian", "Hangzhou", "Xihu"]


def test_a_category_moves_to_the_top(client, place):
    client.post(url("place_category", place.hangzhou), {"parent": ""})
    assert in_order(place.axis) == ["Zhejiang", "Fujian", "Hangzhou", "Xihu"]
    assert Category.objects.get(pk=place.hangzhou.pk).parent is None


def test_a_place_that_was_typed_and_not_chosen_is_found_by_its_name(client, place):
    client.post(url("place_category", place.hangzhou), {"parent-typed": "Fujian", "parent": ""})
    assert Category.objects.get(pk=place.hangzhou.pk).parent == place.fujian


@pytest.mark.parametrize("parent", ["x", "999999", "9" * 30, "\0"])
def test_an_unknown_place_is_told_and_nothing_moves(client, place, parent):
    response = client.post(url("place_category", place.hangzhou), {"parent": parent})
    assert response.status_code == 422
    assert Category.objects.get(pk=place.hangzhou.pk).parent == place.zhejiang


@pytest.mark.parametrize("below", ["zhejiang", "hangzhou", "xihu"])
def test_a_circle_is_refused(place, below):
    with pytest.raises(Refused, match="cannot stand below itself"):
        tending.put_under(place.zhejiang, getattr(place, below))
    assert in_order(place.axis) == ["Zhejiang", "Hangzhou", "Xihu", "Fujian"]


def test_a_tree_grows_no_deeper_than_can_be_shown():
    axis, parent = make_axis(), None
    for _level in range(tending.LEVELS):
        parent = tending.add_category(axis, parent, name_zh="x", name_en="x")
    with pytest.raises(Refused, match="at most 8 levels"):
        tending.add_category(axis, parent, name_zh="x", name_en="x")
    top = axis.categories.get(parent=None)
    with pytest.raises(Refused, match="at most 8 levels"):
        tending.put_under(top, tending.add_category(axis, None, name_zh="y", name_en="y"))


def test_a_parent_deleted_meanwhile_is_refused(place):
    Category.objects.filter(pk=place.xihu.pk).delete()
    with pytest.raises(Refused, match="was deleted meanwhile"):
        tending.add_category(place.axis, place.xihu, name_zh="x", name_en="x")


STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "up", "down", "put"]), st.integers(0, 9), st.integers(-1, 9)),
    max_size=14,
)


@given(steps=STEPS)
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_order_is_depth_first_whatever_is_done(db, steps):
    """Against a tree of plain lists."""
    axis, tree, made = make_axis(), {None: []}, []
    for verb, at, to in steps:
        if verb == "add" or not made:
            made.append(added(axis, tree, made, to))
        elif verb == "put":
            put(tree, made, made[at % len(made)], to)
        else:
            moved(tree, made[at % len(made)], -1 if verb == "up" else 1)
    assert list(axis.categories.order_by("order").values_list("pk", flat=True)) == walked(tree)


def added(axis, tree, made, to):
    parent = made[to % len(made)] if made and to >= 0 else None
    try:
        new = tending.add_category(
            axis, parent and Category.objects.get(pk=parent), name_zh="x", name_en="x"
        )
    except Refused:
        return parent
    tree[parent].append(new.pk)
    tree[new.pk] = []
    return new.pk


def put(tree, made, pk, to):
    parent = made[to % len(made)] if to >= 0 else None
    target = parent and Category.objects.get(pk=parent)
    try:
        tending.put_under(Category.objects.get(pk=pk), target)
    except Refused:
        return
    holder_of(tree, pk).remove(pk)
    tree[parent].append(pk)


def moved(tree, pk, step):
    tending.move_category(Category.objects.get(pk=pk), step)
    siblings = holder_of(tree, pk)
    at = siblings.index(pk)
    if 0 <= at + step < len(siblings):
        siblings[at], siblings[at + step] = siblings[at + step], siblings[at]


def holder_of(tree, pk):
    return next(children for children in tree.values() if pk in children)


def walked(tree, parent=None):
    return [pk for child in tree[parent] for pk in [child, *walked(tree, child)]]


# --- archiving and deleting -----------------------------------------------------------------


def test_an_archived_category_is_not_offered_and_stays_with_its_customers(client, place):
    customer = make_customer(categories=[place.fujian])
    client.post(url("archive_category", place.fujian))
    options = client.get(reverse("customers:axis_options", args=["place"]), {"q": "Fujian"})
    assert "Fujian" not in options.content.decode()
    assert "Fujian" in client.get(customer.get_absolute_url()).content.decode()


def test_archiving_twice_is_no_toggle(client, place):
    for _press in range(2):
        client.post(url("archive_category", place.fujian))
    assert Category.objects.get(pk=place.fujian.pk).is_archived
    client.post(url("unarchive_category", place.fujian))
    assert not Category.objects.get(pk=place.fujian.pk).is_archived


def test_a_category_that_nobody_has_can_be_deleted(client, place):
    client.post(url("delete_category", place.xihu))
    assert in_order(place.axis) == ["Zhejiang", "Hangzhou", "Fujian"]


def test_a_category_in_use_is_archived_rather_than_deleted(client, place):
    make_customer(categories=[place.fujian])
    client.post(url("delete_category", place.fujian))
    page = client.get(reverse("customers:axis", args=["place"])).content.decode()
    assert "Customers are classified as Fujian." in page
    assert "Archive it instead" in page
    assert Category.objects.filter(pk=place.fujian.pk).exists()


def test_a_category_of_a_deleted_customer_is_in_use(place):
    customer = make_customer(categories=[place.fujian])
    customer.delete(by=customer.owner)
    with pytest.raises(Refused):
        tending.delete_category(place.fujian)


def test_a_category_with_others_below_it_is_not_deleted(place):
    with pytest.raises(Refused, match="categories below Hangzhou"):
        tending.delete_category(place.hangzhou)


# --- the page -------------------------------------------------------------------------------


def test_the_tree_opens_level_by_level(client, place):
    page = client.get(reverse("customers:axis", args=["place"])).content.decode()
    assert "Zhejiang" in page and "Hangzhou" not in page
    below = client.get(url("category_children", place.zhejiang)).content.decode()
    assert "Hangzhou" in below and "Xihu" not in below


@pytest.mark.parametrize("at", ["", "0", "x", "9" * 40, "999999", "\0"])
def test_a_place_in_the_address_that_is_none_is_ignored(client, place, at):
    response = client.get(reverse("customers:axis", args=["place"]), {"at": at})
    assert response.status_code == 200


@pytest.mark.parametrize(
    "verb", ["edit_category", "place_category", "archive_category", "delete_category"]
)
def test_only_admins_tend_categories(place, verb):
    assert browser_of(make_user()).post(url(verb, place.xihu)).status_code == 403
    assert names(Category.objects.filter(archived_at=None)) == in_order(place.axis)
