"""How values look when they are masked. Pure functions from text to text.

What stays is enough to recognise a value one knows already, never enough to reach anybody. No
form keeps five digits of a number in a row, and none tells how long the hidden part is.
"""

import re
import unicodedata

from customers.standards import SEPARATORS

STARS = "****"
HIDDEN = "•••"

# Only what PostgreSQL's regular expressions understand alike: lists look for it in SQL too.
NUMBERS = r"[0-9０-９]([ ().\-]*[0-9０-９]){6,}"
ADDRESSES = r"[A-Za-z0-9._%+\-]+[@＠][A-Za-z0-9.\-]+"
REACHABLE = f"{ADDRESSES}|{NUMBERS}"
_HOME = re.compile(r"^(?:\+|00)86")
_PROVINCE = re.compile(r"^[\u4e00-\u9fff]{2,8}?(?:省|自治区|特别行政区)")
_CITY = re.compile(r"^[\u4e00-\u9fff]{2,3}市")


class Masked(str):
    """A text that stands for another one: it leads nowhere, so pages make no link of it."""

    is_masked = True


def phone(text: str) -> str:
    """One number or several.

    >>> phone("138 0013 8000")
    '138****8000'
    """
    pieces = SEPARATORS.split(unicodedata.normalize("NFKC", text))
    return ", ".join(_number(piece) for piece in pieces if piece.strip())


def _number(text: str) -> str:
    main = re.split(r"ext|转|#|x", text.strip(), maxsplit=1)[0]
    digits = re.sub(r"[^0-9]", "", _HOME.sub("", re.sub(r"[\s()-]", "", main)))
    if len(digits) >= 10:
        return f"{digits[:3]}{STARS}{digits[-4:]}"
    return f"{STARS}{digits[-3:]}" if len(digits) >= 7 else STARS


def email(text: str) -> str:
    """
    >>> email("zhang.wei@hengyu.example")
    'z***@hengyu.example'
    """
    name, at, domain = text.partition("@")
    return f"{_first(name)}@{domain}" if at else STARS


def website(text: str) -> str:
    """
    >>> website("https://www.hengyu.example/about")
    'h***.example'
    """
    host = re.sub(r"^[a-z]+://(www\.)?", "", text.strip().lower()).partition("/")[0]
    name, dot, rest = host.rpartition(".")
    return f"{_first(name)}.{rest}" if dot else STARS


def address(text: str) -> str:
    """Province and city; of an address that names neither, nothing.

    >>> address("浙江省杭州市文三路 90 号")
    '浙江省杭州市****'
    """
    province = _PROVINCE.match(text)
    kept = province[0] if province else ""
    city = _CITY.match(text[len(kept) :])
    return f"{kept}{city[0] if city else ''}{STARS}"


def code(text: str) -> str:
    """A unified social credit code: who registered it, and its end.

    >>> code("91330106MA2CABCD1X")
    '91****CD1X'
    """
    return f"{text[:2]}{STARS}{text[-4:]}" if len(text) >= 12 else STARS


def person(text: str) -> str:
    """
    >>> person("张伟")
    '张**'
    """
    return f"{text.strip()[:1]}**"


def account(text: str) -> str:
    """
    >>> account("zhangwei_88")
    'z***'
    """
    return _first(text.strip())


def prose(text: str) -> str:
    """Free text without the numbers and addresses in it by which somebody could be reached.

    >>> prose("Call 138-0013-8000 or a@b.example after 5")
    'Call **** or **** after 5'
    """
    return re.sub(REACHABLE, STARS, text)


def _first(text: str) -> str:
    """Of a text of one or two characters a first one would be too much."""
    return f"{text[:1]}***" if len(text) > 2 else STARS
