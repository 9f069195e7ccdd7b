"""What people type into a cell for a number, a day, an instant or a yes, read as they mean it."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from crm.naming import fold

MULTIPLES = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
CURRENCY = re.compile(r"^(?:[A-Z]{3}|[¥￥$€£])\s*|\s*(?:[A-Z]{3}|元|[¥￥$€£])$")
# 1,234,567 or 12,345: an apostrophe, a space and a thin space part thousands too.
THOUSANDS = re.compile(r"(?<=\d)[,'’\s](?=\d{3}(?!\d))")
# A spreadsheet gives a day its midnight.
YEAR_FIRST = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?: 00:00(?::00)?)?"
)
# 二〇二四年三月五日
DIGITS = {digit: n for n, digits in enumerate(["〇零○", *"一二三四五六七八九"]) for digit in digits}
IN_WORDS = re.compile(
    r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十廿卅]{1,3})[日号]?"
)
TENS = {"十": 10, "廿": 20, "卅": 30}
COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
EITHER = re.compile(r"(\d{1,2})([-/])(\d{1,2})\2(\d{4})(?=[\sT]|$)")
ORDERS = DAY_FIRST, MONTH_FIRST = "day", "month"
TWO_DAYS = "two days"
NO_YEAR = re.compile(r"(\d{1,2})\s*[-/月]\s*(\d{1,2})\s*日?")
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
ORDINAL = r"(\d{1,2})(?:st|nd|rd|th)?"
APART = r"[\s/.-]+"
NAMED = re.compile(
    rf"(?:{ORDINAL}{APART})?([a-z]{{3}})[a-z]*{APART}(?:{ORDINAL},?\s+)?(\d{{4}}|\d\d)", re.I
)
# As spreadsheet programs do: 29 is 2029, 30 is 1930.
FIRST_OF_LAST_CENTURY = 30
CLOCK = re.compile(
    r"[\sT]+(上午|下午|晚上)?\s*(\d{1,2})[::](\d{2})(?:[::](\d{2})(?:\.\d+)?)?\s*(am|pm)?$", re.I
)
AFTERNOON = {"下午", "晚上", "pm"}
TRUE = {"yes", "y", "true", "t", "1", "on", "是", "真", "有", "对", "√", "✓", "✔"}
FALSE = {"no", "n", "false", "f", "0", "off", "否", "假", "无", "不", "没有", "×", "✗", "—", "-"}
LANGUAGES = ("en", "zh-hans")


def number(text: str) -> str:
    """The number in digits and a point, of whatever currency: "￥1,234.50" → "1234.50"."""
    return plain_number(CURRENCY.sub("", unicodedata.normalize("NFKC", text).strip()))


def plain_number(text: str) -> str:
    """The same where no currency may stand beside it: "1.2万" → "12000"."""
    bare = THOUSANDS.sub("", unicodedata.normalize("NFKC", text)).strip()
    multiple = MULTIPLES.get(bare[-1:], 1)
    try:
        # 1e5 is how a spreadsheet shows a number whose digits it has hidden.
        value = Decimal("" if "e" in bare.lower() else bare[:-1] if multiple > 1 else bare)
    except InvalidOperation as error:
        raise no_number(text) from error
    if not value.is_finite():
        raise no_number(text)
    return bare if multiple == 1 else f"{(value * multiple).normalize():f}"


def no_number(text) -> ValidationError:
    return ValidationError(_("“%(text)s” is not a number.") % {"text": text[:80]})


def day(text: str) -> date:
    """A calendar day; without a year it is this year's. Raises ValidationError for what is no
    day, and for 03/04/2026, which may be two."""
    typed = unicodedata.normalize("NFKC", text).strip()
    if found := YEAR_FIRST.fullmatch(typed) or COMPACT.fullmatch(typed):
        return real_day(text, *found.groups())
    if found := YEAR_LAST.fullmatch(typed):
        return year_last(text, int(found[1]), int(found[3]), found[4], found[2])
    if found := NO_YEAR.fullmatch(typed):
        return real_day(text, timezone.localdate().year, *found.groups())
    if (found := NAMED.fullmatch(typed)) and found[2].lower() in MONTHS:
        month = MONTHS.index(found[2].lower()) + 1
        return real_day(text, whole_year(found[4]), month, found[1] or found[3])
    if found := IN_WORDS.fullmatch(typed):
        year = "".join(str(DIGITS[digit]) for digit in found[1])
        return real_day(text, year, in_digits(found[2]), in_digits(found[3]))
    raise no_day(text)


def whole_year(year: str) -> int:
    """24 → 2024, 87 → 1987."""
    if len(year) > 2:
        return int(year)
    return int(year) + (2000 if int(year) < FIRST_OF_LAST_CENTURY else 1900)


def in_digits(words: str) -> int:
    """二十九 → 29, 廿九 → 29, 十 → 10; 0 for what is no number so written."""
    for sign, value in TENS.items():
        before, found, after = words.partition(sign)
        if found:
            times = DIGITS.get(before, 0 if before else 1)
            return value * times + DIGITS.get(after, 0 if not after else 100)
    return DIGITS.get(words, 0)


def year_last(text, first: int, second: int, year: str, mark: str) -> date:
    """29.11.2026 has its day first; with a slash only a number above 12 tells which one it is."""
    if mark == "." or first > 12 or first == second:
        return real_day(text, year, second, first)
    if second > 12:
        return real_day(text, year, first, second)
    raise ValidationError(
        _("“%(text)s” may be two days: write it as 2026-11-29.") % {"text": text[:80]},
        code=TWO_DAYS,
    )


def in_order(text: str, order: str) -> str:
    """A text that begins with a day that may be two, with it as `order` means it: 3/5/2024 with
    the day first is 2024-5-3. Any other text as it is."""
    typed = unicodedata.normalize("NFKC", text).strip()
    if not (order and (found := EITHER.match(typed))) or int(found[1]) > 12 or int(found[3]) > 12:
        return text
    day, month = (found[1], found[3]) if order == DAY_FIRST else (found[3], found[1])
    return f"{found[4]}-{month}-{day}{typed[found.end() :]}"


def real_day(text, year, month, day_of_month) -> date:
    try:
        return date(int(year), int(month), int(day_of_month))
    except (TypeError, ValueError) as error:
        raise no_day(text) from error


def no_day(text) -> ValidationError:
    return ValidationError(
        _("“%(text)s” is not a day: write it as 2026-11-29.") % {"text": text[:80]}
    )


def instant(text: str) -> datetime:
    """A day with or without a time, in the reader's time zone."""
    typed = unicodedata.normalize("NFKC", text).strip()
    clock = CLOCK.search(typed)
    at = time_of(text, clock) if clock else time()
    return timezone.make_aware(
        datetime.combine(day(typed[: clock.start()] if clock else typed), at)
    )


def time_of(text, clock) -> time:
    hour = int(clock[2])
    if {clock[1], (clock[5] or "").lower()} & AFTERNOON and hour < 12:
        hour += 12
    try:
        return time(hour, int(clock[3]), int(clock[4] or 0))
    except ValueError as error:
        raise no_day(text) from error


def yes_or_no(text: str) -> bool:
    typed = unicodedata.normalize("NFKC", text).strip().casefold()
    if typed in TRUE or typed in FALSE:
        return typed in TRUE
    raise ValidationError(_("“%(text)s” is neither yes nor no.") % {"text": text[:80]})


def one_of(choices: Iterable[tuple]):
    """A function from a label, in either language, or a stored value to that value."""
    choices, found = list(choices), {}
    for language in LANGUAGES:
        with translation.override(language):
            found |= {fold(str(label)): value for value, label in choices if str(label)}
    found |= {str(value).casefold(): value for value, _label in choices}

    def read(text: str):
        if (key := fold(text)) in found:
            return found[key]
        if (key := text.strip().casefold()) in found:
            return found[key]
        raise ValidationError(_("“%(text)s” is unknown.") % {"text": text[:80]})

    return read
