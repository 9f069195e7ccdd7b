"""Refused rows go back in the sheet they came in, and come in again once they are mended."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from crm.people.models import User
from crm.sheets.resources import kept_uploads
from tests.factories import make_user
from tests.house import browser_of
from tests.imports.conftest import sheet_in
from tests.people.sheets.conftest import outcomes, refused_sheet
from tests.sheets.makers import text

pytestmark = pytest.mark.django_db

HEADER = ["Name", "User name", "Email"]
GOOD, BAD = ["赵一", "zhaoyi", ""], ["钱二", "qian", "x@"]
WHY = "Enter a valid email address."


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


def test_they_come_back_with_the_reason_and_the_cell_marked(desk):
    page = desk.look([["People of 2026"], HEADER, GOOD, BAD])
    assert outcomes(page) == ["new", "refused"]
    answer = refused_sheet(desk, page)
    assert answer.filename == "refused rows of sheet.xlsx"
    content = b"".join(answer.streaming_content)
    rows = [[cell.value for cell in row] for row in load_workbook(BytesIO(content)).active]
    assert [row[:4] for row in rows] == [
        ["People of 2026", None, None, None],
        [*HEADER, "Why this row was refused"],
        [*BAD, WHY],
    ]
    assert rows[2][4] == 4
    marked = load_workbook(BytesIO(content)).active["C3"]
    assert marked.fill.fgColor.rgb.endswith("F9DEDC")


def test_the_mended_sheet_comes_in_again(desk):
    taken = desk.take(desk.look([HEADER, GOOD, BAD]))
    back = sheet_in(refused_sheet(desk, taken))
    assert [row[:3] for row in back[1:]] == [BAD]
    back[1][2] = "qian@example.com"
    desk.import_(back)
    assert User.objects.get(username="qian").email == "qian@example.com"


def test_a_text_file_comes_back_as_it_was_written(desk):
    page = desk.look(text([HEADER, GOOD, BAD], "gb18030"), name="人员.csv")
    answer = refused_sheet(desk, page)
    content = b"".join(answer.streaming_content).decode("gb18030")
    assert answer.filename.endswith(".csv")
    assert content.splitlines()[1] == f"钱二,qian,x@,{WHY},3"


def test_without_the_upload_the_values_come_back(desk):
    page = desk.look([HEADER, BAD])
    for path in kept_uploads.folder().iterdir():
        path.unlink()
    (header, row) = sheet_in(refused_sheet(desk, page))
    assert header[:4] == ["Why this row was refused", *HEADER]
    assert row[:4] == [WHY, *BAD]


def test_uploads_are_kept_as_long_as_their_preview(desk, monkeypatch):
    desk.look([HEADER, BAD])
    kept_uploads.delete_old()
    assert len(list(kept_uploads.folder().iterdir())) == 1
    monkeypatch.setattr(kept_uploads, "GOOD_FOR", -1)
    kept_uploads.delete_old()
    assert not list(kept_uploads.folder().iterdir())


def test_nobody_else_gets_them(desk):
    page = desk.look([HEADER, BAD])
    other = browser_of(make_user(is_admin=True))
    url = reverse("people:sheet_refused", args=["people"])
    assert other.post(url, {"rows": page.context["rows"]}).status_code == 422
    assert other.post(url).status_code == 422
    assert other.get(url).status_code == 405
