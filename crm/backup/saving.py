"""Writing a backup, of one moment, while people go on working."""

from pathlib import Path

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.backup import uploads
from crm.backup.archive import Writer, in_pieces, whole_file
from crm.backup.catalogue import (
    ONE_SPELLING,
    Table,
    names_of,
    reading_and_writing,
    sequences,
    tables,
)
from crm.backup.manifest import Manifest, TablePart, mark_of_key, table_part
from crm.backup.progress import Progress, said_contents
from crm.grid.exporting.snapshot import snapshot
from crm.refusals import Refused
from crm.version import app_version


def back_up(path: Path, progress: Progress):
    """Writes the database and the uploads into a new file. Raises Refused."""
    path = _free_place(path)
    try:
        with whole_file(path) as file:
            manifest = _write(Writer(file), progress)
    except OSError as error:
        raise Refused(
            _("The backup could not be written: %(why)s.") % {"why": error.strerror or error},
            _("Make room or choose another folder; nothing was left behind."),
        ) from error
    _sum_up(path, manifest, progress)


def _free_place(path: Path) -> Path:
    """The path to write to; in a folder, under a name that says when."""
    if path.is_dir():
        path /= timezone.localtime().strftime("zhibi-%Y%m%d-%H%M%S.zip")
    if path.exists():
        raise Refused(
            _("%(file)s exists already.") % {"file": path},
            _("Choose another name, or a folder: the file is then named by the time."),
        )
    return path


def _write(writer: Writer, progress: Progress) -> Manifest:
    with snapshot(), reading_and_writing() as cursor:
        cursor.execute(ONE_SPELLING)
        listed = _held(cursor)
        manifest = _begun()
        for table in listed:
            if not table.is_left_empty:
                manifest.tables[table.name] = _save(cursor, writer, table, progress)
        # Read after the rows: no id of theirs lies beyond, whoever adds more meanwhile.
        manifest.sequences = sequences(cursor)
        # Last, so that every file of which the snapshot tells is there.
        manifest.files = uploads.save(writer)
    writer.finish(manifest)
    return manifest


def _held(cursor) -> list[Table]:
    """The tables, held so that nobody changes what they are meanwhile."""
    listed = tables(cursor)
    if not listed:
        raise Refused(
            _("There is nothing to back up: the database has no tables."),
            _("Does DATABASE_URL, or ZHIBI_HOME, name the right one?"),
        )
    cursor.execute(f"LOCK TABLE {names_of(listed)} IN ACCESS SHARE MODE")
    return listed


def _begun() -> Manifest:
    return Manifest(
        version=app_version(),
        made_at=timezone.now().isoformat(timespec="seconds"),
        postgres=connection.pg_version,
        key_mark=mark_of_key(),
        migrations=set(MigrationRecorder(connection).applied_migrations()),
    )


def _save(cursor, writer: Writer, table: Table, progress: Progress) -> TablePart:
    with cursor.copy(f"COPY {table.with_columns} TO STDOUT") as copy:
        written = writer.add(table_part(table.name), _told(table, in_pieces(copy), progress))
    progress.done(table.name, cursor.rowcount)
    return TablePart(columns=table.columns, rows=cursor.rowcount, **written)


def _told(table: Table, pieces, progress: Progress):
    size = 0
    for piece in pieces:
        yield piece
        size += len(piece)
        progress.note(table.name, size)


def _sum_up(path: Path, manifest: Manifest, progress: Progress):
    size = filesizeformat(path.stat().st_size)
    progress.begin(
        _("%(file)s: %(contents)s, %(size)s, in %(time)s.")
        % {
            "file": path,
            "contents": said_contents(manifest),
            "size": size,
            "time": progress.seconds,
        }
    )
    progress.begin(
        _("SECRET_KEY is not in it; keep that in another place: second factors need it.")
    )
