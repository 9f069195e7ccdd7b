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

    `context(customer, user, access)` gives the template its names; the template is the inside
    of a card. `column` is "main" or "side". A panel is for insiders unless `for_readers`.
    Whoever changes what it shows says so to the page by the event `<key>-changed`.
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


def changes() -> str:
    """When the parts of the page load again, in htmx's words: what one room changes, another
    may show."""
    return ", ".join(f"{panel.key}-changed from:body" for panel in panels())


def panel(key: str) -> Panel | None:
    return _panels.get(key)
