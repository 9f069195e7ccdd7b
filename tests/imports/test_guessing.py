"""What a column is, told by what it holds; and what becomes of a column nobody can tell."""

import pytest

from customers.axes_loader import load_standard_axes
from customers.imports.mapping import Mapping
from customers.imports.mapping.choices import choices_of
from customers.imports.mapping.contents import kind_of
from customers.imports.mapping.guessing import proposal
from customers.imports.mapping.memory import remember
from customers.imports.mapping.profiles import Profile
from tests.factories import make_axis, make_category, make_import, make_user

pytestmark = pytest.mark.django_db

CODES = ["91330106MA27W0001D", "91330106MA27W0002G", "91330106MA27W0003K"]


def proposed(header, *rows):
    return proposal(make_import(header, [list(row) for row in rows]))


def told(heading, *values):
    """The choice for a column beside one that is the name, and what it was guessed by."""
    found = proposed(["Name", heading], *(("A", value) for value in values))
    return choices_of(found)[1], found.why[1]


@pytest.mark.parametrize(
    ("values", "target"),
    [
        (CODES, "credit_code"),
        (["a@example.com", "b@example.cn"], "email"),
        (["www.example.com", "https://example.cn/x"], "website"),
        (["13800138000", "139 0013 9000"], "contact.mobile"),
        (["0571-88888888", "021 66666666"], "phones"),
        (["浙江省杭州市文三路1号", "上海市南京西路 20 号"], "address"),
        (["张伟", "李芳", "王秀英"], "contact.name"),
        (["张三 13800138000", "李四/13900139000"], "split.person"),
    ],
)
def test_a_column_is_told_by_what_it_holds(values, target):
    assert told("Xyz", *values) == (target, "content")


def test_a_field_in_a_group_is_told_by_both():
    header = [
        "客户 · 名称",
        "客户 · 电话",
        "联系人 · 姓名",
        "联系人 · 电话",
        "联系人 · 邮箱",
        "其他 · 地址",
    ]
    assert choices_of(proposed(header)) == dict(enumerate([
        "name", "phones", "contact.name", "contact.phone", "contact.email", "address",
    ]))  # fmt: skip


def test_a_column_of_companies_is_the_name_where_no_heading_is():
    found = proposed(["Xyz"], ["苏州恒宇机械有限公司"], ["Acme Ltd."])
    assert choices_of(found) == {0: "name"}


def test_a_column_of_people_here_is_the_owner_rather_than_a_contact():
    make_user("张伟"), make_user("李芳")
    assert told("Xyz", "张伟", "李芳") == ("owner", "content")


def test_a_column_of_categories_is_their_axis():
    axis = make_axis("mood", "Mood")
    for name in ("Grim", "Sunny"):
        make_category(axis, name)
    assert told("Xyz", "Grim", "sunny") == ("mood", "content")
    assert told("Xyz", "Grim", "other")[0] == "remarks.headed"


def test_a_heading_that_names_an_axis_among_other_words_needs_fewer_of_them():
    axis = make_axis("mood", "Mood")
    make_category(axis, "Grim")
    assert told("Their mood now", "Grim", "foul", "fair", "high") == ("mood", "content")
    assert told("Their mood now", "foul", "fair") == ("remarks.headed", "unknown")


def test_a_city_beside_its_province_is_one_place_with_it():
    load_standard_axes()
    found = proposed(["Name", "X", "Y"], ["A", "浙江", "杭州"], ["B", "江苏", "苏州"])
    assert choices_of(found) == {0: "name", 1: "region", 2: "region"}
    (place,) = [source for source in found.sources if source.target.name == "region"]
    assert place.reader()(place.text(["A", "浙江", "杭州"]))


def test_a_city_of_another_province_is_not_joined_with_it():
    load_standard_axes()
    found = proposed(["Name", "X", "Y"], ["A", "浙江", "苏州"], ["B", "江苏", "杭州"])
    assert choices_of(found)[2] == "remarks.headed"


def test_one_value_tells_nothing():
    assert told("Xyz", "13800138000") == ("remarks.headed", "unknown")


