"""How what people type is written down: telephone numbers, credit codes, web addresses.

Forms and imports use the same functions, so that a customer is stored alike whatever its way in.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate, pairwise
from operator import mul

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from phonenumbers import PhoneNumberFormat
from stdnum.cn import uscc

HOME_REGION = "CN"
HOME_CODE = 86
LONGEST_NUMBER = 40

# Mobile numbers, and landlines as people write them: what they begin with says how long they are.
PLAIN = re.compile(r"1\d{10}|0\d{2,3}-?[2-8]\d{6,7}", re.ASCII)
OF_MOBILES, OF_LANDLINES = 5, 7
"""So many digits tell in the numbering plan what the others mean."""

# ";" would be taken for the end of a number, but not where it begins an extension (RFC 3966).
SEPARATORS = re.compile(r"[,、\n\r/]|;(?!\s*ext=)")
EXTENSION = re.compile(
    r"\s*(?:转接?|分机号?|内线|ext\.?|extension|x|#)\s*[::]?\s*(?=\d+\s*$)", re.I
)
# stdnum looks at each character many times over, and a sheet has a code in each row.
PLAIN_CODE = re.compile(r"\d{8}[0-9A-HJ-NP-RTUWXY]{10}", re.ASCII)
CODE_DIGITS = {digit: n for n, digit in enumerate("0123456789ABCDEFGHJKLMNPQRTUWXY")}
CODE_WEIGHTS = [*(pow(3, place, 31) for place in range(17)), 1]

SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://", re.I)


def phones(text: str) -> list[str]:
    """Several numbers in one text, separated by , ; 、 / or a line break: each once, in order.

    Raises ValidationError for a piece that has no digit, or is too long to be a number.
    """
    pieces = (piece.strip() for piece in SEPARATORS.split(unicodedata.normalize("NFKC", text)))
    return list(dict.fromkeys(phone(piece) for piece in pieces if piece))


def phone(text: str) -> str:
    """One number: national format for China, international for others, " ext. 801" behind it.

    What is no complete number of the numbering plan (95588, an internal line) is kept as typed.
    """
    typed = unicodedata.normalize("NFKC", text).strip()
    if not any(character.isdigit() for character in typed) or len(typed) > LONGEST_NUMBER:
        raise ValidationError(
            _("“%(text)s” is not a phone number. Write only numbers here; notes go into remarks."),
            code="phone",
            params={"text": typed[:LONGEST_NUMBER]},
        )
    if PLAIN.fullmatch(typed) and (written := _as_its_kind(typed.replace("-", ""))):
        return written
    number = parsed(typed)
    return formatted(number) if number else typed


def _as_its_kind(digits: str) -> str | None:
    """A plain number written like others of its beginning: asking the library takes fifty times
    as long, and a sheet has two in each row. None where it must be asked."""
    beginning = OF_MOBILES if digits[0] == "1" else OF_LANDLINES
    places = _places(digits[:beginning], len(digits))
    return " ".join(digits[start:end] for start, end in places) if places else None


@lru_cache(maxsize=16384)
def _places(beginning: str, length: int) -> list[tuple[int, int]] | None:
    """Where the groups of digits lie, if the digits behind the beginning make no difference."""
    several = {tuple(_groups(beginning.ljust(length, digit))) for digit in "059"}
    if len(several) != 1 or sum(groups := several.pop()) != length:
        return None
    return list(pairwise(accumulate(groups, initial=0)))


def _groups(digits: str) -> list[int]:
    number = parsed(digits)
    written = formatted(number) if number else ""
    return [len(group) for group in written.split(" ")]


def parsed(text: str):
    """The number, if it is complete and valid; else None."""
    try:
        number = phonenumbers.parse(EXTENSION.sub(";ext=", text), HOME_REGION)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def formatted(number) -> str:
    at_home = number.country_code == HOME_CODE
    style = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style)


def doubtful(numbers: Iterable[str]) -> list[str]:
    """Those that are no complete number: worth a warning, never a refusal."""
    return [number for number in numbers if not parsed(number)]


def credit_code(text: str) -> str:
    """A unified social credit code (GB 32100-2015) as it is stored; `is_credit_code` checks its digit."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).upper()


def is_credit_code(code: str) -> bool:
    """Whether form and check digit of a code as it is stored are right."""
    if PLAIN_CODE.fullmatch(code):
        return sum(map(mul, CODE_WEIGHTS, map(CODE_DIGITS.__getitem__, code))) % 31 == 0
    return uscc.is_valid(code)


def website(text: str) -> str:
    """A web address with its scheme; people leave it out."""
    address = unicodedata.normalize("NFKC", text).strip()
    return address if not address or SCHEME.match(address) else f"https://{address}"
