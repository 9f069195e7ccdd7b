"""How a sheet was read is told, and can be corrected: the kept upload is read again."""

import stat

import pytest
from django.urls import reverse

from customers.imports.mapping import Mapping
from customers.imports.reading import files
from customers.models import SheetImport
from tests.factories import make_import, make_user
from tests.house import browser_of
from tests.imports.conftest import checked, reloaded
from tests.sheets.makers import xlsx

pytestmark = pytest.mark.django_db

HEADER = ["Name", "Town", "Phone", "Phone"]
RECORDS = [["Acme", "Hangzhou", "13800138000", ""], ["Bravo", "", "13900139000", "0571-88888888"]]


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def url(staged, verb="import_reading"):
    return reverse(f"customers:{verb}", args=[staged.pk])


def dressed(workbook, worksheet):
    worksheet.merge_range(3, 1, 4, 1, "Hangzhou")
    other = workbook.add_worksheet("Old")
    other.write_row(0, 0, ["Firm", "Mail"])
    other.write_row(1, 0, ["Zulu", "z@example.com"])
    other.hide()


@pytest.fixture
def staged(upload):
    rows = [["Customers of the fair"], [], HEADER, *RECORDS, ["Total", "2"], ["Prepared by: Wu"]]
    rows[4] = ["Bravo", None, *RECORDS[1][2:]]
    upload(xlsx(rows, sheet="New", dress=dressed), "fair.xlsx")
    return SheetImport.objects.get()


def sent(client, staged, again=True, **chosen):
    given = {"shown": staged.sheet_name, "sheet": staged.sheet_name, "leave_notes": "on"}
    given |= {"fill_down": "on"} | chosen | ({"again": "1"} if again else {})
    return client.post(url(staged), {name: value for name, value in given.items() if value})


def cells_of(staged) -> list:
    return list(staged.rows.order_by("number").values_list("cells", flat=True))


# --- what is told -------------------------------------------------------------------------------


def test_what_was_guessed_and_set_apart_is_told(client, staged):
    page = client.get(url(staged, "import")).content.decode()
    for sentence in (
        "Sheet “New” of 2",
        "Column names in row 3",
        "Above the table, row 1: “Customers of the fair”",
        "Below the table, row 6, not imported: “Total 2”",
        "Below the table, row 7, not imported: “Prepared by: Wu”",
        "“Town”: 1 cell filled from the merged one above",
        "“Phone” stands above several columns: C, D",
        "Phone (D)",
        "Other sheets of the file hold cells too and were not read: Old.",
    ):
        assert sentence in page
    assert staged.total == 2
    assert [cells[1] for cells in cells_of(staged)] == ["Hangzhou", "Hangzhou"]


# --- looking ------------------------------------------------------------------------------------


def test_the_page_shows_the_first_rows_and_keeps_nothing(client, staged):
    page = client.get(url(staged)).content.decode()
    assert "Old (hidden)" in page
    assert 'value="3" id="id_header_3" checked' in page
    before = reloaded(staged).reading
    page = sent(client, staged, again=False, header_row="4").content.decode()
    assert 'value="4" id="id_header_4" checked' in page
    assert reloaded(staged).reading == before


def test_another_sheet_is_guessed_anew_whatever_row_was_chosen_of_the_last(client, staged):
    page = sent(client, staged, again=False, sheet="Old", header_row="3").content.decode()
    assert 'value="1" id="id_header_1" checked' in page
    assert "Zulu" in page


# --- reading again ------------------------------------------------------------------------------


def test_another_sheet_is_read_with_its_columns_proposed(client, staged):
    assert sent(client, staged, sheet="Old")["location"] == url(staged, "import")
    assert (reloaded(staged).sheet_name, staged.header, staged.total) == (
        "Old",
        ["Firm", "Mail"],
        1,
    )
    assert cells_of(staged) == [["Zulu", "z@example.com"]]
    assert Mapping.of(staged).target_of(1) == "email"


def test_without_a_header_every_row_is_a_record(client, staged):
    sent(client, staged, sheet="Old", shown="Old", header_row="-1")
    assert (reloaded(staged).header, staged.total) == (["A", "B"], 2)
    assert "No row of column names" in client.get(url(staged, "import")).content.decode()


def test_notes_and_merged_cells_can_be_left_as_they_are(client, staged):
    sent(client, staged, leave_notes="", fill_down="", header_row="3")
    assert [cells[:2] for cells in cells_of(reloaded(staged))] == [
        ["Acme", "Hangzhou"], ["Bravo", ""], ["Total", "2"], ["Prepared by: Wu", ""],
    ]  # fmt: skip


