"""What the rooms above add to a customer: panels on its page, verbs on its row.

The upper apps register in their `AppConfig.ready`; nothing here knows them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from crm.grid import RowAction


@dataclass(frozen=True)
class Panel:
    """A part of the customer's page that loads by itself.

    `context(customer, user, access)` gives the template its names; `column` is "main" or
    "side". A panel is for insiders unless `for_readers`.
    """

    key: str
    label: Any
    template: str
    context: Callable[..., dict]
    order: int = 100
    column: str = "main"
    for_readers: bool = False

    def opens_to(self, access) -> bool:
        return access.reads if self.for_readers else access.inside


_panels: dict[str, Panel] = {}
row_actions: list[RowAction] = []


def register_panel(panel: Panel):
    _panels[panel.key] = panel


def register_row_action(action: RowAction):
    row_actions.append(action)


def panels() -> list[Panel]:
    return sorted(_panels.values(), key=lambda panel: panel.order)


def panel(key: str) -> Panel | None:
    return _panels.get(key)
