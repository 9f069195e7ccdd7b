"""Which encoding a text file is in: by its mark, its NULs, or what decodes and makes sense."""

import codecs
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from crm.sheets.refusals import SheetRefused

SAMPLE = 256 * 1024
CHUNK = 1024 * 1024
# UTF-32's mark begins with UTF-16's, so it is looked for first.
MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
MARKED = {encoding for _mark, encoding in MARKS}
CHINESE = ["gb18030", "cp950"]
LATIN, KOREAN = "cp1252", "cp949"
# Those that may be chosen; the last ones are too much like the others to be guessed.
ENCODINGS = [
    "utf-8", *CHINESE, "utf-16-le", "utf-16-be", LATIN, "cp1250", "cp1251", "cp932", KOREAN,
    "utf-8-sig", "utf-16", "utf-32",
]  # fmt: skip
CUT_OFF = {"unexpected end of data", "truncated data"}
COMMON_ENOUGH = 0.6
# A short list of rare names must not turn Big5 by chance.
HOME_ADVANTAGE = 0.15
ALONE_ENOUGH, LONGEST_ACCENTED = 0.5, 3
ENOUGH_HANGUL, ONLY_HANGUL, ENOUGH_KANA, SOME_KANA = 30, 0.9, 10, 0.15
# A sign in the middle of a word is a letter of another encoding.
MISFITS_ALLOWED = 0.01
# Programs that count bytes cut a character in two, one in many thousands.
BROKEN_ALLOWED = 0.01
PRINTABLE_ENOUGH = 0.98
NULS_IN_UTF_16 = 0.01
UNPRINTABLE = {"Cc", "Cn", "Cs"}
BROKEN = "\ufffd"
FOREIGN_BYTES = re.compile(rb"[\x80-\xff]+")
# Dots that lead from a name to its number.
REPEATED = re.compile(rb"([\x80-\xff])\1+")
INSIDE_WORDS = re.compile(r"(?<=[A-Za-z])[^\x00-\x7f](?=[A-Za-z])")
BETWEEN_LETTERS = "’‘´·–—…°ºª\xa0\xad"
ACCENTED = re.compile(r"(?:(?<=[A-Za-z])[^\W\x00-\x7f]{1,3}|[^\W\x00-\x7f]{1,3}(?=[A-Za-z]))")

# Signs of Windows that a program took for controls; the next line (85) is one now and then.
MISTAKEN = re.compile(rb"\xc2[\x80-\x84\x86-\x9f]")
SIGNS = {
    n: bytes([n]).decode(LATIN)
    for n in range(0x80, 0xA0)
    if n not in (0x81, 0x85, 0x8D, 0x8F, 0x90, 0x9D)
}


class Encoding(NamedTuple):
    """A Python codec, and whether it decodes the file to the last character."""

    name: str
    is_whole: bool = True


def text_encoding(file, filename: str, chosen: str = "") -> Encoding:
    """What decodes `file`, but for a broken character here and there; the chosen one, if it does."""
    sample = telling_sample(file)
    if chosen:
        return fitting(file, filename, chosen)
    for encoding in candidates(sample):
        if decodes(file, encoding, filename) and makes_sense(sample, encoding):
            return Encoding(encoding)
    for encoding in candidates(sample):
        if encoding != LATIN and nearly_decodes(file, encoding) and makes_sense(sample, encoding):
            return Encoding(encoding, is_whole=False)
    if b"\0" in sample:
        raise SheetRefused("not a sheet", file=filename, found="binary")
    raise SheetRefused("unknown encoding", file=filename)


def holds_mistaken_signs(file, encoding: str) -> bool:
    """Whoever writes the mark of UTF-8 knows what they encode."""
    file.seek(0)
    return encoding == "utf-8" and MISTAKEN.search(file.read()) is not None


def as_signs(line: str) -> str:
    """U+0093 and the like as the quotation marks and dashes they were before."""
    return line if line.isascii() else line.translate(SIGNS)


def telling_sample(file) -> bytes:
    """The first piece that is not all ASCII, else the first."""
    file.seek(0)
    first = piece = file.read(SAMPLE)
    while piece and piece.isascii():
        piece = file.read(SAMPLE)
    return piece or first


def fitting(file, filename: str, encoding: str) -> Encoding:
    if encoding in ENCODINGS and decodes(file, encoding, filename):
        return Encoding(encoding)
    if encoding in ENCODINGS and nearly_decodes(file, encoding):
        return Encoding(encoding, is_whole=False)
    raise SheetRefused("other encoding", file=filename, encoding=encoding)


