"""Compound files, in which .xls and encrypted workbooks are wrapped ([MS-CFB])."""

import re
import struct
from collections.abc import Iterator

ENTRY, HEADER = 128, 512
FIRST_FAT_SECTORS = 109
LAST_SECTOR = 0xFFFFFFFA
BOOKS = ["Workbook", "Book"]


def holds(data: bytes, name: str) -> bool:
    """Whether the directory has an entry of this name (2.6.1)."""
    return entry_of(data, name) is not None


def entry_of(data: bytes, name: str) -> int | None:
    wanted = re.escape(f"{name}\0".encode("utf-16-le"))
    starts = (found.start() for found in re.finditer(wanted, data))
    return next((start for start in starts if start % ENTRY == 0), None)


def directory_start(data: bytes) -> int:
    """Where the directory stands (2.2)."""
    if len(data) < HEADER:
        return HEADER
    return (struct.unpack_from("<I", data, 48)[0] + 1) << sector_power(data)


def sector_power(data: bytes) -> int:
    """Sectors of 512 or 4096 bytes; whatever else is written there is not believed."""
    return 12 if struct.unpack_from("<H", data, 30)[0] == 12 else 9


def workbook_stream(data: bytes) -> bytes:
    """The records of an .xls. Raises `StopIteration`, `struct.error` … where the file is broken."""
    entry = next(start for name in BOOKS if (start := entry_of(data, name)) is not None)
    first, size = struct.unpack_from("<II", data, entry + 116)
    power = sector_power(data)
    sectors = (data[n + 1 << power : n + 2 << power] for n in chain_of(first, sector_table(data)))
    return b"".join(sectors)[:size]


def sector_table(data: bytes) -> list[int]:
    """The FAT: for each sector the next one of its stream (2.3)."""
    power = sector_power(data)
    table: list[int] = []
    for sector in fat_sectors(data):
        table += struct.unpack_from(f"<{(1 << power) // 4}I", data, sector + 1 << power)
    return table


def fat_sectors(data: bytes) -> Iterator[int]:
    """Those named in the header, then those named in the chain of DIFAT sectors (2.5)."""
    named = struct.unpack_from(f"<{FIRST_FAT_SECTORS}I", data, 76)
    yield from (sector for sector in named if sector < LAST_SECTOR)
    power, difat = sector_power(data), struct.unpack_from("<I", data, 68)[0]
    for _ in range(struct.unpack_from("<I", data, 72)[0]):
        *more, difat = struct.unpack_from(f"<{(1 << power) // 4}I", data, difat + 1 << power)
        yield from (sector for sector in more if sector < LAST_SECTOR)


def chain_of(sector: int, table: list[int]) -> Iterator[int]:
    """The sectors of a stream; a chain that runs in a circle ends when it must have."""
    for _ in table:
        if sector >= LAST_SECTOR:
            return
        yield sector
        sector = table[sector]
