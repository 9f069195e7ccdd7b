"""What was typed into a form that a missing right turned away: shown, and ready to be sent again."""

from dataclasses import dataclass
from itertools import chain

OF_THE_MACHINE = {"csrfmiddlewaretoken", "seen", "next", "query", "version", "anyway", "ids"}
SECRET = "password"  # noqa: S105 a part of names
SHORTEST_NUMBER = 7
"""A number of fewer digits is the id of something chosen; of as many, a phone's or an amount."""


@dataclass(frozen=True)
class Kept:
    """`fields` are the (name, value) pairs to send to `url` again, `texts` what a person typed."""

    url: str
    fields: list[tuple[str, str]]

    @property
    def texts(self) -> list[str]:
        typed = (value.strip() for name, value in self.fields if name not in OF_THE_MACHINE)
        return [text for text in dict.fromkeys(typed) if is_typed(text)]


def is_typed(text: str) -> bool:
    number = text.isascii() and text.isdigit()
    return len(text) >= SHORTEST_NUMBER if number else text not in ("", "on", "mine", "theirs")


def kept_of(request) -> Kept | None:
    """None where the page with the form still stands, or nothing was typed. Secrets are not kept."""
    if request.method != "POST" or request.htmx:
        return None
    pairs = chain.from_iterable(
        ((name, value) for value in values) for name, values in request.POST.lists()
    )
    fields = [(n, v) for n, v in pairs if n != "csrfmiddlewaretoken" and SECRET not in n]
    kept = Kept(request.get_full_path(), fields)
    return kept if kept.texts else None
