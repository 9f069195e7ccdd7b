"""Texts of which a glance tells that a field takes them; all others are the field's own to judge.

A sheet has a million of them, and a field's validators take twenty times as long as its pattern.
"""

import re
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db.models import CharField, EmailField, Field, TextField, URLField

_HOST = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}"
_ANY = re.compile(r".+", re.DOTALL)
SHAPES: dict[type[Field], re.Pattern] = {
    CharField: _ANY,
    TextField: _ANY,
    EmailField: re.compile(rf"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*@{_HOST}", re.IGNORECASE | re.ASCII),
    URLField: re.compile(rf"https?://{_HOST}(?:/[a-z0-9._~/-]*)?", re.IGNORECASE | re.ASCII),
}
LONGEST_WITHOUT_LIMIT = 10_000


def cleaner(field: Field) -> Callable[[Any], Any]:
    """`field.clean`, with the same values and the same errors."""
    shape = None if field.choices else SHAPES.get(type(field))
    if shape is None:
        return lambda value: field.clean(value, None)
    limits = [each for each in field.validators if isinstance(each, MaxLengthValidator)]
    longest = min([each.limit_value for each in limits], default=LONGEST_WITHOUT_LIMIT)
    seen = [*limits, *type(field).default_validators]
    asked = [each for each in field.validators if each not in seen]

    def clean(value):
        try:
            if len(value) <= longest and shape.fullmatch(value):
                for validator in asked:
                    validator(value)
                return value
        except (TypeError, ValidationError):
            pass
        return field.clean(value, None)

    return clean
