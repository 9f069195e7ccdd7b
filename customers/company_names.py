"""What two spellings of one company's name have in common: its name without its legal form.

Pure functions over folded text (`crm.naming.fold`): width, case, blanks, brackets and dots never
count. "恒宇机械（集团）股份有限公司" and "恒宇机械" share the core "恒宇机械".
"""

import re
import unicodedata
from itertools import product

from crm.naming import fold, sort_key

SHORTEST_CORE = 2

GROUPS = ("", "集团", "控股", "控股集团", "group", "holding", "holdings")
FORMS_ZH = ("公司", "有限公司", "有限责任公司", "股份公司", "股份有限公司", "股份有限责任公司")
FORMS_EN = (
    *("co", "company", "ltd", "limited", "coltd", "companyltd", "colimited", "companylimited"),
    *("inc", "incorporated", "coinc", "corp", "corporation", "llc", "plc", "gmbh", "ag", "sa"),
)
TAILS = tuple(group + form for group, form in product(GROUPS, ("", *FORMS_ZH, *FORMS_EN)))

# A branch (分公司) or a daughter (子公司) is another company than its parent.
_TAIL_ZH = re.compile(r"(?:(?:有限|股份|责任)*(?<![分子])公司|(?<=..)(?:集团|控股))$")
_TAIL_EN = re.compile(
    r"(?<=\w) (?:co|company|ltd|limited|inc|incorporated|corp|corporation|llc|plc|gmbh|ag|sa"
    r"|group|holdings?)$"
)
_BLANKS = re.compile(r"(?:\W|_)+")
_BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff]) | (?=[\u3400-\u9fff])")


def core(name: str) -> str:
    """The folded name without its legal form; the whole folded name if nothing else is left.

    >>> core("HENGYU Machines Co., Ltd.")
    'hengyumachines'
    """
    text = _BLANKS.sub(" ", unicodedata.normalize("NFKC", name).casefold()).strip()
    text = _BETWEEN_HAN.sub("", text)
    while (shorter := _TAIL_EN.sub("", _TAIL_ZH.sub("", text).strip())) != text:
        text = shorter
    bare = fold(text)
    return bare if len(bare) >= SHORTEST_CORE else fold(name)


def sort_names(name: str) -> list[str]:
    """The `sort_name` of every spelling that shares the name's core, for the index on it.

    A row found by one of them is still to be compared by `core`: "Cis" is not "Cisco".
    """
    bare = core(name)
    return sorted({sort_key(bare + tail)[:400] for tail in TAILS}) if bare else []
