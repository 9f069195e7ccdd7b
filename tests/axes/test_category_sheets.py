"""The categories of an axis go out as a sheet; the changed one is looked at, and taken in one go."""

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from customers.axes.resource import CategoryResource
from customers.axes_loader import load_standard_axes
from customers.models import Axis, Category
from tests.axes.conftest import in_order
from tests.factories import make_axis, make_category
from tests.imports.conftest import sheet_in
from tests.sheets.makers import text, xlsx

pytestmark = pytest.mark.django_db

HEADER = ["Number", "Code", "Under", "Chinese name", "English name", "Colour"]


@pytest.fixture
def download(client):
    def download(key="place") -> list[list[str]]:
        return sheet_in(client.get(reverse("customers:axis_sheet", args=[key])))

    return download


@pytest.fixture
def look(client):
    def look(table, key="place", name="sheet.xlsx"):
        sheet = BytesIO(table if isinstance(table, bytes) else xlsx(table))
        sheet.name = name
        return client.post(reverse("customers:axis_sheet_upload", args=[key]), {"sheet": sheet})

    return look


@pytest.fixture
def take(client):
    def take(page, key="place"):
        form = {"rows": page.context["rows"], "shown": page.context["outcome"].fingerprint}
        url = reverse("customers:axis_sheet_upload", args=[key])
        return client.post(url, form | {"take": "1"})

    return take


@pytest.fixture
def upload(look, take):
    """Looked at and taken."""

    def upload(table, key="place", name="sheet.xlsx"):
        return take(look(table, key, name), key)

    return upload


def records() -> list[tuple]:
    return list(Category.objects.order_by("pk").values_list("pk", "parent", "code", "name_zh"))


def told(response) -> str:
    assert response.status_code == 422
    return response.content.decode()


def reasons(page) -> str:
    assert page.status_code == 200
    return "\n".join(text for row in page.context["differences"] for text in row.reasons)


def test_the_sheet_holds_the_categories_in_their_order(place, download):
    header, *rows = download()
    assert header == HEADER
    assert rows[1] == [str(place.hangzhou.pk), "3301", "Zhejiang", "杭州市", "Hangzhou", ""]
    assert [row[4] for row in rows] == in_order(place.axis)
    assert rows[2][2] == "Zhejiang / Hangzhou"


def test_an_archived_category_is_not_in_the_sheet(place, download):
    place.fujian.archive()
    assert "Fujian" not in str(download())


def test_a_sheet_uploaded_as_it_came_changes_nothing(place, download, upload, client):
    before = records()
    assert upload(download()).status_code == 302
    assert records() == before
    page = client.get(reverse("customers:axis", args=["place"])).content.decode()
    assert "Added: 0. Changed: 0. Refused and left as they are: 0." in page


def test_all_the_regions_of_china_come_back_unchanged(download, look):
    load_standard_axes()
    counts = look(download("region"), "region").context["outcome"].counts
    assert counts == {"refused": 0, "changed": 0, "new": 0, "same": counts["same"]}
    assert counts["same"] == Category.objects.filter(axis__key="region").count()


def test_names_colours_and_codes_are_changed_by_number(place, download, upload):
    table = download()
    table[4] = [str(place.fujian.pk), "FJ", "", "闽", "Min", "jade"]
    upload(table)
    place.fujian.refresh_from_db()
    changed = place.fujian
    assert (changed.code, changed.name_zh, changed.name_en) == ("FJ", "闽", "Min")
    assert changed.tone == "jade"


def test_a_row_without_a_number_is_known_by_its_code(place, upload):
    upload([["Code", "Chinese name"], ["35", "闽"]])
    place.fujian.refresh_from_db()
    assert (place.fujian.name_zh, place.fujian.name_en) == ("闽", "Fujian")
    assert Category.objects.count() == 4


def test_rows_without_number_and_known_code_are_new(place, download, upload, client):
    table = download()
    table += [["", "3302", "33", "宁波市", "Ningbo", ""], ["", "", "宁波市", "江北区", "", ""]]
    upload(table)
    order = ["Zhejiang", "Hangzhou", "Xihu", "Ningbo", "江北区", "Fujian"]
    assert in_order(place.axis) == order
    page = client.get(reverse("customers:axis", args=["place"])).content.decode()
    assert "Added: 2. Changed: 0." in page


