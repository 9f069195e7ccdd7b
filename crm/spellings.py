"""How a folded name is read: cut into words, each read once and then remembered.

A Chinese word is spelt in several ways when it holds a character with several readings; the
reading that the word suggests comes first.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from pypinyin import Style, lazy_pinyin, load_phrases_dict
from pypinyin.constants import PHRASES_DICT
from pypinyin.seg import mmseg

from crm.readings import PLACES, POLYPHONES, SURNAMES

COMPOUND_SURNAME = 4

Readings = tuple[str, ...]

_PREFIXES = mmseg.p_set._set  # itself it looks them up ten times as slowly
_RUN = re.compile(r"[\x00-\x7f]+|[^\x00-\x7f]+")


def _table(text: str) -> dict[str, Readings]:
    pairs = (entry.split(":") for entry in text.split())
    return {characters: tuple(readings.split(",")) for characters, readings in pairs}


_POLYPHONES = _table(POLYPHONES)
_SURNAMES = _table(SURNAMES)
load_phrases_dict({place: [[r] for r in read] for place, read in _table(PLACES).items()})


class Word(NamedTuple):
    """What names are put together from: every character's readings and their first letters, the
    likeliest first, and what it sorts by."""

    readings: tuple[Readings, ...]
    letters: tuple[Readings, ...]
    sorting: str

    @classmethod
    def of(cls, characters: str, readings: tuple[Readings, ...]) -> "Word":
        letters = tuple(tuple(dict.fromkeys(r[:1] for r in each)) for each in readings)
        pairs = zip(characters, readings, strict=True)
        return cls(
            readings,
            letters,
            "".join(c if r[0] == c else f"{r[0]} {c}" for c, r in pairs),
        )


@lru_cache(maxsize=1024)
def words(folded: str, surname: bool) -> tuple[Word, ...]:
    """The words of a folded name; `surname` says that it is a person's."""
    family = _surname_of(folded) if surname else ""
    found = tuple(map(_word, _cut(folded[len(family) :])))
    return (_family(family), *found) if family else found


def _surname_of(folded: str) -> str:
    heads = (folded[:length] for length in range(COMPOUND_SURNAME, 0, -1))
    return next((head for head in heads if head in _SURNAMES), "")


@lru_cache(maxsize=1024)
def _family(family: str) -> Word:
    return Word.of(family, _offered(family, _SURNAMES[family]))


@lru_cache(maxsize=16384)
def _word(word: str) -> Word:
    if word.isascii():
        return Word.of(word, tuple(map(tuple, word)))
    return Word.of(word, _offered(word, _likeliest(word)))


def _cut(text: str) -> Iterator[str]:
    """As pypinyin cuts a text, but what no dictionary has stays in one piece."""
    for run in _RUN.findall(text):
        if run.isascii():
            yield run
        else:
            yield from _cut_chinese(run, text.endswith(run))


def _cut_chinese(run: str, is_last: bool) -> Iterator[str]:
    start, length, prefixes = 0, len(run), _PREFIXES
    while start < length:
        end, found = start + 1, 0
        while end <= length and (head := run[start:end]) in prefixes:
            if head in PHRASES_DICT:
                found = end
            end += 1
        if not found and is_last and end > length:
            # A beginning that the text breaks off is no word, nor is anything within it.
            yield from run[start:]
            return
        yield run[start : found or start + 1]
        start = found or start + 1


def _likeliest(word: str) -> Sequence[str]:
    if word in _POLYPHONES:
        return _POLYPHONES[word][:1]
    return lazy_pinyin(word, style=Style.NORMAL)


def _offered(characters: str, likeliest: Iterable[str]) -> tuple[Readings, ...]:
    pairs = zip(characters, likeliest, strict=True)
    return tuple(_with_others(character, reading) for character, reading in pairs)


def _with_others(character: str, likeliest: str) -> Readings:
    """All readings of a character; ü is typed as v or as u, and either finds it."""
    if likeliest == character:
        return (character,)
    readings = [likeliest, *_POLYPHONES.get(character, ())]
    return tuple(dict.fromkeys([*readings, *(r.replace("v", "u") for r in readings)]))
