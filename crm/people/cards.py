"""What the rooms above add to the page on which an admin looks after a person."""

from collections.abc import Callable

from django.template.loader import render_to_string

_cards: list[tuple[str, Callable]] = []


def register_card(template: str, context: Callable):
    """`context(person)` gives the template its names, or None: then there is no card."""
    _cards.append((template, context))


def cards_of(person) -> list[str]:
    """The cards, rendered."""
    found = [(template, context(person)) for template, context in _cards]
    return [render_to_string(template, names) for template, names in found if names is not None]
