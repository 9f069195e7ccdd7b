"""What stands around the rows: state chips, verbs on one row, verbs on a selection."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html

from crm.record_urls import record_url

BUTTON = '<button type="button" class="btn small" hx-get="{}" hx-target="#dialog"{}>{}</button>'


def always(user) -> bool:
    return True


@dataclass(frozen=True)
class State:
    """A chip that positions the grid on a state 状态定位; `condition(user)` says which rows."""

    key: str
    label: Any
    condition: Callable[[Any], Q]
    tone: str = ""


@dataclass(frozen=True)
class RowAction:
    """A link on every row that opens a form in the dialog; `key` is its keyboard key."""

    label: Any
    url_name: str
    icon: str = ""
    key: str = ""

    def url(self, record) -> str:
        return record_url(self.url_name, record.pk)

    def button(self, url: str) -> str:
        """In a row, for which `url` was made."""
        key = format_html(' data-row-key="{}"', self.key) if self.key else ""
        return format_html(BUTTON, url, key, self.label)


@dataclass(frozen=True)
class BulkAction:
    """A verb on the selected rows; its form opens in the dialog.

    It is given `ids`, the ticked rows; or, where everything that matches was chosen, `all` with
    the `grid`'s key and its `query`. Those that are not `prominent` stand behind "More". One that
    is for `exactly` so many rows is offered only while so many are ticked.
    """

    label: Any
    url_name: str
    visible: Callable[[Any], bool] = always
    args: tuple = ()
    prominent: bool = True
    exactly: int = 0

    @property
    def url(self) -> str:
        return reverse(self.url_name, args=self.args)


_on_any: list[Callable[[Any], BulkAction | None]] = []


def offer_on_any(action_for: Callable[[Any], BulkAction | None]):
    """Adds a verb to the selections of all lists: `action_for(grid)` makes it, or is None."""
    _on_any.append(action_for)


def actions_on_any(grid) -> list[BulkAction]:
    """What every list offers for its selection that has a key to be chosen by."""
    made = (action_for(grid) for action_for in _on_any) if grid.key else ()
    return [action for action in made if action]
