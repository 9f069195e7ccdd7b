"""Bringing a backup back: everything is checked before anything is touched."""

from datetime import datetime
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from crm.backup import loading, schema, uploads
from crm.backup.archive import Archive
from crm.backup.extras import EXTRAS
from crm.backup.manifest import mark_of_key
from crm.backup.progress import Progress, said_contents
from crm.refusals import Refused


def restore(path: Path, progress: Progress, *, replace: bool):
    """Puts the company of a backup into the database, and its uploads into MEDIA_ROOT.

    Into a database with people only to `replace` them. Raises Refused, and then nothing has changed.
    Killed before the database is through, it leaves the old state; in the moment between that and the
    uploads' renaming, the same command again ends it.
    """
    with Archive(path) as archive:
        manifest = archive.manifest
        made_at = timezone.localtime(datetime.fromisoformat(manifest.made_at))
        progress.begin(
            _("A backup of %(time)s, made by Zhibi %(version)s.")
            % {"time": f"{made_at:%Y-%m-%d %H:%M}", "version": manifest.version}
        )
        schema.refuse_unless_fitting(manifest, replace=replace)
        loading.refuse_while_others_work()
        progress.begin(_("Checking the file …"))
        archive.check(progress.note)
        try:
            _bring_in(archive, progress)
        finally:
            uploads.discard()
    if schema.is_behind():
        progress.begin(_("Bringing it up to date …"))
        schema.bring_up_to_date()
    for extra in EXTRAS:
        extra.make()
    _sum_up(archive, progress)


def _bring_in(archive: Archive, progress: Progress):
    _stage(archive)
    schema.make_tables(archive.manifest)
    progress.begin(_("Loading the rows …"))
    loading.load(archive, progress)
    _swap()


def _stage(archive: Archive):
    try:
        uploads.stage(archive)
    except OSError as error:
        raise Refused(
            _("The uploads cannot be laid down: %(why)s. Nothing was changed.")
            % {"why": error.strerror},
            _("Make room, or open the folder: %(folder)s.") % {"folder": error.filename},
        ) from error


def _swap():
    try:
        uploads.swap()
    except OSError as error:
        raise Refused(
            _("The rows are back, but not the uploads: %(why)s.") % {"why": error.strerror},
            _("Open the folder %(folder)s, then restore again with --replace.")
            % {"folder": error.filename},
        ) from error


def _sum_up(archive: Archive, progress: Progress):
    manifest = archive.manifest
    progress.begin(
        _("Restored %(contents)s, in %(time)s. Everybody signs in anew.")
        % {"contents": said_contents(manifest), "time": progress.seconds}
    )
    if manifest.key_mark != mark_of_key():
        progress.begin(
            _(
                "SECRET_KEY is not the one of the backup: until it is put back, second factors and "
                "webhooks cannot be read."
            )
        )
