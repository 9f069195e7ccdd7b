"""What two spellings of one company's name have in common: its name without its legal form.

Pure functions over folded text (`crm.naming.fold`): width, case, blanks, brackets and dots never
count. "恒宇机械（集团）股份有限公司" and "恒宇机械" share the core "恒宇机械".
"""

import re
import unicodedata

from crm.naming import fold

SHORTEST_CORE = 2

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
    if " " in text:
        text = _BETWEEN_HAN.sub("", text)
    while (shorter := _TAIL_EN.sub("", _TAIL_ZH.sub("", text).strip())) != text:
        text = shorter
    bare = fold(text)
    return bare if len(bare) >= SHORTEST_CORE else fold(name)
