"""Which encoding a text file is in: by its mark, its NULs, or what decodes and makes sense."""

import codecs
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
CUT_OFF = {"unexpected end of data", "incomplete multibyte sequence", "truncated data"}
COMMON_ENOUGH = 0.6
PRINTABLE_ENOUGH = 0.98
NULS_IN_UTF_16 = 0.01
UNPRINTABLE = {"Cc", "Cn", "Cs"}


def text_encoding(file, filename: str) -> str:
    """The name of a Python codec that decodes the whole of `file`."""
    file.seek(0)
    sample = file.read(SAMPLE)
    for encoding in candidates(sample):
        if decodes(file, encoding, filename) and makes_sense(sample, encoding):
            return encoding
    if b"\0" in sample:
        raise SheetRefused("not a sheet", file=filename, found="binary")
    raise SheetRefused("unknown encoding", file=filename)


def candidates(sample: bytes) -> list[str]:
    for mark, encoding in MARKS:
        if sample.startswith(mark):
            return [encoding]
    # Even a text all in Chinese has line ends and separators, half of each a NUL in UTF-16.
    if sample.count(0) > len(sample) * NULS_IN_UTF_16:
        little = sample[1::2].count(0) >= sample[::2].count(0)
        return ["utf-16-le", "utf-16-be"] if little else ["utf-16-be", "utf-16-le"]
    return ["utf-8", "gb18030"]


def decodes(file, encoding: str, filename: str) -> bool:
    """Whether every byte decodes. A file that ends in the middle of a character is refused."""
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        while chunk := file.read(CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        if error.reason in CUT_OFF and encoding != "gb18030":
            raise SheetRefused("damaged", file=filename) from error
        return False
    return True


def makes_sense(sample: bytes, encoding: str) -> bool:
    """Many encodings decode almost anything: keep the one that gives people's text."""
    if encoding in MARKED:
        return True
    text = sample.decode(encoding, "ignore")
    return looks_chinese(text) if encoding == "gb18030" else looks_printable(text)


def looks_printable(text: str) -> bool:
    good = sum(c.isspace() or unicodedata.category(c) not in UNPRINTABLE for c in text)
    return good >= len(text) * PRINTABLE_ENOUGH


def looks_chinese(text: str) -> bool:
    """Whether most of it is level 1 of GB/T 2312 or its punctuation: Latin-1, Big5 and UTF-8
    read as GB18030 give rare characters instead."""
    foreign = [c for c in text if not c.isascii()]
    return sum(map(common_in_chinese, foreign)) >= len(foreign) * COMMON_ENOUGH


def common_in_chinese(character: str) -> bool:
    code = character.encode("gb2312", "ignore")
    return bool(code) and (0xB0 <= code[0] <= 0xD7 or code[0] in (0xA1, 0xA3))
