"""The .po files: merged with the source, checked, compiled."""

import os
import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from .extraction import ROOT

LOCALE = ROOT / "locale"
PLACEHOLDER = re.compile(
    r"%\(\w+\)[\d.]*[a-z]"  # %(name)s
    r"|%[\d.]*[sdfr]"  # %s, %.2f
    r"|\{\w*\}"  # {name}
    r"|</?[a-z]\w*"  # <strong>, </a>
)


def catalogue_files(locale: Path = LOCALE) -> list[Path]:
    return sorted(locale.glob("*/LC_MESSAGES/django.po"))


def read(po: Path) -> Catalog:
    with po.open("rb") as file:
        return read_po(file, locale=po.parts[-3], abort_invalid=True)


def merge_catalogues(used: Catalog, locale: Path = LOCALE) -> list[Path]:
    """Add what is new in `used`, drop what is gone, keep every translation; the files changed.

    Nothing is guessed: a reworded message starts out empty. A new language starts from a file
    that holds a header only.
    """
    return [po for po in catalogue_files(locale) if _merge(po, used)]


def _merge(po, used):
    before = po.read_text("utf-8")
    header = before.split("\n\n", 1)[0].rstrip()
    catalogue = read(po)
    catalogue.update(used, no_fuzzy_matching=True)
    after = f"{header}\n\n{_entries(catalogue)}".rstrip() + "\n"
    if after != before:
        po.write_text(after, "utf-8")
    return after != before


def _entries(catalogue):
    # No wrapping and no line numbers: an edit elsewhere must not show up in the diff.
    file = BytesIO()
    write_po(
        file,
        catalogue,
        width=0,
        omit_header=True,
        sort_output=True,
        ignore_obsolete=True,
        include_lineno=False,
    )
    return file.getvalue().decode()


def compile_catalogues(locale: Path = LOCALE) -> list[Path]:
    """Compile every .po whose .mo is missing or of another version; the .mo files written."""
    return [_compile(po) for po in catalogue_files(locale) if not _is_compiled(po)]


def _is_compiled(po):
    mo = po.with_suffix(".mo")
    return mo.exists() and mo.stat().st_mtime_ns == po.stat().st_mtime_ns


def _compile(po):
    mo, draft = po.with_suffix(".mo"), po.with_suffix(f".{os.getpid()}.draft")
    written = po.stat().st_mtime_ns
    with draft.open("wb") as file:
        write_mo(file, read(po))
    # A .mo bears its .po's time, so that an older checkout counts as a change too.
    os.utime(draft, ns=(written, written))
    draft.replace(mo)
    return mo


def problems(used: Catalog, locale: Path = LOCALE) -> list[str]:
    """A line for each entry that is missing, unused, fuzzy, empty or has other placeholders."""
    return [
        f"{po.parts[-3]}: {problem}"
        for po in catalogue_files(locale)
        for problem in _problems(read(po), used)
    ]


def _problems(catalogue: Catalog, used: Catalog) -> Iterator[str]:
    for message in _entries_of(used):
        known = catalogue.get(message.id, message.context)
        if known is None or known.pluralizable != message.pluralizable:
            yield f"missing (run extract): {_label(message)}"
    for message in _entries_of(catalogue):
        if used.get(message.id, message.context) is None:
            yield f"unused (run extract): {_label(message)}"
        elif problem := _translation_problem(message):
            yield f"{problem}: {_label(message)}"


def _entries_of(catalogue):
    return [message for message in catalogue if message.id]


def _label(message):
    singular = message.id[0] if message.pluralizable else message.id
    where = f" ({message.context})" if message.context else ""
    return f"{singular!r}{where}"


def _translation_problem(message: Message) -> str | None:
    # The plural form counts: "one row" may leave out the number that "%(n)s rows" shows.
    original = str(message.id[-1] if message.pluralizable else message.id)
    several = message.string if message.pluralizable else [message.string]
    translations = [str(text or "") for text in several or ()]
    if message.fuzzy:
        return "fuzzy"
    if not all(translations):
        return "not translated"
    if any(placeholders(text) != placeholders(original) for text in translations):
        return "other placeholders"
    return None


def placeholders(text: str) -> Counter:
    """What formatting will fill in, and the tags: %(name)s, %s, {name}, <strong>."""
    return Counter(PLACEHOLDER.findall(text.replace("%%", "")))
