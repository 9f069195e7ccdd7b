"""Every row is tried before anything is written, and each fault is told with its row."""

import pytest
from django.db import connection
from django.utils import translation

from customers.axes_loader import load_standard_axes
from customers.imports.checking import Check
from customers.imports.mapping import Mapping, targets
from customers.models import Category, Contact, Customer, RowCheck
from customers.own_fields.kinds import KINDS
from tests.factories import (
    make_axis,
    make_category,
    make_import,
    make_own_field,
    make_pool,
    make_user,
)
from tests.imports.conftest import checked, imported, problems

pytestmark = pytest.mark.django_db


def fault_of(header, *cells) -> str:
    """What is wrong with one row, "" if nothing."""
    return problems(checked(make_import(header, [list(cells)]))).get(2, "")


def test_a_check_tells_good_from_bad_and_writes_nothing():
    rows = [["A", ""], ["", "nameless"], ["C", ""]]
    staged = checked(make_import(["Name", "Address"], rows))
    assert (staged.state, staged.good, staged.bad, staged.done) == ("checked", 2, 1, 3)
    assert problems(staged) == {3: "Name: This must not be empty."}
    assert not Customer.objects.exists()


@pytest.mark.parametrize(
    ("heading", "typed", "why"),
    [
        ("Unified social credit code", "123", "not a valid unified social credit code"),
        ("Email", "nobody", "valid email"),
        ("Website", "not a site", "valid URL"),
        ("Phones", "ask Li", "is not a phone number"),
        ("Address", "x" * 301, "at most 300 characters"),
        ("Owner", "Nobody", "“Nobody” is unknown"),
    ],
)
def test_a_value_that_does_not_fit_is_told_by_column(heading, typed, why):
    fault = fault_of(["Name", heading], "A", typed)
    assert fault.startswith(f"{heading}: ")
    assert why in fault


def test_no_target_asks_the_database_what_a_text_means():
    make_category(make_axis("mood", "Mood"), "Grim")
    for kind in KINDS:
        make_own_field(kind)
    header = [target.label for target in targets().values()]
    texts = ["x", "13800138000", "2026-11-30", "li", "Grim", ""]
    staged = make_import(header, [[text] * len(header) for text in texts])
    check, rows = Check(staged), list(staged.rows.all())
    with connection.execute_wrapper(refused):
        assert len(check.prepared(rows)) == len(texts)


def refused(_execute, sql, *_rest):
    raise AssertionError(sql)


def test_several_faults_of_a_row_are_all_told():
    staged = make_import(["Name", "Email", "Owner"], [["", "nobody", "Nobody"]])
    (row,) = checked(staged).checks.all()
    assert [column for column, _sentence in row.problems] == [0, 1, 2]


def test_a_cell_that_shows_an_error_is_told_unless_its_column_is_left_out():
    broken = {"text": "#N/A", "fault": "error"}
    assert "shows the error #N/A" in fault_of(["Name", "Address"], "A", broken)
    assert fault_of(["Name", "Star sign"], "A", broken) == ""


# --- owners -------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["李娜", "lina", "LiNa", " 李 娜 "])
def test_an_owner_is_found_by_display_name_or_user_name(typed):
    lina = make_user("李娜", username="lina")
    imported(make_import(["Name", "Owner"], [["A", typed]]))
    assert Customer.objects.get().owner == lina


def test_an_ambiguous_owner_is_refused_and_the_user_name_says_whom():
    make_user("王磊", username="wanglei")
    second = make_user("王磊", username="wanglei2")
    fault = fault_of(["Name", "Owner"], "A", "王磊")
    assert fault == "Owner: 2 people are called “王磊”: write the user name."
    imported(make_import(["Name", "Owner"], [["A", "wanglei2"]]))
    assert Customer.objects.get().owner == second


def test_a_user_name_is_its_owners_though_another_is_called_so():
    anna = make_user("Anna Berg", username="anna")
    make_user("Anna", username="other")
    imported(make_import(["Name", "Owner"], [["A", "anna"]]))
    assert Customer.objects.get().owner == anna


def test_an_owner_who_left_is_refused():
    make_user("Gone", is_active=False)
    assert fault_of(["Name", "Owner"], "A", "Gone") == "Owner: “Gone” no longer works here."


