"""One cell taken apart: "张三 13800138000" is a name and a number.

The parts share the text out: what one takes none other has, and nothing is lost.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
# A number has seven digits or more, in groups, and is no date; an extension stays with it.
NUMBER = re.compile(
    r"(?<![0-9a-z])(?!(?:19|20)\d\d-\d\d?-\d\d?(?!\d))(?:\+|00)?\(?\d(?:[ ()-]{0,2}\d){6,16}"
    r"(?:\s*(?:转|分机|ext\.?|x|#)\s*\d{1,6})?(?![0-9a-z])",
    re.I,
)
MOBILES = re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
LABEL = re.compile(r"(?:手机|电话|座机|传真|邮箱|tel|phone|mobile|cell|e-?mail)\s*[::]?\s*$", re.I)
EMPTY = re.compile(r"[(\[]\s*[)\]]")
SPLIT = "split."
EDGES = " \t\r\n,;、/|::-—"


class Split(NamedTuple):
    """Several targets out of one column: (target, part) each."""

    label: Promise
    targets: tuple[tuple[str, str], ...]


SPLITS = {
    "person": Split(
        _("Contact: name, numbers, mail"),
        (
            ("contact.name", "name"),
            ("contact.mobile", "mobile"),
            ("contact.phone", "phone"),
            ("contact.email", "email"),
        ),
    ),
    "numbers": Split(
        _("Contact: mobile, other numbers"),
        (("contact.mobile", "mobile"), ("contact.phone", "phone")),
    ),
    "company": Split(_("Name and phones"), (("name", "name"), ("phones", "phones"))),
}


class Pieces(NamedTuple):
    name: str
    mobiles: tuple[str, ...]
    phones: tuple[str, ...]
    mails: tuple[str, ...]


@lru_cache(maxsize=4096)
def pieces(text: str) -> Pieces:
    rest = unicodedata.normalize("NFKC", text)
    mails, rest = taken(MAIL, rest)
    mobiles, rest = taken(MOBILES, rest)
    phones, rest = taken(NUMBER, rest)
    return Pieces(tidy(rest), mobiles, phones, mails)


def taken(pattern: re.Pattern, text: str) -> tuple[tuple[str, ...], str]:
    """What fits the pattern, and the rest with a gap for each."""
    found = tuple(each.strip() for each in pattern.findall(text))
    return found, pattern.sub("\n", text) if found else text


def tidy(rest: str) -> str:
    """The rest on one line, without the marks between what was taken out."""
    bits = (LABEL.sub("", bit).strip(EDGES) for bit in EMPTY.sub("\n", rest).split("\n"))
    return " ".join(bit for bit in bits if bit)


def phone_of(found: Pieces) -> str:
    """The numbers that are not the first mobile."""
    return ", ".join((*found.phones, *found.mobiles[1:]))


PARTS: dict[str, Callable[[Pieces], str]] = {
    "name": lambda found: found.name,
    "mobile": lambda found: "".join(found.mobiles[:1]),
    "phone": phone_of,
    "phones": lambda found: ", ".join((*found.mobiles, *found.phones)),
    "email": lambda found: ", ".join(found.mails),
}


def part_of(text: str, part: str) -> str:
    """One part of a text, "" where it has none."""
    return PARTS[part](pieces(text))
