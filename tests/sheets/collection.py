"""Where nasty sheets are collected, and the pieces they are made of."""

import io
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from xlwt.CompoundDoc import XlsDoc


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
