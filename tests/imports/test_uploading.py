"""Any sheet people send is staged, or refused by one sentence on the page."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from customers.imports.mapping import targets
from customers.imports.mapping.guessing import guessed
from customers.models import ImportRow, SheetImport
from tests.factories import make_axis, make_team
from tests.sheets import nasty
from tests.sheets.makers import MAKERS, TABLE, text, xlsx

pytestmark = pytest.mark.django_db
URL = "/imports/"


@pytest.mark.parametrize("kind", MAKERS)
def test_a_sheet_of_every_format_is_staged_as_typed(upload, kind):
    response = upload(MAKERS[kind](TABLE), f"customers.{kind}")
    staged = SheetImport.objects.get()
    assert response["location"] == reverse("customers:import", args=[staged.pk])
    assert staged.header == TABLE[0]
    assert [row.typed for row in staged.rows.order_by("number")] == TABLE[1:]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_text_file_of_every_encoding_is_staged(upload, encoding):
    upload(text(TABLE, encoding), "客户.csv")
    assert [row.typed for row in ImportRow.objects.order_by("number")] == TABLE[1:]


REFUSED = {
    "empty": (b"", "e.xlsx", "is empty"),
    "cut off": (xlsx(TABLE)[:2000], "t.xlsx", "damaged or was cut off"),
    "mislabelled": (xlsx(TABLE), "m.xls", "named like an Excel 97–2003 workbook"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), "p.xlsx", "cannot be read as a spreadsheet"),
    "encrypted": (nasty.an_encrypted_workbook(), "s.xlsx", "protected by a password"),
    "a bomb": (nasty.a_part_that_unpacks_a_thousand_fold(), "b.xlsx", "unpacks to far more"),
    "without rows": (text(TABLE[:1]), "n.csv", "no rows under them"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_sheet_that_cannot_be_read_is_refused_on_the_page_and_leaves_nothing(upload, case):
    content, name, why = REFUSED[case]
    response = upload(content, name)
    assert response.status_code == 422
    assert why in response.content.decode()
    assert not SheetImport.objects.exists()


def test_a_sheet_beyond_the_limits_is_refused(upload, settings):
    settings.SHEET_MAX_ROWS = 1
    assert "more than 1 rows" in upload(text(TABLE)).content.decode()
    settings.SHEET_MAX_BYTES = 10
    assert "larger than 0 MB" in upload(text(TABLE)).content.decode()
    assert not SheetImport.objects.exists()


def test_the_page_states_the_limits_in_force(client, settings):
    settings.SHEET_MAX_ROWS, settings.SHEET_MAX_BYTES = 12_345, 7 * 1024 * 1024
    assert "up to 7 MB and 12,345 rows" in client.get(URL).content.decode()


def test_an_upload_without_a_sheet_is_told_so(client, pool):
    response = client.post(URL, {"pool": pool.pk})
    assert (response.status_code, "Choose a spreadsheet" in response.content.decode()) == (
        422,
        True,
    )


@pytest.mark.parametrize("value", ["", "0", "x", "9" * 30, "\0"])
def test_an_upload_for_no_pool_is_told_so(client, value):
    no_pool = value or make_team().pk
    response = client.post(URL, {"sheet": BytesIO(text(TABLE)), "pool": no_pool})
    assert response.status_code == 422
    assert not SheetImport.objects.exists()


def test_a_house_without_a_pool_says_what_to_do(client):
    response = client.post(URL, {"sheet": BytesIO(text(TABLE))})
    assert "No team keeps a pool yet" in response.content.decode()


def test_a_name_as_long_as_can_be_is_no_error(upload):
    upload(text(TABLE), "长" * 300 + ".csv")
    assert len(SheetImport.objects.get().filename) <= 255


def test_an_upload_sent_twice_writes_nothing_twice(upload, client):
    upload(text(TABLE))
    upload(text(TABLE))
    assert SheetImport.objects.filter(state="mapping").count() == 2
    assert client.get(URL).content.decode().count("customers.csv") == 2


def template_header(client) -> list[str]:
    response = client.get(reverse("customers:import_template"))
    book = load_workbook(BytesIO(b"".join(response.streaming_content)))
    return [cell.value for cell in book.active[1]]


def test_the_template_has_every_heading_and_is_recognised_whole(client):
    make_axis("mood", "Mood")
    header = template_header(client)
    assert "Mood" in header
    assert set(guessed(header).chosen) == set(targets())


def test_the_template_speaks_the_readers_language(client, admin):
    admin.language = "zh-hans"
    admin.save(update_fields=["language"])
    assert "负责人" in template_header(client)
