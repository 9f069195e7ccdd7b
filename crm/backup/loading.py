"""All the rows of a backup, in one transaction: whoever kills it anywhere finds the old ones."""

import hashlib
import time

from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from psycopg.errors import LockNotAvailable

from crm.backup import jobs
from crm.backup.archive import Archive, in_pieces
from crm.backup.bare import bare
from crm.backup.catalogue import (
    ONE_SPELLING,
    Table,
    names_of,
    reading_and_writing,
    sequences,
    tables,
)
from crm.backup.extras import EXTRAS
from crm.backup.manifest import TablePart, table_part
from crm.backup.progress import Progress
from crm.refusals import Refused

LOCK_SECONDS = 10
PATIENCE = 3
OTHERS = """
    SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND usesysid IS NOT NULL AND pid <> pg_backend_pid()
      AND coalesce(backend_type, 'client backend') = 'client backend' -- another role's is hidden
    ORDER BY pid
"""


def load(archive: Archive, progress: Progress):
    """Puts the backup's rows in the place of all there are. Raises Refused."""
    with reading_and_writing() as cursor, transaction.atomic():
        cursor.execute(ONE_SPELLING)
        here = {table.name: table for table in tables(cursor)}
        emptied = _fitting(here, archive)
        _hold(cursor, emptied)
        for extra in EXTRAS:
            extra.take_down()
        with bare(cursor, [table.quoted for table in emptied]):
            cursor.execute(f"TRUNCATE {names_of(emptied)}")
            for name, part in archive.manifest.tables.items():
                _fill(cursor, here[name].quoted, name, part, archive, progress)
            jobs.free(cursor)
            progress.begin(_("Making indexes and checking references …"))
        _set_sequences(cursor, archive.manifest.sequences)
        cursor.execute(f"ANALYZE {names_of(emptied)}")


def refuse_while_others_work():
    """What others hold in memory would be written into rows that are not theirs."""
    give_up = time.monotonic() + PATIENCE
    while pids := _others():
        if time.monotonic() > give_up:
            raise Refused(
                ngettext(
                    "%(count)s other connection to this database is open (process %(pids)s).",
                    "%(count)s other connections to this database are open (processes %(pids)s).",
                    len(pids),
                )
                % {"count": len(pids), "pids": ", ".join(map(str, pids))},
                _("Stop the web server, the worker and whatever else is connected."),
            )
        time.sleep(0.2)


def _others() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(OTHERS)
        return [pid for (pid,) in cursor.fetchall()]


def _fitting(here: dict[str, Table], archive: Archive) -> list[Table]:
    """The tables to be emptied, the backup's and those of the day. Raises Refused."""
    for name, part in archive.manifest.tables.items():
        if name not in here or set(here[name].columns) != set(part.columns):
            raise Refused(
                _("The table %(table)s of the backup is not made by this program.")
                % {"table": name},
                _("Make it as it was, or take it out of the database and back up again."),
            )
    return [
        table
        for name, table in here.items()
        if name in archive.manifest.tables or table.is_left_empty
    ]


def _hold(cursor, emptied: list[Table]):
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
    try:
        cursor.execute(f"LOCK TABLE {names_of(emptied)} IN ACCESS EXCLUSIVE MODE")
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            raise Refused(
                _("Somebody is at work in this database. Nothing was changed."),
                _("Stop the web server, the worker and whatever else is connected."),
            ) from error
        raise


def _fill(cursor, quoted: str, name: str, part: TablePart, archive: Archive, progress: Progress):
    """Loads a table, and reads it again to see that it is what was saved."""
    table = Table(name, part.columns)
    size = 0
    with cursor.copy(f"COPY {table.with_columns} FROM STDIN (FREEZE)") as copy:
        for piece in archive.pieces(table_part(name)):
            copy.write(piece)
            size += len(piece)
            progress.note(name, size)
    if _sha256_of(cursor, table) != part.sha256:
        raise Refused(
            _("The table %(table)s would not come back as it was. Nothing was changed.")
            % {"table": name},
            _("Restore on the version of PostgreSQL that the backup is from."),
        )
    progress.done(name, part.rows)


def _sha256_of(cursor, table: Table) -> str:
    digest = hashlib.sha256()
    with cursor.copy(f"COPY {table.with_columns} TO STDOUT") as copy:
        for piece in in_pieces(copy):
            digest.update(piece)
    return digest.hexdigest()


def _set_sequences(cursor, saved: dict[str, tuple[int, bool]]):
    """A restart makes a sequence anew, so that setting it ends with the transaction, too."""
    for name in sequences(cursor):
        if name in saved:
            quoted = connection.ops.quote_name(name)
            cursor.execute(f"ALTER SEQUENCE {quoted} RESTART")
            cursor.execute("SELECT setval(%s::regclass, %s, %s)", [quoted, *saved[name]])
