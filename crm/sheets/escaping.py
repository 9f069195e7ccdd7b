"""Formula injection (OWASP "CSV Injection"): text a spreadsheet would run is written with an
apostrophe before it, and read back without."""

import re

STARTS_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
ESCAPED = re.compile("'+[=+\\-@\t\r\n＝＋－＠]")


def escaped(text: str) -> str:
    return f"'{text}" if STARTS_FORMULA.match(text) else text


def unescaped(text: str) -> str:
    return text[1:] if text[:1] == "'" and ESCAPED.match(text) else text