def test_a_category_moves_by_what_it_stands_under(place, download, upload):
    table = download()
    table[2][2] = "Fujian"
    upload(table)
    assert in_order(place.axis) == ["Zhejiang", "Fujian", "Hangzhou", "Xihu"]


def test_what_the_sheet_leaves_out_stays(place, upload):
    upload([["Code", "English name"], ["35", "Min"]])
    assert in_order(place.axis) == ["Zhejiang", "Hangzhou", "Xihu", "Min"]


def test_chinese_headings_and_a_text_file_will_do(place, upload):
    with translation.override("zh-hans"):
        header = [str(CategoryResource.headings[name]) for name in ("code", "name_zh")]
    upload(text([header, ["35", "闽"]], "gb18030"), name="地区.csv")
    place.fujian.refresh_from_db()
    assert place.fujian.name_zh == "闽"


def test_bands_go_out_and_in_where_the_axis_has_them(download, upload):
    axis = make_axis("value")
    Axis.objects.update(has_bands=True)
    make_category(axis, "A", amount_from="500000")
    table = download("value")
    assert table[0][-2:] == ["Amount from", "Amount to"]
    assert upload(table, "value").status_code == 302
    table[1][-1] = "600000"
    upload(table, "value")
    assert Category.objects.get().band == "500,000 – 600,000"


