"""Records of exports."""

from datetime import timedelta

from django.utils import timezone

from crm.grid.exporting import files
from crm.grid.exporting.models import ExportRecord
from tests.factories import make_user


def make_export(by=None, *, content=b"x", days=7, **fields) -> ExportRecord:
    """One that a job has written, with its file."""
    usual = {
        "grid": "customers",
        "title": "Customers",
        "sentence": "everything",
        "columns": ["name"],
        "kind": "csv",
        "state": "done",
        "is_by_job": True,
        "rows": 1,
        "size": len(content),
        "expires_at": timezone.now() + timedelta(days=days),
    }
    record = ExportRecord.objects.create(by=by or make_user(), **{**usual, **fields})
    record.file = record.new_file_name()
    record.save(update_fields=["file"])
    files.path_of(record).write_bytes(content)
    return record
