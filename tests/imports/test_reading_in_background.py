"""A large file is read by a job: its rows come in once, whatever stops it on the way."""

import pytest
from django.urls import reverse

from customers.imports import passes, running
from customers.models import SheetImport
from tests.imports.conftest import reloaded
from tests.sheets.makers import text, xlsx

pytestmark = pytest.mark.django_db

ROWS = [["Name", "Phone"], *([f"C{n}", str(13800138000 + n)] for n in range(7))]


@pytest.fixture(autouse=True)
def everything_is_large(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr("customers.imports.reading.rereading.AT_ONCE", 1)
    monkeypatch.setattr(passes, "CHUNK", 3)


def url(staged, verb="import"):
    return reverse(f"customers:{verb}", args=[staged.pk])


@pytest.fixture
def reading(upload):
    upload(xlsx(ROWS), "large.xlsx")
    return SheetImport.objects.get()


def first_rows(client, staged) -> str:
    """What comes behind the page, by its own request."""
    page = client.get(url(staged, "import_reading")).content.decode()
    assert "Reading the first rows" in page and "looks like data" not in page
    return client.get(
        url(staged, "import_reading"), headers={"hx-request": "true"}
    ).content.decode()


def numbers(staged) -> list[int]:
    return list(staged.rows.order_by("number").values_list("number", flat=True))


def begun_on(staged):
    """A worker that dies after the first chunk."""
    begun = reloaded(staged)
    running.work_on_chunk(passes.ReadPass(begun), begun, "reading")


def test_the_page_shows_the_work_and_then_the_columns(client, reading):
    assert reading.state == "reading"
    assert "Reading" in client.get(url(reading)).content.decode()
    begun_on(reading)
    assert (reloaded(reading).done, reading.expected) == (3, 7)
    running.run_reading(reading.pk)
    assert (reloaded(reading).state, reading.header, reading.total) == ("mapping", ROWS[0], 7)
    assert "2 of 2 columns recognised" in client.get(url(reading)).content.decode()


def test_who_takes_up_where_another_died_has_each_row_once(reading):
    begun_on(reading)
    running.run_reading(reading.pk)
    assert numbers(reading) == list(range(2, 9))
    assert reloaded(reading).state == "mapping"


def test_what_is_stopped_has_no_rows_and_can_be_read_again(client, reading):
    begun_on(reading)
    client.post(url(reading, "import_stop"))
    assert (reloaded(reading).state, numbers(reading)) == ("mapping", [])
    assert client.get(url(reading))["location"] == url(reading, "import_reading")
    client.post(url(reading, "import_reading"), {"again": "1", "header_row": "2"})
    running.run_reading(reading.pk)
    assert (reloaded(reading).header, reading.total) == (["C0", "13800138000"], 6)


def test_what_is_refused_leads_to_the_page_where_its_reading_is_chosen(client, upload):
    upload(text(ROWS[1:]), "nameless.csv")
    found = SheetImport.objects.get()
    running.run_reading(found.pk)
    assert reloaded(found).state == "mapping"
    assert client.get(url(found))["location"] == url(found, "import_reading")
    assert "looks like data" in first_rows(client, found)


def test_what_is_no_sheet_is_refused_at_once(upload):
    answer = upload(b"\x89PNG\r\n\x1a\n" + bytes(100), "photo.xlsx")
    assert answer.status_code == 422
    assert not SheetImport.objects.exists()