def test_a_text_is_read_in_another_encoding_and_with_another_separator(client, upload):
    upload("Name;Town,Road\nA;B,é\n".encode(), "old.csv")
    found = SheetImport.objects.get()
    given = {"encoding": "cp1252", "separator": "comma", "leave_notes": "on", "again": "1"}
    client.post(url(found), given)
    assert (reloaded(found).header, cells_of(found)) == (["Name;Town", "Road"], [["A;B", "Ã©"]])
    assert found.reading["choices"]["separator"] == ","


def test_another_table_of_a_web_page_is_read_in_another_encoding(client, upload):
    names, menu = "<tr><td>Name<td>Town", "<table><caption>Old</caption>"
    page = f"<table>{names}<tr><td>Acme<td>é<tr><td>Bravo<td>x</table>{menu}{names}<tr><td>é"
    upload(page.encode(), "a.xls")
    found = SheetImport.objects.get()
    assert (found.reading["kind"], found.reading["sheets"]) == ("html", ["#1", "Old"])
    assert cells_of(found) == [["Acme", "é"], ["Bravo", "x"]]
    sent(client, found, sheet="Old", encoding="cp1252")
    assert (reloaded(found).sheet_name, cells_of(found)) == ("Old", [["Ã©", ""]])


@pytest.mark.parametrize(
    ("chosen", "fault"),
    [
        ({"header_row": "2"}, "row 2 is blank or is not there"),
        ({"header_row": "7"}, "no rows under them"),
        ({"sheet": "Nonsense"}, "Select a valid choice"),
        ({"header_row": "x"}, "Enter a whole number"),
    ],
)
def test_what_cannot_be_read_so_is_told_and_the_rows_stay(client, staged, chosen, fault):
    before = cells_of(staged), staged.reading
    answer = sent(client, staged, **chosen)
    assert answer.status_code == 422
    assert fault in answer.content.decode()
    assert (cells_of(staged), reloaded(staged).reading) == before


def test_a_checked_import_has_its_columns_asked_again(client, staged):
    checked(staged)
    sent(client, staged, sheet="Old")
    assert (reloaded(staged).state, staged.total) == ("mapping", 1)


def test_an_import_under_way_is_not_read_again(client, staged):
    SheetImport.objects.update(state="writing")
    assert sent(client, staged, sheet="Old")["location"] == url(staged, "import")
    assert reloaded(staged).sheet_name == "New"


# --- the file -----------------------------------------------------------------------------------


def test_nobody_but_the_server_reads_the_kept_file(staged):
    assert stat.S_IMODE(files.folder().stat().st_mode) == 0o700
    assert staged.filename not in staged.upload


def test_only_admins_see_how_it_is_read(staged):
    rep = browser_of(make_user())
    assert rep.get(url(staged)).status_code == 403
    assert rep.post(url(staged)).status_code == 403


def test_a_refused_sheet_leaves_no_file(upload):
    upload(b"%PDF-1.4", "c.pdf")
    assert list(files.folder().iterdir()) == []


def test_a_file_whose_time_is_over_is_gone_and_the_import_stays(client, staged, settings):
    settings.IMPORT_FILE_DAYS = 0
    assert files.delete_expired() == 1
    assert list(files.folder().iterdir()) == []
    assert "Read it otherwise" not in client.get(url(staged, "import")).content.decode()
    assert client.get(url(staged)).status_code == 404


def test_files_in_use_are_kept(staged):
    assert files.delete_expired() == 0
    assert files.is_kept(staged)


def test_an_import_of_former_days_has_nothing_to_read_again(client):
    old = make_import()
    assert client.get(url(old)).status_code == 404
    assert client.get(url(old, "import")).status_code == 200


def test_how_many_rows_the_header_has_is_told_and_can_be_corrected(client, upload):
    rows = [["Firm", "", "Person", ""], ["Name", "Phone", "Name", "Phone"], ["A", "1", "B", "2"]]
    upload(rows, "two.csv")
    staged = SheetImport.objects.get()
    assert staged.header == ["Firm · Name", "Firm · Phone", "Person · Name", "Person · Phone"]
    assert "Column names in rows 1 and 2" in client.get(url(staged, "import")).content.decode()
    page = client.get(url(staged)).content.decode()
    assert 'value="2" id="id_header_2" checked' in page
    sent(client, staged, header_depth="1", header_row="2")
    assert reloaded(staged).header == ["Name", "Phone", "Name", "Phone"]
    assert "Column names in row 2" in client.get(url(staged, "import")).content.decode()
