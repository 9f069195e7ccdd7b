"""Refused rows go back in the user's own sheet; corrected, it finds its import again."""

from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from customers.imports.mapping import Mapping
from customers.imports.reading.continuing import import_tagged, tag_of
from customers.imports.running import run_check, start_check
from customers.models import Customer, SheetImport
from tests.factories import make_import
from tests.imports.conftest import checked, imported, sheet_in
from tests.sheets.makers import text, xlsx

pytestmark = pytest.mark.django_db
HEADER = ["公司", "邮箱", "星座"]
ROWS = [["2024年客户登记表"], [], HEADER, ["甲公司", "", "狮"], ["乙公司", "nobody", ""]]
TARGETS = {0: "name", 1: "email"}


def dress(workbook, page):
    page.set_column(0, 0, 44)
    page.write(4, 0, "乙公司", workbook.add_format({"font_color": "#FF0000"}))


@pytest.fixture(params=["xlsx", "csv"])
def kind(request):
    return request.param


@pytest.fixture
def staged(upload, kind):
    upload(xlsx(ROWS, dress=dress) if kind == "xlsx" else text(ROWS, "gb18030"), f"客户.{kind}")
    staged = SheetImport.objects.get()
    start_check(staged, Mapping.plain(TARGETS, staged.header), policy="overwrite")
    return staged


def errors_of(client, found):
    return client.get(reverse("customers:import_errors", args=[found.pk]))


def corrected(content: bytes, kind: str) -> bytes:
    if kind == "csv":
        return content.decode("gb18030").replace("nobody", "b@example.com").encode("gb18030")
    book = openpyxl.load_workbook(BytesIO(content))
    book.active["B4"] = "b@example.com"
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def checked_as_matched(staged):
    run_check(staged.pk)
    staged.refresh_from_db()
    return staged


def test_the_refused_row_comes_back_in_the_sheet_it_came_in(client, staged, kind):
    checked_as_matched(staged)
    response = errors_of(client, staged)
    assert response.filename.endswith(f".{kind}")
    assert sheet_in(response) == [
        [*HEADER, "Why this row was refused", f"Row in import {tag_of(staged)}"],
        ["乙公司", "nobody", "", "Email: Enter a valid email address.", "5"],
    ]


def test_formats_come_back_too(client, upload):
    upload(xlsx(ROWS, dress=dress), "客户.xlsx")
    staged = checked(SheetImport.objects.get())
    content = b"".join(errors_of(client, staged).streaming_content)
    page = openpyxl.load_workbook(BytesIO(content)).active
    assert (page["A1"].value, page["A4"].font.color.rgb) == ("2024年客户登记表", "FFFF0000")
    assert page.column_dimensions["A"].width > 44


def test_the_corrected_sheet_finds_its_import_and_its_columns(client, upload, staged, kind):
    checked_as_matched(staged)
    content = b"".join(errors_of(client, staged).streaming_content)
    response = upload(corrected(content, kind), f"改好.{kind}")
    again = SheetImport.objects.latest("pk")
    assert again.continues == staged
    assert (Mapping.of(again).target_of(0), Mapping.of(again).target_of(1)) == ("name", "email")
    assert again.policy == "overwrite"
    page = client.get(response["location"]).content.decode()
    assert (
        f'<a class="link" href="/imports/{staged.pk}/">import {staged.pk}, 客户.{kind}</a>' in page
    )
    origin = client.get(reverse("customers:import", args=[staged.pk])).content.decode()
    assert f'Corrected in <a href="/imports/{again.pk}/">' in origin
    assert imported(again).good == 1
    assert Customer.objects.get().email == "b@example.com"


def test_a_tag_nobody_signed_continues_nothing(upload, staged):
    forged = f"Row in import {staged.pk}-00000000"
    upload([[*HEADER, forged], ["丙", "", "", "3"]], "forged.csv")
    assert SheetImport.objects.latest("pk").continues is None


@pytest.mark.parametrize("tag", ["", "x", "1", "1-", "-1", "99999999-0", "²-0"])
def test_what_is_no_tag_of_ours_is_none(tag):
    assert import_tagged(tag) is None


def test_an_import_whose_file_is_gone_hands_back_its_values_and_tells(client):
    staged = checked(make_import(["Name", "Email"], [["B", "nobody"]]))
    assert sheet_in(errors_of(client, staged))[1][1:3] == ["B", "nobody"]
    page = client.get(reverse("customers:import", args=[staged.pk])).content.decode()
    assert "The uploaded sheet is no longer kept" in page
