"""Which encoding a text file is in: by its mark, its NULs, or what decodes and makes sense."""

import codecs
import re
import unicodedata

from .refusals import SheetRefused

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
LATIN = "cp1252"
# Those that may be chosen; the last ones are too much like the others to be guessed.
ENCODINGS = [
    "utf-8", *CHINESE, "utf-16-le", "utf-16-be", LATIN, "cp1250", "cp1251", "cp932", "cp949",
    "utf-8-sig", "utf-16", "utf-32",
]  # fmt: skip
CUT_OFF = {"unexpected end of data", "truncated data"}
COMMON_ENOUGH = 0.6
# A short list of rare names must not turn Big5 by chance.
HOME_ADVANTAGE = 0.15
ALONE_ENOUGH, LONGEST_ACCENTED = 0.5, 3
PRINTABLE_ENOUGH = 0.98
NULS_IN_UTF_16 = 0.01
UNPRINTABLE = {"Cc", "Cn", "Cs"}
FOREIGN_BYTES = re.compile(rb"[\x80-\xff]+")


def text_encoding(file, filename: str, chosen: str = "") -> str:
    """The name of a Python codec that decodes the whole of `file`; the chosen one, if it does."""
    file.seek(0)
    sample = file.read(SAMPLE)
    if chosen:
        return fitting(file, filename, chosen)
    for encoding in candidates(sample):
        if decodes(file, encoding, filename) and makes_sense(sample, encoding):
            return encoding
    if b"\0" in sample:
        raise SheetRefused("not a sheet", file=filename, found="binary")
    raise SheetRefused("unknown encoding", file=filename)


def fitting(file, filename: str, encoding: str) -> str:
    if encoding not in ENCODINGS or not decodes(file, encoding, filename):
        raise SheetRefused("other encoding", file=filename, encoding=encoding)
    return encoding


def candidates(sample: bytes) -> list[str]:
    for mark, encoding in MARKS:
        if sample.startswith(mark):
            return [encoding]
    # Even a text all in Chinese has line ends and separators, half of each a NUL in UTF-16.
    if sample.count(0) > len(sample) * NULS_IN_UTF_16:
        little = sample[1::2].count(0) >= sample[::2].count(0)
        return ["utf-16-le", "utf-16-be"] if little else ["utf-16-be", "utf-16-le"]
    if looks_latin(sample):
        return ["utf-8", LATIN]
    leads = share_common(sample, "gb18030") + HOME_ADVANTAGE >= share_common(sample, "cp950")
    return ["utf-8", *(CHINESE if leads else reversed(CHINESE))]


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


def makes_sense(sample: bytes, encoding: str) -> bool:
    """Many encodings decode almost anything: keep the one that gives people's text."""
    if encoding in MARKED:
        return True
    if encoding in CHINESE:
        return share_common(sample, encoding) >= COMMON_ENOUGH
    return looks_printable(sample.decode(encoding, "ignore"))


def looks_printable(text: str) -> bool:
    good = sum(c.isspace() or unicodedata.category(c) not in UNPRINTABLE for c in text)
    return good >= len(text) * PRINTABLE_ENOUGH


def looks_latin(sample: bytes) -> bool:
    """Whether letters with accents stand alone among plain ones, as no Chinese encoding has it."""
    runs = FOREIGN_BYTES.findall(sample)
    if not runs or max(map(len, runs)) > LONGEST_ACCENTED:
        return False
    alone = sum(len(run) == 1 for run in runs)
    letters = b"".join(runs).decode(LATIN, "ignore")
    return alone >= len(runs) * ALONE_ENOUGH and all(map(is_latin, letters))


def is_latin(character: str) -> bool:
    return character.isalpha() or character in "€£§°«»„“”‘’–—…·¿¡²³½ªº®©™\xa0"


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
