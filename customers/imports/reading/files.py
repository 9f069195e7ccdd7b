"""The uploaded sheets themselves, kept so that they can be read again: nobody's to fetch."""

import secrets
import shutil
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from customers.models import SheetImport

ABANDONED_AFTER = 24 * 60 * 60


def folder() -> Path:
    path = Path(settings.MEDIA_ROOT, "imports")
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def path_of(found: SheetImport) -> Path:
    return folder() / found.upload


def is_kept(found: SheetImport) -> bool:
    return bool(found.upload) and path_of(found).exists()


def keep(file) -> str:
    """Writes the file down under a name that nobody guesses."""
    name = secrets.token_urlsafe(24)
    with suppress(AttributeError, OSError):
        file.seek(0)
    try:
        with (folder() / name).open("xb") as copy:
            shutil.copyfileobj(file, copy)
    except BaseException:
        drop(name)
        raise
    return name


def drop(name: str):
    (folder() / name).unlink(missing_ok=True)


def delete_expired() -> int:
    """Removes uploads whose time is over, and what killed servers left; how many expired."""
    before = timezone.now() - timedelta(days=settings.IMPORT_FILE_DAYS)
    expired = SheetImport.objects.exclude(upload="").filter(uploaded_at__lt=before)
    for found in expired:
        drop(found.upload)
    count = expired.update(upload="")
    known = set(SheetImport.objects.exclude(upload="").values_list("upload", flat=True))
    abandoned = time.time() - ABANDONED_AFTER
    for path in folder().iterdir():
        if path.name not in known and path.stat().st_mtime < abandoned:
            path.unlink(missing_ok=True)
    return count
