"""Which messages the source uses: gettext calls in Python, translation tags in templates."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("crm", "customers", "sales", "intel", "templates")
TEMPLATE_SUFFIXES = {".html", ".txt", ".svg"}

SINGULAR, PLURAL = None, (1, 2)
IN_CONTEXT, PLURAL_IN_CONTEXT = ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS = {
    "_": SINGULAR,
    "gettext": SINGULAR,
    "gettext_lazy": SINGULAR,
    "gettext_noop": SINGULAR,
    "ngettext": PLURAL,
    "ngettext_lazy": PLURAL,
    "pgettext": IN_CONTEXT,
    "pgettext_lazy": IN_CONTEXT,
    "npgettext": PLURAL_IN_CONTEXT,
    "npgettext_lazy": PLURAL_IN_CONTEXT,
}
COMMENT_TAGS = ("Translators:",)
CONSTANT_WITH_PERCENT = re.compile(r""" _\(("[^"]*%[^"]*"|'[^']*%[^']*')\) """)


def used_messages(root: Path = ROOT) -> Catalog:
    """Every message used below `root`, each with the files that use it.

    Raises SyntaxError, naming file and line, for a template that cannot be extracted.
    """
    used = Catalog()
    for path in source_files(root):
        name = path.relative_to(root).as_posix()
        for _line, message, comments, context in _messages(path, name):
            used.add(message, locations=[(name, 0)], auto_comments=comments, context=context)
    return used


def source_files(root: Path = ROOT) -> Iterator[Path]:
    for folder in SOURCES:
        for path in sorted((root / folder).rglob("*")):
            if _is_python(path) or _is_template(path):
                yield path


def _is_python(path):
    return path.suffix == ".py" and "migrations" not in path.parts


def _is_template(path):
    return path.suffix in TEMPLATE_SUFFIXES and "templates" in path.parts


def _messages(path, name):
    source = path.read_text("utf-8")
    if _is_template(path):
        source = _template_as_python(source, name)
    return extract("python", BytesIO(source.encode()), KEYWORDS, COMMENT_TAGS)


def _template_as_python(source, name):
    code = templatize(source, name)
    if spoilt := CONSTANT_WITH_PERCENT.search(code):
        # Django doubles the sign in a _() constant and never undoes it: "100%%" on the page.
        raise SyntaxError(f'{name}: use {{% translate %}} for a text with "%": {spoilt[1]}')
    # Python's tokenizer takes a template's indentation for blocks.
    return "\n".join(line.lstrip() for line in code.splitlines())