def test_a_heading_goes_before_what_the_column_holds():
    assert told("Remarks", "a@example.com", "b@example.com") == ("remarks", "heading")


def test_a_target_is_guessed_once():
    rows = [
        ["A", "a@example.com", "c@example.com", "e@example.com"],
        ["B", "b@x.cn", "d@x.cn", "f@x.cn"],
    ]
    found = choices_of(proposed(["Name", "X", "Y", "Z"], *rows))
    assert [found[n] for n in (1, 2, 3)] == ["email", "contact.email", "remarks.headed"]


# --- columns nobody can tell ------------------------------------------------------------------


def test_an_unknown_column_is_proposed_for_the_remarks_behind_its_heading():
    found = proposed(["Name", "Star sign"], ["A", "Leo"], ["B", ""])
    assert [source.text(["A", "Leo"]) for source in found.sources] == ["A", "Star sign: Leo"]
    assert found.left_out == ()


@pytest.mark.parametrize("values", [["1", "2", "3"], ["", ""]])
def test_a_counter_and_a_blank_column_are_proposed_to_be_left_out(values):
    assert told("Xyz", *values) == ("-", "unknown")


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["yes", "no"], "flag"),
        (["是", "否"], "flag"),
        (["2026-01-31", "2026/2/1"], "date"),
        (["1", "2.5", "1.2万"], "number"),
        (["www.example.com"], "link"),
        (["K-1200", "5"], "text"),
        ([], "text"),
    ],
)
def test_the_kind_of_an_own_field_is_told_by_the_values(values, kind):
    assert kind_of(Profile(values)) == kind


# --- as last time -----------------------------------------------------------------------------


def confirmed(header, mapping: dict):
    remember(header, Mapping.from_json(mapping), by=make_user(is_admin=True))


def test_the_same_headings_are_matched_as_last_time():
    entries = [{"target": "address", "from": [0, 2], "join": ", "}, {"target": "name", "from": [1]}]
    confirmed(["Town", "Firm", "Road"], {"columns": entries, "defaults": {"email": "a@b.cn"}})
    found = proposed([" town", "ＦＩＲＭ", "Road!"], ["x", "y", "z"])
    assert found.to_json()["columns"] == entries
    assert found.defaults == {"email": "a@b.cn"}
    assert found.why == {0: "last", 1: "last", 2: "last"}


def test_other_headings_are_not():
    confirmed(["Firm"], {"columns": [{"target": "name", "from": [0]}]})
    assert choices_of(proposed(["Firms"], ["x"])) == {0: "remarks.headed"}


def test_our_own_column_of_reasons_is_overlooked():
    confirmed(["Firm", "Sign"], {"columns": [{"target": "name", "from": [0]}], "left_out": [1]})
    found = proposed(["Why this row was refused", "Firm", "Sign"], ["no", "x", "y"])
    assert choices_of(found) == {1: "name", 2: "-"}


def test_the_last_confirmation_counts():
    for target in ("address", "name"):
        confirmed(["Firm"], {"columns": [{"target": target, "from": [0]}]})
    assert choices_of(proposed(["Firm"], ["x"])) == {0: "name"}


def test_what_was_archived_since_is_unknown_again():
    axis = make_axis("mood", "Mood")
    columns = [{"target": "name", "from": [0]}, {"target": "mood", "from": [1]}]
    confirmed(["Firm", "M"], {"columns": columns})
    axis.archive()
    found = proposed(["Firm", "M"], ["x", "Grim"])
    assert (choices_of(found)[1], found.why[1]) == ("remarks.headed", "unknown")


def test_a_column_taken_apart_is_remembered_so():
    person = [
        {"target": "contact.name", "from": [1], "part": "name"},
        {"target": "contact.mobile", "from": [1], "part": "mobile"},
        {"target": "contact.phone", "from": [1], "part": "phone"},
        {"target": "contact.email", "from": [1], "part": "email"},
    ]
    confirmed(["Firm", "Who"], {"columns": [{"target": "name", "from": [0]}, *person]})
    assert choices_of(proposed(["Firm", "Who"], ["x", "y"])) == {0: "name", 1: "split.person"}
