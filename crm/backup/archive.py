"""The file itself: parts are streamed in and out and never held whole."""

import hashlib
import os
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from crm.backup.manifest import NAME, Manifest, NewerFormat
from crm.refusals import Refused

PIECE = 256 * 1024
# Twice as fast as the usual 6, for files a tenth larger.
LEVEL = 2
BROKEN = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


def in_pieces(chunks: Iterable) -> Iterator[bytes]:
    """The same bytes in larger pieces: COPY hands out a row at a time."""
    gathered = bytearray()
    for chunk in chunks:
        gathered += chunk
        if len(gathered) >= PIECE:
            yield bytes(gathered)
            gathered.clear()
    yield bytes(gathered)


@contextmanager
def whole_file(path: Path) -> Iterator:
    """A file for its owner alone that has its name only once it is whole, and is gone otherwise."""
    part = NamedTemporaryFile(
        dir=path.parent, prefix=f".{path.name}.", suffix=".part", delete=False
    )
    try:
        with part:
            yield part
            part.flush()
            os.fsync(part.fileno())
        os.replace(part.name, path)
    finally:
        Path(part.name).unlink(missing_ok=True)


class Writer:
    def __init__(self, file):
        self.zip = ZipFile(file, "w", ZIP_DEFLATED, compresslevel=LEVEL)

    def add(self, name: str, pieces: Iterable[bytes]) -> dict:
        """Writes a part; its `size` and `sha256`."""
        info = ZipInfo(name, time.localtime()[:6])
        info.compress_type, info._compresslevel = ZIP_DEFLATED, LEVEL
        digest, size = hashlib.sha256(), 0
        with self.zip.open(info, "w", force_zip64=True) as part:
            for piece in pieces:
                part.write(piece)
                digest.update(piece)
                size += len(piece)
        return {"size": size, "sha256": digest.hexdigest()}

    def finish(self, manifest: Manifest):
        self.add(NAME, [manifest.to_json()])
        self.zip.close()


class Archive:
    """A backup to be read. Whatever is wrong with it is a Refused."""

    def __init__(self, path: Path):
        self.path = path
        self.zip = _opened(path)
        self.manifest = self._read_manifest()

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.zip.close()

    def check(self, note: Callable[[str, int], None]):
        """Reads every part to its end and compares it with the manifest."""
        parts = dict(self.manifest.parts())
        if sorted(self.zip.namelist()) != sorted([*parts, NAME]):
            raise self._damaged(NAME)
        for name, part in parts.items():
            digest, size = hashlib.sha256(), 0
            for piece in self.pieces(name):
                digest.update(piece)
                size += len(piece)
                note(name, size)
            if (size, digest.hexdigest()) != (part.size, part.sha256):
                raise self._damaged(name)

    def pieces(self, name: str) -> Iterator[bytes]:
        try:
            with self.zip.open(name) as part:
                while piece := part.read(PIECE):
                    yield piece
        except (*BROKEN, KeyError) as error:
            raise self._damaged(name) from error

    def _read_manifest(self) -> Manifest:
        try:
            return Manifest.from_json(b"".join(self.pieces(NAME)))
        except NewerFormat as version:
            raise Refused(
                _("%(file)s was written by Zhibi %(version)s in a form not known here.")
                % {"file": self.path, "version": version},
                _("Restore it with that version."),
            ) from version
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            raise self._damaged(NAME) from error

    def _damaged(self, name: str) -> Refused:
        return Refused(
            _("%(file)s is damaged: %(part)s is not as it was written. Nothing was changed.")
            % {"file": self.path, "part": name},
            _("Take another copy of it, or an earlier backup."),
        )


def _opened(path: Path) -> ZipFile:
    try:
        return ZipFile(path)
    except BROKEN as error:
        raise Refused(
            _("%(file)s is cut short, or no backup at all. Nothing was changed.") % {"file": path},
            _("Take another copy of it, or an earlier backup."),
        ) from error
    except OSError as error:
        raise Refused(
            _("%(file)s cannot be read: %(why)s.") % {"file": path, "why": error.strerror},
            _("Name a file that “manage.py backup” wrote."),
        ) from error
