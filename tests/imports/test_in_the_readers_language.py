"""What is wrong with a row is said in the language of whoever reads it, not of who had it checked."""

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy

from crm.sentences import as_read, sentence, why_refused
from customers.imports.commanding.reporting import each_problem
from customers.imports.difference.grids import DifferenceGrid
from customers.imports.running import run_undoing, run_writing, start_undoing, start_writing
from customers.models import Customer
from tests.factories import (
    make_axis,
    make_category,
    make_contact,
    make_customer,
    make_import,
    make_own_field,
    make_user,
)
from tests.imports.conftest import checked, imported, problems, reloaded, sheet_in

pytestmark = pytest.mark.django_db

HEADER = ["名称", "邮箱", "Mood", "Since", "Contact: Name", "Contact: Mobile"]
BROKEN = {"text": "#N/A", "fault": "error"}
ENGLISH = {
    2: "Email: Enter a valid email address. Mood: “Odd” is unknown.",
    3: "Since: “soon” is not a day: write it as 2026-11-29.",
    4: "Name: This must not be empty.",
    5: "The contact has no name, so there is nobody to keep the rest for.",
    6: "Name: The cell shows the error #N/A.",
}
CHINESE = {
    2: "邮箱：输入一个有效的 Email 地址。 Mood：找不到“Odd”。",
    3: "Since：“soon”不是日期：请写成 2026-11-29。",
    4: "名称：不能为空。",
    5: "联系人没有姓名，其余信息无法保存。",
    6: "名称：单元格显示错误 #N/A。",
}


def in_chinese():
    return translation.override("zh-hans")


@pytest.fixture
def refused():
    """One row of each sort, checked by somebody who reads Chinese."""
    make_category(make_axis("mood", "Mood"), "Glad")
    make_own_field("date", "Since")
    rows = [
        ["A", "nobody", "Odd", "", "", ""], ["B", "", "", "soon", "", ""],
        ["", "", "Glad", "", "", ""], ["C", "", "", "", "", "13800138000"],
        [BROKEN, "", "", "", "", ""],
    ]  # fmt: skip
    with in_chinese():
        return checked(make_import(HEADER, rows))


@pytest.fixture
def chinese(admin):
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(admin)
    return client


def test_each_sort_of_problem_is_said_in_both_languages(refused):
    assert problems(refused) == ENGLISH
    with in_chinese():
        assert problems(refused) == CHINESE


@pytest.mark.parametrize("route", ["import", "import_difference"])
def test_pages_say_it_in_the_language_of_whoever_looks(client, chinese, refused, route):
    url = reverse(f"customers:{route}", args=[refused.pk])
    assert "“soon” is not a day" in client.get(url).content.decode()
    assert "“soon”不是日期" in chinese.get(url).content.decode()


def test_one_rows_page_does_so_too(client, chinese, refused):
    url = reverse("customers:import_row", args=[refused.pk, 4])
    assert ENGLISH[4] in client.get(url).content.decode()
    assert CHINESE[4] in chinese.get(url).content.decode()


def test_the_sheet_of_refused_rows_speaks_to_whoever_fetches_it(client, chinese, refused):
    url = reverse("customers:import_errors", args=[refused.pk])
    assert ENGLISH[4] in str(sheet_in(client.get(url)))
    assert CHINESE[4] in str(sheet_in(chinese.get(url)))


def test_a_report_of_the_command_line_is_in_its_own_language(refused):
    assert ENGLISH[4] in [told["problem"] for told in each_problem(refused)]


def test_records_of_other_kinds_do_the_same(client):
    make_customer("Acme Machines")
    rows = [
        ["Nobody Inc", "Rang", "2024-03-05"], ["Acme Machines", "", "2024-03-05"],
        ["Acme Machines", "Rang", "2999-01-01"],
    ]  # fmt: skip
    with in_chinese():
        staged = checked(make_import(["Customer", "What", "When"], rows, kind="activities"))
        assert problems(staged)[3] == "内容：不能为空。"
    assert problems(staged) == {
        2: "Customer: No such customer is known: “Nobody Inc”. Import the customers first.",
        3: "What: This must not be empty.",
        4: "Due: Choose a day between 1990 and 2099.",
    }
    page = client.get(reverse("customers:import_difference", args=[staged.pk])).content.decode()
    assert "No such customer is known" in page


def test_what_is_refused_when_it_is_written_is_said_so_too(client):
    owner = make_user("Wu", username="wu")
    staged = checked(make_import(["Name", "Owner"], [["A", "wu"]]))
    owner.is_active = False
    owner.save(update_fields=["is_active"])
    with in_chinese():
        start_writing(staged)
        run_writing(staged.pk)
        assert problems(reloaded(staged)) == {2: "Wu 已离职。"}
    assert problems(staged) == {2: "Wu no longer works here."}
    page = client.get(reverse("customers:import", args=[staged.pk])).content.decode()
    assert "Wu no longer works here." in page


def test_rows_that_were_checked_before_still_say_what_they_said(refused):
    refused.checks.filter(number=4).update(problems=[[0, "As it was."]])
    assert problems(refused)[4] == "As it was."


@pytest.mark.parametrize(
    ("language", "edited", "grown"),
    [("en", "It was edited since.", "A contact was added since."),
     ("zh-hans", "此后资料有修改。", "之后有人加了联系人。")],
)  # fmt: skip
def test_why_rows_stayed_is_shown_asked_about_and_ordered_as_it_is_read(
    admin, language, edited, grown
):
    staged = imported(make_import(["Name"], [["A"], ["B"], ["C"], ["D"]]))
    make_contact(Customer.objects.get(name="B"), "Added")
    Customer.objects.filter(name__in=["A", "D"]).update(version=2)
    start_undoing(staged, by=admin)
    run_undoing(staged.pk)
    with translation.override(language):
        assert said(admin, staged) == {"A": edited, "B": grown, "C": "", "D": edited}
        assert list(said(admin, staged, f"why_kept={grown[2:9]}")) == ["B"]
        assert list(said(admin, staged, "why_kept_empty=1")) == ["C"]
        assert list(said(admin, staged, f"why_kept_not={edited}")) == ["B", "C"]
        assert list(said(admin, staged, "sort=-why_kept,row")) == ["A", "D", "B", "C"]


def said(admin, staged, query="") -> dict[str, str]:
    """Why each row stayed, by its name, in the order of the list."""
    grid = DifferenceGrid(admin, QueryDict(query))
    grid.sheet_import = staged
    why = next(column for column in grid.columns if column.name == "why_kept")
    return {row.name: why.export(row) for row in grid.page.rows}


# --- sentences ------------------------------------------------------------------------------


def test_a_sentence_takes_its_words_in_each_language():
    said = sentence(gettext_lazy("“%(text)s” is unknown."), text="100%")
    assert said == {"en": "“100%” is unknown.", "zh-hans": "找不到“100%”。"}
    with translation.override(None):
        assert as_read(said) == said["zh-hans"]


def test_what_only_one_language_refuses_is_told_in_its_words():
    def read(text):
        if translation.get_language() == "en":
            raise ValidationError([gettext("This must not be empty."), "100%"])

    with pytest.raises(ValidationError) as raised:
        read("x")
    first, second = why_refused(read, "x", raised.value)
    assert as_read(first) == "This must not be empty."
    assert second == {"en": "100%", "zh-hans": "100%"}
