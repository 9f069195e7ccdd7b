"""Exports asked for through the pages, and what the audit says of them."""

import csv
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from crm.grid.exporting import running
from crm.grid.exporting.models import ExportRecord
from tests.factories import make_customer, make_pool, make_user
from tests.house import browser_of, in_english  # noqa: F401 - fixtures


@pytest.fixture(autouse=True)
def _files_of_one_test(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def rep(db):
    return make_user("Rep", team=make_pool("East"))


@pytest.fixture
def large(settings):
    """Nothing is small: every export takes a job."""
    settings.EXPORT_AT_ONCE = 0


def make_many(owner, count) -> list:
    return [make_customer(f"Works {number:03}", owner=owner) for number in range(count)]


def ask(user, kind="csv", key="customers", **data):
    """The answer to the sheet of an export."""
    return browser_of(user).post(reverse("grids:export", args=[key]), {"kind": kind, **data})


def written(user, kind="csv", key="customers", **data) -> ExportRecord:
    """The record of an export in the background, after its job."""
    ask(user, kind, key, background="1", **data)
    record = last()
    running.work(record.pk)
    record.refresh_from_db()
    return record


def last() -> ExportRecord:
    return ExportRecord.objects.latest("pk")


def fetched(user, record):
    return browser_of(user).get(reverse("grids:export_file", args=[record.pk]))


def content_of(response) -> bytes:
    return b"".join(response.streaming_content)


def table_of(content: bytes) -> list[list]:
    """The cells of a file as text, whatever its kind."""
    if content.startswith(b"PK"):
        rows = load_workbook(io.BytesIO(content)).active
        return [[str(cell.value or "") for cell in row] for row in rows]
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def names_of(content: bytes) -> list[str]:
    return [row[0] for row in table_of(content)[1:]]
