"""Whatever the bytes, reading gives rows or a refusal: no other exception, no crash, no hang."""

import io
import random
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from crm.sheets.limits import MIB, Limits
from crm.sheets.reading import read_sheet
from crm.sheets.refusals import SheetRefused
from tests.sheets.makers import MAKERS, TABLE, text
from tests.sheets.nasty import parts, zipped

NAMES = st.sampled_from(["a.xlsx", "a.xls", "a.ods", "a.csv", "a", "", "…/客户.XLS"])
BEGINNINGS = [
    b"",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"\xff\xfe",
    b"<?xml",
    b"sep=",
    b"<html><table><tr><td colspan=",
    b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><',
    b"MIME-Version: 1.0\nContent-Type: ",
]
SMALL = Limits(MIB, 1000, 50, 20 * MIB, 512 * MIB, 10, MIB)
at_random = settings(deadline=None, suppress_health_check=list(HealthCheck))


def survive(data: bytes, filename: str):
    with suppress(SheetRefused):
        for row in read_sheet(io.BytesIO(data), filename, SMALL).rows:
            assert row.cells


@settings(at_random, max_examples=200)
@given(st.sampled_from(BEGINNINGS), st.binary(max_size=3000), NAMES)
@example(b"", b"\xff\xfe\0", "a.csv")
def test_random_bytes(beginning, noise, filename):
    survive(beginning + noise, filename or "a")


@settings(at_random, max_examples=100)
@given(st.text(max_size=500), st.sampled_from(["utf-8", "utf-16", "gb18030", "latin-1"]))
def test_random_text(words, encoding):
    survive(words.encode(encoding, "ignore"), "a.csv")


def bitten(data: bytes, seed: int) -> bytes:
    """The same with some bytes changed, and now and then a piece missing or doubled."""
    chance = random.Random(seed)
    bytes_ = bytearray(data)
    for _ in range(chance.choice([1, 3, 20])):
        bytes_[chance.randrange(len(bytes_))] = chance.randrange(256)
    start, length = chance.randrange(len(bytes_)), chance.randrange(200)
    piece = bytes_[start : start + length] * chance.choice([0, 1, 1, 2])
    return bytes(bytes_[:start] + piece + bytes_[start + length :])


@pytest.mark.parametrize("kind", MAKERS)
@settings(at_random, max_examples=25)
@given(seed=st.integers(0, 2**32))
def test_bitten_files(kind, seed):
    survive(bitten(MAKERS[kind](TABLE * 5), seed), f"a.{kind}")


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
@settings(at_random, max_examples=25)
@given(seed=st.integers(0, 2**32))
def test_bitten_parts_in_a_whole_zip(kind, seed):
    """Past the checksums, where the parser itself has to bear it."""
    files = parts(MAKERS[kind](TABLE * 5))
    part = random.Random(seed).choice([name for name in sorted(files) if files[name]])
    survive(zipped({**files, part: bitten(files[part], seed)}), f"a.{kind}")


def test_deep_nesting_overflows_no_stack_of_ours():
    files = parts(MAKERS["xlsx"](TABLE))
    files["xl/worksheets/sheet1.xml"] = b"<sheetData>" * 500_000
    survive(zipped(files), "a.xlsx")


@pytest.mark.parametrize("length", range(0, 400, 7))
def test_text_cut_anywhere(length):
    survive(text(TABLE, "utf-16")[:length], "a.csv")
