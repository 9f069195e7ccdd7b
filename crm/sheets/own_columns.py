"""The columns an error file adds to the user's own, known again in whichever language they were
written and whatever program saved the sheet since."""

import re
from collections.abc import Iterator, Sequence

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

REASON = _("Why this row was refused")
ROW = _("Row in import %(tag)s")
# Letters and digits an import is known by; they survive being saved in any format.
TAG = re.compile(r"[0-9]+-[0-9a-z]+")


def row_heading(tag: str) -> str:
    return str(ROW) % {"tag": tag}


def is_reason_column(heading: str) -> bool:
    """Whether a column of an uploaded sheet is our own: the reasons, or the rows of an import."""
    return heading in in_every_language(REASON) or bool(tag_in(heading))


def tag_of(header: Sequence[str]) -> str:
    """The tag of the import whose refused rows these are, "" of any other sheet."""
    return next(filter(None, map(tag_in, header)), "")


def tag_in(heading: str) -> str:
    found = TAG.search(heading)
    return found[0] if found and heading in in_every_language(ROW, tag=found[0]) else ""


def in_every_language(sentence, **blanks) -> Iterator[str]:
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            yield str(sentence) % blanks if blanks else str(sentence)
