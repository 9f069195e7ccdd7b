"""The files of exports in the background: nobody's but their owner's, and not for long."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.utils import timezone

from crm import private_files
from crm.grid.exporting.models import ExportRecord

UNFINISHED = ".part"
ABANDONED_AFTER = 24 * 60 * 60


def folder() -> Path:
    return private_files.private_folder("exports")


def path_of(record: ExportRecord) -> Path:
    return folder() / record.file


@contextmanager
def unfinished() -> Iterator:
    """A file that is gone after the block, unless it was `kept`."""
    with NamedTemporaryFile(dir=folder(), suffix=UNFINISHED, delete=False) as file:
        try:
            yield file
        finally:
            Path(file.name).unlink(missing_ok=True)


def kept(file, record: ExportRecord) -> dict:
    """Gives the file its name, in one step; the fields of the record that tell of it."""
    file.flush()
    # Not where this process stands in it: another may have written.
    name, size = record.new_file_name(), os.fstat(file.fileno()).st_size
    os.replace(file.name, folder() / name)
    days = timedelta(days=settings.EXPORT_DAYS)
    return {"file": name, "size": size, "expires_at": timezone.now() + days}


def delete_expired() -> int:
    """Removes the files whose time is over, and what killed workers left; how many expired."""
    expired = ExportRecord.objects.exclude(file="").filter(expires_at__lte=timezone.now())
    for record in expired:
        path_of(record).unlink(missing_ok=True)
        ExportRecord.objects.filter(pk=record.pk).update(file="")
    private_files.drop_older(folder(), ABANDONED_AFTER, f"*{UNFINISHED}")
    return len(expired)
