"""Compound files, in which .xls and encrypted workbooks are wrapped ([MS-CFB])."""

import re
import struct
from collections.abc import Iterator
from contextlib import suppress

ENTRY, HEADER = 128, 512
FIRST_FAT_SECTORS = 109
LAST_SECTOR = 0xFFFFFFFA
BOOKS = ["Workbook", "Book"]
SMALL_SECTOR = 64
# The first record of a workbook since Excel 97, and what all of them say of their texts.
BEGIN = b"\t\x08\x10\0\0\x06\x05\0"
CODEPAGE, UNICODE = 0x42, 1200
LOOKED_THROUGH = 4096


def holds(data: bytes, name: str) -> bool:
    """Whether the directory has an entry of this name (2.6.1)."""
    return entry_of(data, name) is not None


def entry_of(data: bytes, name: str) -> int | None:
    wanted = re.escape(f"{name}\0".encode("utf-16-le"))
    starts = (found.start() for found in re.finditer(wanted, data, re.I))
    return next((start for start in starts if start % ENTRY == 0), None)


def directory_start(data: bytes) -> int:
    """Where the directory stands (2.2)."""
    if len(data) < HEADER:
        return HEADER
    return (struct.unpack_from("<I", data, 48)[0] + 1) << sector_power(data)


def sector_power(data: bytes) -> int:
    """Sectors of 512 or 4096 bytes; whatever else is written there is not believed."""
    return 12 if struct.unpack_from("<H", data, 30)[0] == 12 else 9


def say_unicode(file):
    """Writes into an .xls that its texts are UTF-16 ([MS-XLS] 2.4.52), as they are; the parser
    believes libraries (those of Java and Perl) that say otherwise."""
    file.seek(0)
    data = file.read()
    with suppress(struct.error):
        if (at := codepage_at(data)) is not None:
            file.seek(at)
            file.write(struct.pack("<H", UNICODE))
            file.flush()


def codepage_at(data: bytes) -> int | None:
    """Where the code page stands, if it is another one."""
    start = at = data.find(BEGIN)
    while start >= 0 and at < start + LOOKED_THROUGH:
        kind, size = struct.unpack_from("<HH", data, at)
        if kind == CODEPAGE:
            return at + 4 if struct.unpack_from("<H", data, at + 4)[0] != UNICODE else None
        at += 4 + size
    return None


def workbook_stream(data: bytes) -> bytes:
    """The records of an .xls. Raises `StopIteration`, `struct.error` … where the file is broken."""
    entry = next(start for name in BOOKS if (start := entry_of(data, name)) is not None)
    first, size = struct.unpack_from("<II", data, entry + 116)
    is_small = size < struct.unpack_from("<I", data, 56)[0]
    return (small_stream if is_small else stream_from)(data, first)[:size]


def stream_from(data: bytes, first: int) -> bytes:
    power = sector_power(data)
    sectors = (data[n + 1 << power : n + 2 << power] for n in chain_of(first, sector_table(data)))
    return b"".join(sectors)


def small_stream(data: bytes, first: int) -> bytes:
    """One of those that lie together in a stream of the root's, with a table of their own (2.4)."""
    root = struct.unpack_from("<I", data, directory_start(data) + 116)[0]
    together = stream_from(data, root)
    packed = stream_from(data, struct.unpack_from("<I", data, 60)[0])
    table = list(struct.unpack(f"<{len(packed) // 4}I", packed))
    starts = (n * SMALL_SECTOR for n in chain_of(first, table))
    return b"".join(together[start : start + SMALL_SECTOR] for start in starts)


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
