"""What lies under MEDIA_ROOT: files of exports, and whatever is uploaded some day."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from crm.backup.archive import PIECE, Archive, Writer
from crm.backup.manifest import FilePart, file_part
from crm.grid.exporting.files import UNFINISHED
from crm.refusals import Refused

# Inside, since MEDIA_ROOT may be a volume of its own: a rename must not leave it.
ARRIVING, LEAVING = ".restoring", ".replaced"


def save(writer: Writer) -> dict[str, FilePart]:
    """Writes every whole file. What is removed meanwhile had come to its end, and is left out."""
    parts = {}
    for path in _files():
        name = _name_of(path)
        try:
            file = path.open("rb")
        except FileNotFoundError:
            continue
        with file:
            modified = os.fstat(file.fileno()).st_mtime_ns
            written = writer.add(file_part(name), _pieces_of(file))
        parts[name] = FilePart(modified=modified, **written)
    return parts


def _pieces_of(file) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece


def stage(archive: Archive):
    """Lays the files down beside those of today, which stay as they are."""
    arriving = _fresh(ARRIVING)
    for name, part in archive.manifest.files.items():
        path = arriving / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.writelines(archive.pieces(file_part(name)))
            file.flush()
            os.fsync(file.fileno())
        os.utime(path, ns=(part.modified, part.modified))


def swap():
    """Puts what was staged in the place of what is there."""
    root, leaving = Path(settings.MEDIA_ROOT), _fresh(LEAVING)
    for path in sorted(root.iterdir()):
        if path.name not in (ARRIVING, LEAVING):
            path.rename(leaving / path.name)
    for path in sorted((root / ARRIVING).iterdir()):
        path.rename(root / path.name)
    discard()


def discard():
    for name in (ARRIVING, LEAVING):
        shutil.rmtree(Path(settings.MEDIA_ROOT, name), ignore_errors=True)


def _files() -> Iterator[Path]:
    root = Path(settings.MEDIA_ROOT)
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(set(folders) - {ARRIVING, LEAVING})
        for name in sorted(names):
            path = Path(folder, name)
            if path.suffix != UNFINISHED and path.is_file():
                yield path


def _name_of(path: Path) -> str:
    name = path.relative_to(settings.MEDIA_ROOT).as_posix()
    try:
        name.encode()
    except UnicodeEncodeError as error:
        raise Refused(
            _("The name of the file %(file)r is not UTF-8.") % {"file": name},
            _("Rename it, and back up again."),
        ) from error
    return name


def _fresh(name: str) -> Path:
    folder = Path(settings.MEDIA_ROOT, name)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    return folder