def candidates(sample: bytes) -> Iterator[str]:
    """The likeliest first; the others cost a look at every character."""
    for mark, encoding in MARKS:
        if sample.startswith(mark):
            yield encoding
            return
    # Even a text all in Chinese has line ends and separators, half of each a NUL in UTF-16.
    if sample.count(0) > len(sample) * NULS_IN_UTF_16:
        little = sample[1::2].count(0) >= sample[::2].count(0)
        yield from ["utf-16-le", "utf-16-be"] if little else ["utf-16-be", "utf-16-le"]
        return
    yield "utf-8"
    yield from [LATIN] if looks_latin(sample) else chinese_first(sample)


def chinese_first(sample: bytes) -> list[str]:
    if is_korean(sample):
        return [KOREAN]
    if is_japanese(sample):
        return []
    leads = share_common(sample, "gb18030") + HOME_ADVANTAGE >= share_common(sample, "cp950")
    chinese = CHINESE if leads else CHINESE[::-1]
    return [*chinese, *([LATIN] if is_all_accents(sample) else [])]


def is_korean(sample: bytes) -> bool:
    """Its letters lie where Chinese has its commonest; no text has only those."""
    letters = {c for c in sample.decode(KOREAN, "ignore") if not c.isascii()}
    hangul = sum("\uac00" <= c <= "\ud7a3" for c in letters)
    return hangul >= max(ENOUGH_HANGUL, len(letters) * ONLY_HANGUL)


def is_japanese(sample: bytes) -> bool:
    """As Unix writes it: with kana, of which a Chinese text has one or two."""
    foreign = [c for c in sample.decode("euc_jp", "replace") if not c.isascii()]
    kana = [c for c in foreign if "\u3041" <= c <= "\u30fe"]
    is_whole = foreign.count(BROKEN) <= len(foreign) * BROKEN_ALLOWED
    return is_whole and len(set(kana)) >= ENOUGH_KANA and len(kana) >= len(foreign) * SOME_KANA


def decodes(file, encoding: str, filename: str) -> bool:
    """Whether every byte decodes. A file that ends in the middle of a character is refused."""
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        while chunk := file.read(CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        if error.reason in CUT_OFF:
            raise SheetRefused("damaged", file=filename) from error
        return False
    return True


def nearly_decodes(file, encoding: str) -> bool:
    """Whether few of the characters beyond ASCII are broken."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    file.seek(0)
    broken = foreign = 0
    while chunk := file.read(CHUNK):
        text = decoder.decode(chunk)
        broken += text.count(BROKEN)
        foreign += len(text) - len(text.encode("ascii", "ignore"))
    return broken <= foreign * BROKEN_ALLOWED


def makes_sense(sample: bytes, encoding: str) -> bool:
    """Many encodings decode almost anything: keep the one that gives people's text."""
    if encoding in MARKED:
        return True
    if encoding in CHINESE:
        return share_common(sample, encoding) >= COMMON_ENOUGH
    return looks_printable(sample.decode(encoding, "ignore"))


def looks_printable(text: str) -> bool:
    text = text.translate(SIGNS)
    good = sum(c.isspace() or unicodedata.category(c) not in UNPRINTABLE for c in text)
    return good >= len(text) * PRINTABLE_ENOUGH


def looks_latin(sample: bytes) -> bool:
    """Whether letters with accents stand alone among plain ones, as no Chinese encoding has it."""
    runs = FOREIGN_BYTES.findall(REPEATED.sub(rb"\1", sample))
    alone = sum(len(run) == 1 for run in runs)
    if not runs or alone < len(runs) * ALONE_ENOUGH:
        return False
    long = sum(len(run) > LONGEST_ACCENTED for run in runs)
    foreign = sum(map(len, runs))
    return long + misfits(sample.decode(LATIN, "replace")) <= foreign * MISFITS_ALLOWED


def misfits(text: str) -> int:
    """How many characters there are none of in Latin text, or not where they stand."""
    inside = INSIDE_WORDS.findall(text)
    signs = sum(not (c.isalpha() or c in BETWEEN_LETTERS or c == BROKEN) for c in inside)
    return text.count(BROKEN) + text.count("ÿ") + signs


def is_all_accents(sample: bytes) -> bool:
    """Whether what is beyond ASCII are a few letters each in a word of plain ones."""
    text = sample.decode(LATIN, "replace")
    return ACCENTED.sub("", text).isascii()


def share_common(sample: bytes, encoding: str) -> float:
    """How much of it is level 1 of GB/T 2312 or of Big5, or their punctuation: what is read in a
    wrong encoding gives rare characters instead."""
    foreign = [c for c in sample.decode(encoding, "replace") if not c.isascii()]
    return sum(map(common_in_chinese, foreign)) / len(foreign) if foreign else 1


def common_in_chinese(character: str) -> bool:
    code = character.encode("gb2312", "ignore")
    if code and (0xB0 <= code[0] <= 0xD7 or code[0] in (0xA1, 0xA3)):
        return True
    code = character.encode("big5", "ignore")
    return bool(code) and 0xA4 <= code[0] <= 0xC6
