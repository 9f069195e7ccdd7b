"""Where nasty sheets are collected, and the pieces they are made of."""

import io
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from xlwt.CompoundDoc import XlsDoc

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass
class Nasty:
    """A file and what must come of it: `cells` with the header first, or the code of a refusal."""

    filename: str
    build: Callable[[], bytes]
    cells: list | None = None
    refused: str = ""


NASTY: list[Nasty] = []


def nasty(filename, cells=None, refused=""):
    def keep(build):
        NASTY.append(Nasty(filename, build, cells, refused))
        return build

    return keep


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def changed(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    files = parts(data)
    assert old in files[part]
    return zipped({**files, part: files[part].replace(old, new)})


def container(stream_name: str, stream: bytes) -> bytes:
    """An OLE file with one stream of the given name (xlwt only makes `Workbook`)."""
    buffer = io.BytesIO()
    XlsDoc().save(buffer, stream)
    named = "Workbook".encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 18)
    size = struct.pack("<H", 2 * len(stream_name) + 2)
    data = buffer.getvalue()
    assert data.count(named) == 1
    return data.replace(named, stream_name.encode("utf-16-le").ljust(64, b"\0") + size)


def among_small_streams(stream: bytes) -> bytes:
    """[MS-CFB] 2.4: pieces of 64 bytes in the stream of the root, chained by a table of their own.

    Sectors: the table, the directory, the table of small pieces, and what they make together.
    """
    size, end, none = len(stream), 0xFFFFFFFE, 0xFFFFFFFF
    pieces, sectors = -(-size // 64), -(-size // 512)
    assert pieces <= 128
    head = OLE + struct.pack(
        "<16xHHHHH10xIIIIIIIII", 62, 3, 0xFFFE, 9, 6, 1, 1, 0, 4096, 2, 1, end, 0, 0
    )
    root = entry("Root Entry", 5, 1, 3, size)
    books = entry("Workbook", 2, none, 0, size)
    chains = [0xFFFFFFFD, end, end, *range(4, sectors + 3), end]
    return b"".join(
        part.ljust(512 * (-(-len(part) // 512)), filler)
        for part, filler in [
            (head, b"\xff"), (table_of(chains), b"\xff"), (root + books, b"\0"),
            (table_of([*range(1, pieces), end]), b"\xff"), (stream, b"\0"),
        ]
    )  # fmt: skip


def table_of(chains: list[int]) -> bytes:
    return struct.pack(f"<{len(chains)}I", *chains)


def entry(name: str, kind: int, child: int, first: int, size: int) -> bytes:
    """One of a directory ([MS-CFB] 2.6.1)."""
    none, label = 0xFFFFFFFF, name.encode("utf-16-le")
    about = struct.pack("<HBBIII", len(label) + 2, kind, 1, none, none, child)
    return label.ljust(64, b"\0") + about + bytes(36) + struct.pack("<IQ", first, size)
