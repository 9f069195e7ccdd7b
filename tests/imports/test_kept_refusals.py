"""A file refused for its sheet, header or encoding is kept: choosing another needs no new upload."""

import pytest
from django.urls import reverse

from customers.imports.reading import files
from customers.models import SheetImport
from tests.imports.conftest import reloaded
from tests.sheets.makers import text, xlsx

pytestmark = pytest.mark.django_db

NAMELESS = [["13800138000", "a@b.cn"], ["13900139000", "c@d.cn"]]


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def kept(upload, content, name):
    answer = upload(content, name)
    found = SheetImport.objects.get()
    assert (answer["location"], found.total, found.header) == (
        reverse("customers:import", args=[found.pk]),
        0,
        [],
    )
    return found, reverse("customers:import_reading", args=[found.pk])


def with_second_sheet(workbook, _page):
    other = workbook.add_worksheet("Real")
    for n, cells in enumerate([["Name", "Phone"], ["Acme", "13800138000"]]):
        other.write_row(n, 0, cells)


def test_a_sheet_without_column_names_is_read_without(client, upload):
    found, url = kept(upload, text(NAMELESS), "d.csv")
    assert client.get(reverse("customers:import", args=[found.pk]))["location"] == url
    page = client.get(url).content.decode()
    assert "looks like data" in page
    assert "a@b.cn" in page
    answer = client.post(url, {"header_row": "-1", "again": "1", "leave_notes": "on"})
    assert answer["location"] == reverse("customers:import", args=[found.pk])
    assert (reloaded(found).header, found.total, found.state) == (["A", "B"], 2, "mapping")


def test_another_sheet_is_chosen_where_the_first_has_column_names_only(client, upload):
    content = xlsx([["Name", "Phone"]], sheet="Form", dress=with_second_sheet)
    found, url = kept(upload, content, "two.xlsx")
    page = client.get(url).content.decode()
    assert "no rows under them" in page
    assert '<option value="Real">Real</option>' in page
    client.post(url, {"sheet": "Real", "again": "1"})
    assert (reloaded(found).header, found.total) == (["Name", "Phone"], 1)


def test_an_encoding_nobody_can_guess_is_chosen(client, upload):
    rows = [["会社名", "電話番号"], ["株式会社ひので", "03"], ["東京ポンプ製作所", "06"]]
    found, url = kept(upload, text(rows, "cp932"), "j.csv")
    assert "was not recognised" in client.get(url).content.decode()
    client.post(url, {"encoding": "cp932", "again": "1"})
    assert reloaded(found).header == rows[0]


def test_what_no_choice_mends_is_refused_and_not_kept(upload):
    answer = upload(xlsx([["Name", "Phone"]]), "one.xlsx")
    assert answer.status_code == 422
    assert not SheetImport.objects.exists()
    assert list(files.folder().iterdir()) == []
