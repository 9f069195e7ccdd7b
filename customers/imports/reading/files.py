"""The uploaded sheets themselves, kept so that they can be read again: nobody's to fetch."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from crm import private_files
from customers.models import SheetImport

ABANDONED_AFTER = 24 * 60 * 60


def folder() -> Path:
    return private_files.private_folder("imports")


def path_of(found: SheetImport) -> Path:
    return folder() / found.upload


def is_kept(found: SheetImport) -> bool:
    return bool(found.upload) and path_of(found).exists()


def keep(file) -> str:
    return private_files.keep(file, folder())


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
    private_files.drop_older(folder(), ABANDONED_AFTER, spared=known)
    return count
