"""What reads like the name of a column."""

import re

from crm.sheets.cells import BadCell, is_blank
from crm.sheets.own_columns import is_reason_column
from crm.sheets.tables import Row

# 12, 2024, 202401, 2024-01.
SHORT_NUMBER = re.compile(r"\s*(?:\d{1,4}|(?:19|20)\d\d[-./]?(?:0?[1-9]|1[0-2]))\s*")
# Of a column of numbers or of amounts; a dash stands in records.
SIGN = re.compile(r"\s*[#＃№%％¥￥$€£*＊]{1,2}\s*")
NO_NAME = re.compile(r"\d{7}|@|://")


def looks_like_names(row: Row) -> bool:
    """Names, among which a year, a month or a sign may stand; no phone, no mail address, no date."""
    cells = [cell for cell in row.cells if not is_blank(cell)]
    names = sum(map(is_name, cells))
    return names > 0 and all(is_name(cell) or may_stand_among_names(cell) for cell in cells)


def is_name(cell) -> bool:
    if not isinstance(cell, str) or isinstance(cell, BadCell):
        return False
    # The mark of our own column may hold as many digits as a phone number.
    return is_reason_column(cell) or (any(map(str.isalpha, cell)) and not NO_NAME.search(cell))


def may_stand_among_names(cell) -> bool:
    if not isinstance(cell, str) or isinstance(cell, BadCell):
        return False
    return bool(SHORT_NUMBER.fullmatch(cell) or SIGN.fullmatch(cell))


def tidy(cell) -> str:
    """A column name on one line: "客户\\n名称" → "客户 名称"."""
    return " ".join(str(cell).split())
