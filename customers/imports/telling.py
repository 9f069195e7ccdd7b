"""The notice that an import's work in the background has come to its end, or could not go on."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from crm.notices import NoticeKind, notify, register_kind
from crm.words import number_text
from customers.models import SheetImport

IMPORT = "import"
ROWS, TIME = 2_000, timedelta(seconds=10)
"""Who started less than this saw its end."""

State = SheetImport.State


def tell_of_end(locked: SheetImport):
    """Of a check, a writing or an undo that is through, in the caller's transaction."""
    if is_long(locked):
        counts = {"rows": locked.done, "refused": locked.bad, "asked": locked.counted("asked")}
        _notify(locked, locked.state, **counts)


def tell_of_halt(found: SheetImport):
    """Of a fault in the program, however short the work was."""
    _notify(found, "broken")


def is_long(locked: SheetImport) -> bool:
    began = locked.work_began_at
    return locked.total > ROWS or (began is not None and timezone.now() - began > TIME)


def _notify(found: SheetImport, what: str, **counts):
    details = {"what": what, "file": found.filename, **counts}
    people = [found.started_by or found.uploaded_by]
    notify(people, IMPORT, url=found.get_absolute_url(), **details)


def checked(details) -> str:
    return ngettext(
        "“%(file)s” is checked: %(count)s row, %(refused)s refused, %(asked)s to be decided.",
        "“%(file)s” is checked: %(count)s rows, %(refused)s refused, %(asked)s to be decided.",
        details["rows"],
    )


def read(details) -> str:
    return _("“%(file)s” is read: say what each of its columns is.")


def written(details) -> str:
    return ngettext(
        "“%(file)s” is imported: %(count)s row, %(refused)s refused.",
        "“%(file)s” is imported: %(count)s rows, %(refused)s refused.",
        details["rows"],
    )


def undone(details) -> str:
    return _("The import of “%(file)s” is undone. Its page says what was put back.")


def broken(details) -> str:
    return _(
        "The work on “%(file)s” broke off because of a fault in the program. "
        "What was done stays done; it can be tried again."
    )


SENTENCES = {
    State.MAPPING: read,
    State.CHECKED: checked,
    State.DONE: written,
    State.UNDONE: undone,
    "broken": broken,
}


def tell(details: dict, count: int) -> str:
    found = SENTENCES.get(details["what"])
    if found is None:
        return _("The work on an import has come to its end.")
    numbers = {key: number_text(details.get(key, 0)) for key in ("refused", "asked")}
    rows = number_text(details.get("rows", 0))
    return found(details) % {"file": details["file"], "count": rows, **numbers}


register_kind(NoticeKind(IMPORT, gettext_lazy("Imports"), "file-up", tell))
