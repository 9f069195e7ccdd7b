"""Sentences that are stored: who reads one need not speak the language of who had it made."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.functional import Promise

T = TypeVar("T")
Sentence = dict[str, str]
"""What is said, by the code of the language."""


def in_each_language(say: Callable[[], T]) -> dict[str, T]:
    """What `say` says while each language is the active one."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found[code] = say()
    return found


def sentence(text: Promise, /, **words) -> Sentence:
    """Of a text that is translated lazily, with its words put in."""
    return in_each_language(lambda: str(text) % words if words else str(text))


def as_read(said: Sentence | str | Promise) -> str:
    """In the active language. What was stored before there were several is one text."""
    if not isinstance(said, dict):
        return str(said)
    return said.get(active_language()) or next(iter(said.values()), "")


def active_language() -> str:
    return translation.get_language() or settings.LANGUAGE_CODE


def why_refused(read: Callable, value, error: ValidationError) -> list[Sentence]:
    """The messages of an error that `read` raised of a value. Some of them were translated when it
    was raised, so that it is raised anew in each language."""
    told = in_each_language(lambda: messages_of(read, value, error))
    return [dict(zip(told, messages, strict=True)) for messages in zip(*told.values(), strict=True)]


def messages_of(read: Callable, value, error: ValidationError) -> list[str]:
    try:
        read(value)
    except ValidationError as again:
        return again.messages
    return error.messages


def reasons(problems: Iterable) -> list[tuple[int | None, str]]:
    """Pairs of a column and a sentence, as they are read."""
    return [(column, as_read(said)) for column, said in problems]