FAULTS = {
    "a name taken": (
        ["", "", "", "福建省", "x", ""],
        "Row 2, Chinese name: There is one of this name",
    ),
    "an unknown number": (["999999", "", "", "x", "x", ""], "Row 2, Number: No category has the"),
    "no number at all": (["x", "", "", "x", "x", ""], "Row 2, Number: No category has the"),
    "an unknown parent": (
        ["", "", "Guangdong", "x", "x", ""],
        "Row 2, Under: “Guangdong” is unknown",
    ),
    "an unknown colour": (["", "", "", "x", "x", "pink"], "Row 2, Colour: Select a valid choice"),
    "a long code": (
        ["", "9" * 21, "", "x", "x", ""],
        "Row 2, Code: Ensure this value has at most 20",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_with_row_and_column_and_the_other_rows_are_taken(place, look, take, fault):
    row, why = FAULTS[fault]
    page = look([HEADER, row, ["", "", "", "好", "Good", ""]])
    assert why in reasons(page)
    assert Category.objects.count() == 4
    left = take(page)
    assert why in reasons(left)
    assert in_order(place.axis) == ["Zhejiang", "Hangzhou", "Xihu", "Fujian", "Good"]


def test_a_row_without_a_name_is_told(place, look):
    page = look([HEADER, ["", "44", "", "", "", ""]])
    assert "Row 2, Chinese name: Give it a name." in reasons(page)


def test_a_code_taken_is_told(place, look):
    page = look([HEADER, [place.xihu.pk, "33", "Zhejiang / Hangzhou", "西湖区", "Xihu", ""]])
    assert "“33” is the code of Zhejiang" in reasons(page)


def test_a_circle_is_told(place, look, download):
    table = download()
    table[1][2] = "Xihu"
    assert "Row 2, Under: Zhejiang cannot stand below itself." in reasons(look(table))


def test_an_ambiguous_parent_is_told(place, look):
    make_category(place.axis, "Fujian", parent=place.zhejiang, name_zh="福建省")
    page = look([HEADER, ["", "", "Fujian", "x", "x", ""]])
    assert "“Fujian” may be several: write its code." in reasons(page)


def test_every_fault_of_a_sheet_is_told(place, look):
    rows = [["", "", "", "x", "", "pink"], ["", "", "Nowhere", "y", "", ""]]
    found = reasons(look([HEADER, *rows]))
    assert "Row 2, Colour" in found and "Row 3, Under" in found


def test_the_same_category_twice_is_told(place, look):
    page = look([["Code", "English name"], ["35", "Min"], ["35", "Fukien"]])
    assert reasons(page) == "Row 3: Row 2 is about the same category: leave one of the two."


# --- what would change ----------------------------------------------------------------------


def test_a_preview_shows_every_cell_and_writes_nothing(place, look):
    before = records()
    page = look([["Code", "English name", "Under"], ["35", "Min", ""], ["3302", "Ningbo", "33"]])
    found = [(row.outcome, row.name) for row in page.context["differences"]]
    assert found == [("changed", "Min"), ("new", "Ningbo")]
    changed, new = page.context["differences"]
    assert [(c.heading, c.old, c.new) for c in changed.changes] == [
        ("English name", "Fujian", "Min")
    ]
    assert ("Under", "Zhejiang") in [(c.heading, c.new) for c in new.changes]
    assert records() == before


def test_what_stands_under_a_renamed_one_is_the_same(place, look, download):
    table = download()
    table[1][4] = "Zhe"
    outcomes = [row.outcome for row in look(table).context["differences"]]
    assert outcomes == ["changed", "same", "same", "same"]
    table[2][2] = "Zhe"
    outcomes = [row.outcome for row in look(table).context["differences"]]
    assert outcomes == ["changed", "same", "same", "same"]


def test_a_refused_row_leaves_nothing_behind_for_those_below(place, look):
    rows = [["33", "Zhe", "pink"], ["44", "Guangdong", ""]]
    page = look([["Code", "English name", "Colour", "Under"], [*rows[0], ""], [*rows[1], "Zhe"]])
    assert "Row 3, Under: “Zhe” is unknown." in reasons(page)


def test_what_changed_meanwhile_is_shown_and_nothing_is_written(place, look, take):
    page = look([["Code", "English name"], ["35", "Min"]])
    Category.objects.filter(pk=place.fujian.pk).update(name_en="Fukien")
    answer = take(page)
    assert answer.status_code == 409
    place.fujian.refresh_from_db()
    assert place.fujian.name_en == "Fukien"


def test_refused_rows_go_back_with_the_reason(place, look, client, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    page = look([["Code", "English name", "Colour"], ["35", "Min", "pink"], ["33", "Zhe", ""]])
    url = reverse("customers:axis_sheet_refused", args=["place"])
    header, *rows = sheet_in(client.post(url, {"rows": page.context["rows"]}))
    assert header[3] == "Why this row was refused"
    assert [row[:3] for row in rows] == [["35", "Min", "pink"]]


# --- sheets that cannot be read ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "why"),
    [
        (["Chinese name", "Star sign"], "The column “Star sign” is unknown here"),
        (["Chinese name", "Chinese name"], "or stands twice"),
        (["Chinese name", "Amount from"], "The column “Amount from” is unknown here"),
    ],
)
def test_columns_that_mean_nothing_here_are_refused(place, look, header, why):
    assert why in told(look([header, ["x", "y"]]))


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"", "e.xlsx", "is empty"),
        (xlsx([HEADER]), "n.xlsx", "no rows under them"),
        (b"\x89PNG\r\n\x1a\n" + bytes(90), "p.xlsx", "cannot be read as a spreadsheet"),
    ],
)
def test_a_sheet_that_cannot_be_read_is_refused(place, look, content, name, why):
    assert why in told(look(content, name=name))


def test_the_limits_of_sheets_hold_here_too(place, look, settings, monkeypatch):
    monkeypatch.setattr(CategoryResource, "most_rows", 1)
    assert "more than 1 rows" in told(look([["Code"], ["a"], ["b"]]))
    settings.SHEET_MAX_BYTES = 10
    assert "larger than" in told(look([["Code"], ["a"]]))


def test_a_cell_with_an_error_is_told(place, look):
    response = look(text([["Code", "Chinese name"], ["#N/A", "x"]]), name="s.csv")
    assert "Row 2: The cell shows the error #N/A." in told(response)


def test_an_upload_without_a_sheet_is_told(place, client):
    response = client.post(reverse("customers:axis_sheet_upload", args=["place"]))
    assert "Choose a spreadsheet first." in told(response)


def test_formulas_come_out_as_text(client, download):
    make_category(make_axis("place"), "=1+1", name_zh="@SUM(A1)")
    response = client.get(reverse("customers:axis_sheet", args=["place"]))
    row = list(load_workbook(BytesIO(b"".join(response.streaming_content))).active)[1]
    assert [(cell.value, cell.data_type) for cell in row[3:5]] == [("@SUM(A1)", "s"), ("=1+1", "s")]
