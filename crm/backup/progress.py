"""Lines about long work: one for each table that is not small, and one when it was silent for long."""

import time
from collections.abc import Callable

from django.contrib.humanize.templatetags.humanize import intcomma
from django.template.defaultfilters import filesizeformat
from django.utils.translation import ngettext

from crm.backup.manifest import Manifest

SMALL = 1_000
SILENCE = 5


class Progress:
    def __init__(self, say: Callable[[str], None]):
        self.say = say
        self.began = self.spoke = time.monotonic()

    def begin(self, sentence: str):
        self.say(sentence)
        self.spoke = time.monotonic()

    def note(self, name: str, size: int):
        """`size` bytes of a part are through."""
        if time.monotonic() - self.spoke > SILENCE:
            self.begin(f"  {name}: {filesizeformat(size)} …")

    def done(self, name: str, rows: int):
        if rows >= SMALL:
            self.begin(f"  {name}: {said_rows(rows)}")

    @property
    def seconds(self) -> str:
        spent = round(time.monotonic() - self.began)
        return ngettext("%(count)s second", "%(count)s seconds", spent) % {"count": spent}


def said_rows(count: int) -> str:
    return ngettext("%(count)s row", "%(count)s rows", count) % {"count": intcomma(count)}


def said_contents(manifest: Manifest) -> str:
    """As "12,345 rows in 71 tables and 3 files"."""
    files = len(manifest.files)
    sentence = ngettext(
        "%(rows)s in %(tables)s tables and %(files)s file",
        "%(rows)s in %(tables)s tables and %(files)s files",
        files,
    )
    return sentence % {
        "rows": said_rows(manifest.rows),
        "tables": len(manifest.tables),
        "files": intcomma(files),
    }
