"""Whether a row is still its user's to change: asked once more under the row's lock, since a form
may lie open for hours. Rooms say what a right to their rows is.

    register_right(Customer, refuse_unless_editor)
"""

from collections.abc import Callable
from typing import Any

_rights: dict[type, Callable[[Any, Any], None]] = {}


def register_right(model: type, refuse: Callable[[Any, Any], None]):
    """`refuse(row, user)` raises Refused unless `user` may change `row`, a row of `model` or of a
    model that inherits it."""
    _rights[model] = refuse


def refuse_unless_changeable(row, user):
    """By the right of the nearest model that has one."""
    refuse = next((_rights[kind] for kind in type(row).__mro__ if kind in _rights), None)
    if refuse:
        refuse(row, user)
