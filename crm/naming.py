"""What a name is called: folded text, pinyin, initials and the bigrams they are found by.

Pure functions. "Folded" text is compatibility-normalised (NFKD, UAX #15), case-folded, without
accents, blanks and punctuation. A Chinese name is spelt in several ways when it holds a
character with several readings; the reading that its words suggest comes first.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations, islice, product
from operator import add

from crm.spellings import Readings, Word, words

SPELLINGS_KEPT = 32

_HAN = "\u3005\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_CHINESE = re.compile(f"[{_HAN}]")
_TERM = re.compile(f"[{_HAN}]+|[^{_HAN}]+")
_EXTENSION = re.compile(r"(?<=\d)\s*(?:转|分机|ext\.?|x|#)\s*(?=\d)", re.IGNORECASE)
_DIALLED_ABROAD = re.compile(r"(?:\+|\b00)86[\s()-]*(?=\d(?:[\s()-]*\d){6})")
_SEVERAL_NUMBERS = re.compile(r"[/;,、；，|]")
_NO_DIGIT = re.compile(r"\D")
_MOBILE = re.compile(r"1[3-9]\d{9}")


def is_chinese(text: str) -> bool:
    """Whether a Chinese character stands in it."""
    return bool(_CHINESE.search(text))


def search_text(names: Iterable[str], numbers: Iterable[str] = (), surname: bool = False) -> str:
    """One line for every spelling of every name and every telephone number, for LIKE.

    Of a name: itself folded, its initials, its full pinyin. `surname` says that the names
    are people's.
    """
    lines = [line for name in names for line in _lines(name, surname)]
    lines += [line for number in numbers for line in _number_lines(number)]
    return "\n".join(dict.fromkeys(filter(None, lines)))


def search_grams(search_text: str) -> list[str]:
    """The distinct bigrams of every line, sorted."""
    return sorted(set().union(*[_bigrams(line) for line in search_text.split("\n")]))


def sort_key(name: str, surname: bool = False) -> str:
    """Orders names as a Chinese dictionary does: syllable by syllable, then by character."""
    return "".join([word.sorting for word in words(fold(name), surname)])


def initial(name: str, surname: bool = False) -> str:
    """The letter, A to Z, under which a list shows the name; "#" for anything else."""
    return letter_of(sort_key(name, surname))


def letter_of(sort_key: str) -> str:
    """The same, where the name's key is known."""
    letter = sort_key[:1].upper()
    return letter if "A" <= letter <= "Z" else "#"


def query_terms(query: str) -> list[str]:
    """The folded parts of what somebody typed, all of which a row must contain.

    >>> query_terms("北京kj  Ltd.")
    ['北京', 'kj', 'ltd']
    """
    dialled = _DIALLED_ABROAD.sub("", _EXTENSION.sub(" ", query))
    return [term for word in dialled.split() for term in _TERM.findall(fold(word))]


def query_grams(terms: Iterable[str]) -> list[str]:
    """The bigrams a row must have; a term of one character has none and is left to LIKE."""
    return sorted({gram for term in terms for gram in _bigrams(term)})


def pinyin_readings(name: str, surname: bool = False) -> list[str]:
    """Full pinyin in every reading, the likeliest first, at most `SPELLINGS_KEPT`."""
    return _pinyin(words(fold(name), surname))


def initials_readings(name: str, surname: bool = False) -> list[str]:
    """Pinyin initials in every reading, the likeliest first, at most `SPELLINGS_KEPT`."""
    return _initials(words(fold(name), surname))


@lru_cache(maxsize=1024)
def fold(text: str) -> str:
    """Text without what people type differently: width, case, accents, blanks, punctuation."""
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    if not bare.isalnum():
        bare = "".join([character for character in bare if character.isalnum()])
    return unicodedata.normalize("NFC", bare)


@lru_cache(maxsize=4096)
def _lines(name: str, surname: bool) -> tuple[str, ...]:
    folded = fold(name)
    read = words(folded, surname)
    return (folded, *_initials(read), *_pinyin(read))


def _initials(read: tuple[Word, ...]) -> list[str]:
    return _spellings([letter for word in read for letter in word.letters])


def _pinyin(read: tuple[Word, ...]) -> list[str]:
    return _spellings([reading for word in read for reading in word.readings])


def _number_lines(numbers: str) -> Iterator[str]:
    for number in _SEVERAL_NUMBERS.split(unicodedata.normalize("NFKC", numbers)):
        yield (digits := _digits(number))
        if "86" not in digits:
            continue
        national = _digits(_DIALLED_ABROAD.sub("", number))
        if national != digits and not _MOBILE.match(national):
            yield f"0{national}"


def _digits(number: str) -> str:
    return _NO_DIGIT.sub("", number)


def _bigrams(line: str) -> Iterator[str]:
    return map(add, line, line[1:])


def _spellings(readings: Sequence[Readings]) -> list[str]:
    likeliest = [reading[0] for reading in readings]
    several = [place for place, reading in enumerate(readings) if len(reading) > 1]
    if len(several) > 1:
        everyone = (_joined(likeliest, choice) for choice in _choices(readings))
        return list(dict.fromkeys(islice(everyone, SPELLINGS_KEPT)))
    if not several:
        return ["".join(likeliest)]
    before, after = likeliest[: several[0]], likeliest[several[0] + 1 :]
    return ["".join([*before, reading, *after]) for reading in readings[several[0]]]


def _choices(readings: Sequence[Readings]) -> Iterator[tuple[tuple[int, str], ...]]:
    """Which characters are read otherwise: first none, then one of them, then two …"""
    yield ()
    others = [(n, reading[1:]) for n, reading in enumerate(readings) if len(reading) > 1]
    pairs = [[(place, reading) for reading in each] for place, each in others]
    for count in range(1, len(pairs) + 1):
        for places in combinations(pairs, count):
            yield from product(*places)


def _joined(likeliest: list[str], choice: Iterable[tuple[int, str]]) -> str:
    if not choice:
        return "".join(likeliest)
    letters = likeliest.copy()
    for place, reading in choice:
        letters[place] = reading
    return "".join(letters)
