"""What stands in the cells of people and teams, written and read."""

import re
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.grid.typed import yes_or_no
from crm.naming import fold
from crm.people.models import Team
from crm.people.sheets.synonyms import STATES
from crm.people.team_names import TeamNames

YES, NO = gettext_lazy("yes"), gettext_lazy("no")
BETWEEN = "; "
SEVERAL = re.compile(r"[;；\n、]+")


def flag_text(value: bool) -> str:
    return str(YES if value else NO)


def flag(text: str) -> bool:
    state = STATES.get(fold(text))
    return yes_or_no(text) if state is None else state


def is_flag(text: str, value: bool) -> bool:
    """Whether the text says just that; what cannot be read says nothing."""
    try:
        return flag(text) == value
    except ValidationError:
        return False


def several(text: str) -> list[str]:
    return [part for part in map(str.strip, SEVERAL.split(text)) if part]


def team_of(names: TeamNames, text: str) -> Team | None:
    """The team; None for no text. Raises ValidationError for an unknown one."""
    if not text:
        return None
    if team := names.find(text):
        return team
    raise ValidationError(
        _("There is no team “%(text)s”: correct the name, or add the team first.")
        % {"text": text[:80]}
    )


def readable(read: Callable[[], Any], name: str, faults: dict) -> Any:
    """What `read` gives; a fault of the cell is noted under the field's name."""
    try:
        return read()
    except ValidationError as error:
        faults[name] = error
    return None
