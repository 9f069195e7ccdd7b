"""An administrator with a pool, and a sheet on its way through the pages."""

from io import BytesIO
from pathlib import PurePath

import pytest
from django.urls import reverse

from crm.sheets.reading import read_sheet
from customers.imports.mapping import Mapping
from customers.imports.running import run_check, run_writing, start_check, start_writing
from tests.factories import make_pool, make_user
from tests.house import browser_of, in_english  # noqa: F401 - a fixture
from tests.sheets.makers import text


@pytest.fixture
def admin(db):
    return make_user("Ada Admin", is_admin=True)


@pytest.fixture
def pool(db):
    return make_pool("East")


@pytest.fixture
def client(admin):
    return browser_of(admin)


@pytest.fixture
def upload(client, pool):
    def upload(content, name="customers.csv"):
        if isinstance(content, list):
            content = text(content)
        sheet = BytesIO(content)
        sheet.name = name
        return client.post(reverse("customers:imports"), {"sheet": sheet, "pool": pool.pk})

    return upload


def checked(sheet_import, **policies):
    start_check(sheet_import, Mapping.of(sheet_import), **policies)
    run_check(sheet_import.pk)
    return reloaded(sheet_import)


def imported(sheet_import, **policies):
    start_writing(checked(sheet_import, **policies))
    run_writing(sheet_import.pk)
    return reloaded(sheet_import)


def reloaded(sheet_import):
    sheet_import.refresh_from_db()
    return sheet_import


def verdicts(sheet_import) -> list[str]:
    """What the check says of the rows, in their order."""
    return list(sheet_import.checks.order_by("number").values_list("verdict", flat=True))


def problems(sheet_import) -> dict[int, str]:
    """What is wrong with each refused row, by the row's number."""
    return {
        row.number: " ".join(said for _column, said in row.reasons)
        for row in sheet_import.checks.filter(verdict="refused").order_by("number")
    }


def sheet_in(response) -> list[list[str]]:
    """The header and the rows of a sheet that was downloaded."""
    content = b"".join(response.streaming_content)
    suffix = PurePath(response.filename).suffix
    with read_sheet(BytesIO(content), f"downloaded{suffix}") as sheet:
        return [sheet.header, *(list(row.cells) for row in sheet.rows)]
