"""Headings find their columns by themselves; a hand puts right what they did not find."""

import pytest
from django.urls import reverse
from django.utils import translation

from customers.axes_loader import load_standard_axes
from customers.imports.mapping import Mapping, targets
from customers.imports.mapping.faults import faults, left_out
from customers.imports.mapping.guessing import guessed
from tests.factories import make_axis, make_import
from tests.imports.conftest import reloaded

pytestmark = pytest.mark.django_db


def matched(*header) -> list[str]:
    mapping = guessed(list(header))
    return [mapping.target_of(index) for index in range(len(header))]


def plain(*chosen, width=0) -> Mapping:
    """The first columns go to the targets named, the rest is left out."""
    return Mapping.plain(dict(enumerate(chosen)), [""] * max(width, len(chosen)))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_a_list_calls_its_columns_is_recognised_in_every_language(language):
    load_standard_axes()
    known = targets()
    with translation.override(language):
        header = [target.label for target in known.values()]
    assert sorted(guessed(header).chosen) == sorted(known)


@pytest.mark.parametrize(
    ("heading", "target"),
    [
        ("客户名称", "name"),
        ("公司名称*", "name"),
        ("客户名称（必填）", "name"),
        ("Company Name", "name"),
        ("统一社会信用代码", "credit_code"),
        ("业务员", "owner"),
        ("Sales Rep", "owner"),
        ("手机号", "contact.mobile"),
        ("联系人", "contact.name"),
        ("Ｅｍａｉｌ", "email"),
        ("星座", ""),
        ("", ""),
    ],
)
def test_what_people_call_a_column_is_recognised(heading, target):
    assert matched(heading) == [target]


def test_an_axis_is_recognised_as_soon_as_it_is_there_and_no_longer_once_archived():
    axis = make_axis("mood", "Mood")
    assert matched("mood") == ["mood"]
    axis.archive()
    assert matched("mood") == [""]


def test_no_target_is_guessed_twice():
    assert matched("公司名称", "客户名称", "地址") == ["name", "", "address"]


def test_an_axis_named_like_a_fixed_column_stands_behind_it():
    make_axis("name_1", "Name")
    make_axis("owner_2", "Owner")
    assert matched("Name", "Owner") == ["name", "owner"]
    assert matched("Name", "Owner", "Name", "Owner") == ["name", "owner", "name_1", "owner_2"]


def test_an_axis_of_that_name_stands_before_what_others_call_another():
    load_standard_axes()
    assert matched("等级") == ["value"]
    make_axis("grade_99", "等级", position=99)
    assert matched("等级") == ["grade_99"]


def test_every_fault_of_a_mapping_is_a_sentence():
    assert faults(plain("name", "address")) == []
    assert faults(plain("address")) == ["Choose the column that holds “Name”."]
    assert faults(plain("name", "name")) == ["“Name” is chosen for several columns."]
    assert faults(plain("name", "contact.email")) == [
        "Choose the column that holds “Contact: Name”."
    ]


def test_columns_left_out_are_named_but_not_our_own():
    header = ["Name", "Star sign", "", "Why this row was refused", "为什么"]
    assert left_out(header, plain("name", width=5)) == ["Star sign", "(no heading)", "为什么"]


def test_the_page_shows_what_was_recognised_and_what_was_not(client):
    staged = make_import(["Name", "Star sign"], [["A", "Leo"]])
    page = client.get(url(staged)).content.decode()
    assert "1 of 2 columns recognised" in page
    assert page.count('class="left-out"') == 1
    assert "Leo" in page


def url(staged, verb="import"):
    return reverse(f"customers:{verb}", args=[staged.pk])


def test_a_hand_corrects_the_mapping(client):
    staged = make_import(["Firm", "Address"], [["A", "B"]])
    response = client.post(url(staged, "import_check"), {"column_0": "name", "column_1": "remarks"})
    assert response["location"] == url(staged)
    assert Mapping.of(reloaded(staged)).chosen == ["name", "remarks"]
    assert staged.state == "checking"


@pytest.mark.parametrize(
    ("choice", "fault"),
    [
        ({"column_0": "address", "column_1": "-"}, "Choose the column that holds “Name”"),
        ({"column_0": "name", "column_1": "name"}, "chosen for several columns"),
        ({"column_0": "nonsense"}, "Select a valid choice"),
        ({"column_0": "\0"}, "Select a valid choice"),
    ],
)
def test_a_faulty_mapping_is_told_on_the_page_and_changes_nothing(client, choice, fault):
    staged = make_import(["Name", "Address"])
    response = client.post(url(staged, "import_check"), choice)
    assert response.status_code == 422
    assert fault in response.content.decode()
    assert reloaded(staged).state == "mapping"


def test_a_faulty_mapping_keeps_what_was_chosen(client):
    staged = make_import(["Firm", "Place"])
    page = client.post(url(staged, "import_check"), {"column_1": "remarks"}).content.decode()
    assert '<option value="remarks" selected>' in page


def test_an_axis_archived_while_the_page_was_open_is_told(client):
    axis = make_axis("mood", "Mood")
    staged = make_import(["Name", "Mood"])
    axis.archive()
    response = client.post(url(staged, "import_check"), {"column_0": "name", "column_1": "mood"})
    assert response.status_code == 422
    assert "mood is not one of the available choices" in response.content.decode()