def test_a_row_without_an_owner_goes_to_the_pool():
    pool = make_pool()
    imported(make_import(["Name", "Owner"], [["A", " "]], pool=pool))
    customer = Customer.objects.get()
    assert (customer.owner, customer.pool) == (None, pool)


# --- categories ---------------------------------------------------------------------------


@pytest.fixture
def regions():
    load_standard_axes()


def region_of(typed):
    staged = imported(make_import(["Name", "Region"], [["A", typed]]))
    assert not problems(staged)
    ids = [id for id in Customer.objects.get().category_ids if id]
    return Category.objects.get(pk=ids[0]).code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("浙江省", "330000"),
        ("浙江", "330000"),
        ("Zhejiang", "330000"),
        ("杭州", "330100"),
        ("浙江杭州", "330100"),
        ("浙江省杭州市", "330100"),
        ("浙江 / 杭州", "330100"),
        ("浙江省杭州市西湖区", "330106"),
        ("浙江-杭州-西湖区", "330106"),
        ("浙江省西湖区", "330106"),
        ("330106", "330106"),
        ("吉林", "220000"),
        ("吉林市", "220200"),
        ("吉林省吉林市", "220200"),
    ],
)
def test_a_region_is_found_by_name_path_or_code(regions, typed, code):
    assert region_of(typed) == code


def test_an_ambiguous_category_is_refused_with_the_places_it_may_be(regions):
    fault = fault_of(["Name", "Region"], "A", "鼓楼区")
    assert fault.startswith("Region: “鼓楼区” may be ")
    assert fault.endswith(": write it with what stands above it.")
    assert fault.count(" · ") >= 4


def test_what_an_export_writes_is_read_again_in_both_languages(regions):
    leaf = Category.objects.select_related("parent__parent").get(code="350102")
    for language in ("zh-hans", "en"):
        with translation.override(language):
            path = leaf.path
        assert fault_of(["Name", "Region"], "A", path) == ""


def test_an_unknown_or_archived_category_is_refused():
    axis = make_axis("mood", "Mood")
    make_category(axis, "Grim").archive()
    for name in ("Grim", "Unheard-of"):
        assert fault_of(["Name", "Mood"], "A", name) == f"Mood: “{name}” is unknown."


def test_a_category_of_another_axis_is_unknown():
    make_category(make_axis("mood", "Mood"), "Grim")
    make_axis("size", "Size")
    assert fault_of(["Name", "Size"], "A", "Grim") == "Size: “Grim” is unknown."


# --- contacts -----------------------------------------------------------------------------


def test_a_row_brings_its_contact():
    header = ["Name", "Contact: Name", "Contact: Mobile", "Contact: Job title"]
    imported(make_import(header, [["A", "Wu Tao", "138 0013 8000", "Buyer"]]))
    contact = Contact.objects.get()
    assert (contact.name, contact.title, contact.is_primary) == ("Wu Tao", "Buyer", True)
    assert contact.mobile == "138 0013 8000"
    assert contact.customer == Customer.objects.get()


def test_a_row_without_a_contact_brings_none():
    staged = imported(make_import(["Name", "Contact: Name", "Contact: Mobile"], [["A", "", ""]]))
    assert staged.done == 1
    assert not Contact.objects.exists()


def test_a_default_completes_a_contact_and_makes_none_where_the_row_names_nobody():
    header = ["Name", "Contact: Name", "Contact: Job title"]
    staged = make_import(header, [["A", "", ""], ["B", "Wu Tao", ""]])
    staged.mapping["defaults"] = {"contact.job": "Buyer"}
    assert imported(staged).done == 2
    contact = Contact.objects.get()
    assert (contact.customer.name, contact.title) == ("B", "Buyer")


def test_a_contact_without_a_name_is_refused():
    fault = fault_of(["Name", "Contact: Name", "Contact: Mobile"], "A", "", "13800138000")
    assert fault == "The contact has no name, so there is nobody to keep the rest for."


def test_matching_anew_forgets_the_verdicts_of_the_last_check():
    staged = checked(make_import(["Name", "Email"], [["A", "nobody"]]))
    assert staged.bad == 1
    staged.mapping = Mapping.plain({0: "name"}, staged.header).to_json()
    assert (checked(staged).good, staged.bad) == (1, 0)
    assert RowCheck.objects.get().problems == []
