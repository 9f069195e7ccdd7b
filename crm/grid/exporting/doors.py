"""The doors to the audit and its files; strangers get 404."""

from django.shortcuts import get_object_or_404

from crm.grid.exporting.models import ExportRecord


def record_for(user, pk) -> ExportRecord:
    """A record of one's own; an administrator's everybody's."""
    return get_object_or_404(ExportRecord.objects.visible_to(user).select_related("by"), pk=pk)


def own_record(user, pk) -> ExportRecord:
    """The file is whose export it was, and so is the work on it."""
    return get_object_or_404(ExportRecord, by=user, pk=pk)
