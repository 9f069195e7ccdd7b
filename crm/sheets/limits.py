"""How large a sheet may be. Each limit is a Django setting of the same name."""

from dataclasses import dataclass

from django.conf import settings

MIB = 1024 * 1024
DEFAULTS = {
    "SHEET_MAX_BYTES": 20 * MIB,
    "SHEET_MAX_ROWS": 100_000,
    "SHEET_MAX_COLUMNS": 200,
    "SHEET_MAX_INFLATED_BYTES": 500 * MIB,
    "SHEET_MAX_MEMORY_BYTES": 1024 * MIB,
    "SHEET_MAX_SECONDS": 60,
    "SHEET_MAX_DRESSED_BYTES": 20 * MIB,
}


@dataclass(frozen=True)
class Limits:
    """`bytes` of the file, `rows` under the header, filled `columns`, `inflated_bytes` of a zipped
    workbook, and what reading may cost: `memory_bytes`, `seconds` of processor time. A workbook of
    more than `dressed_bytes` gets its refused rows back without its formats."""

    bytes: int
    rows: int
    columns: int
    inflated_bytes: int
    memory_bytes: int
    seconds: int
    dressed_bytes: int


def current_limits() -> Limits:
    return Limits(*(getattr(settings, name, default) for name, default in DEFAULTS.items()))
