"""Short ways to read made-up bytes."""

import io
from dataclasses import replace

import pytest

from crm.sheets.choices import Reading
from crm.sheets.limits import current_limits
from crm.sheets.reading import read_sheet
from crm.sheets.refusals import SheetRefused


def opened(data: bytes, filename: str = "customers.csv", **limits):
    return read_sheet(io.BytesIO(data), filename, replace(current_limits(), **limits))


def chosen(data: bytes, filename: str = "customers.csv", **choice):
    """Read as somebody chose."""
    return read_sheet(io.BytesIO(data), filename, reading=Reading(**choice))


def table(data: bytes, filename: str = "customers.csv", **limits) -> list[list]:
    """The header and the records."""
    sheet = opened(data, filename, **limits)
    return [sheet.header, *(row.cells for row in sheet.rows)]


def refusal(data: bytes, filename: str = "customers.csv", **limits) -> SheetRefused:
    with pytest.raises(SheetRefused) as caught:
        table(data, filename, **limits)
    return caught.value
