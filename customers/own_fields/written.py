"""How people and spreadsheets write numbers, days, yes and no, and currencies."""

import re

GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?", re.A)
PLAIN = re.compile(r"-?\d+(\.\d+)?", re.A)
DAY = re.compile(
    r"(\d{4})([-/.年])(\d{1,2})[-/.月](\d{1,2})日?(?: 00:00(?::00)?)?",
    re.A,
)
COMPACT_DAY = re.compile(r"(\d{4})()(\d\d)(\d\d)", re.A)
YES = {"yes", "y", "true", "1", "是", "有", "√", "✓", "对"}
NO = {"no", "n", "false", "0", "否", "无", "×", "✗", "没有"}
CURRENCIES = {
    "CNY": ("¥", "元", "RMB"),
    "USD": ("US$", "$", "美元"),
    "EUR": ("€", "欧元"),
    "HKD": ("HK$", "港元", "港币"),
    "JPY": ("日元", "円"),
    "GBP": ("£", "英镑"),
}
"""The currencies an amount can be in, and what people write for them."""
