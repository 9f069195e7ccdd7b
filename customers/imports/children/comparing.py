"""What differs between what a row says and what is stored, and how that is kept as JSON."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from customers.imports.checking.slots import NOTHING
from customers.imports.children.drafts import Draft

# A sheet keeps no more of an instant.
ROUNDED = timedelta(minutes=1)


def differences(model, draft: Draft, record: dict) -> list[tuple[str, Any, Any]]:
    """(column, old, new) of what a row says otherwise; what it does not say stays."""
    said = [*draft.record.items(), *draft.people.items()]
    pairs = ((column, record.get(column), new) for column, new in said)
    laid = ((column, old, laid_over(old, new)) for column, old, new in pairs)
    return [(column, old, new) for column, old, new in laid if not is_same(old, new)]


def laid_over(old, new):
    """Own fields stand in one column: those that a row does not say stay."""
    return {**(old or {}), **new} if isinstance(new, dict) else new


def fillable(differing, together: frozenset[str]) -> list[tuple[str, Any, Any]]:
    """Those with nothing there, and none of what holds `together` where one of it is there."""
    filled = [(c, old, laid_over(new, old) if isinstance(new, dict) else new)
              for c, old, new in differing if old in NOTHING or isinstance(new, dict)]  # fmt: skip
    filled = [each for each in filled if each[1] != each[2]]
    kept = {column for column, _old, _new in differing} - {column for column, *_rest in filled}
    return [each for each in filled if not (kept & together and each[0] in together)]


def shown(target: str, old, new) -> list[list]:
    """[target, old, new] as the difference shows them, own fields one by one."""
    if isinstance(new, dict):
        before = old or {}
        return [[key, before.get(key), v] for key, v in new.items() if before.get(key) != v]
    return [[target, told(old), told(new)]]


def is_same(old, new) -> bool:
    if old in NOTHING and new in NOTHING:
        return True
    if isinstance(old, datetime) and isinstance(new, datetime):
        return abs(old - new) < ROUNDED
    if isinstance(old, str) and isinstance(new, str):
        return one_line_end(old) == one_line_end(new)
    return old == new


def one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def plain(values: dict) -> dict:
    """As JSON holds it and the database reads it back, every digit kept."""
    return {column: as_json(value) for column, value in values.items()}


def as_json(value):
    return str(value) if isinstance(value, date | Decimal) else value


def told(value):
    """As the difference shows it: an instant in the reader's zone, to the minute."""
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    return as_json(value)
