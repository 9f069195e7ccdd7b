"""Reads what `tree` writes."""

import re

from django.utils.translation import gettext as _

from crm.grid.conditions.tree import GROUPS, Leaf, Node, Related

LONGEST, DEEPEST, MOST = 2_000, 6, 40
HEAD = re.compile(r"([^(),.:~]{1,60})(?:([.:])([a-z_]{1,20})(\d{0,4}))?")
VALUE = re.compile(r"[^(),~]|~.", re.S)
PLAIN, COUNTED = {"has", "no"}, {"min", "max", "is"}


class Unreadable(ValueError):
    """The text is no condition; says why in a sentence."""


def read(text: str) -> tuple[Node, ...]:
    """The parts, which must all hold. Raises Unreadable."""
    if len(text) > LONGEST:
        raise Unreadable(_("They are too long."))
    reader = Reader(text)
    parts = reader.parts(1) if text else ()
    if reader.place < len(text):
        raise reader.lost()
    return parts


class Reader:
    def __init__(self, text):
        self.text, self.place, self.count = text, 0, 0

    def parts(self, depth) -> tuple[Node, ...]:
        if depth > DEEPEST:
            raise Unreadable(_("They are nested more than %(most)d deep.") % {"most": DEEPEST})
        found = [self.part(depth)]
        while self.takes(","):
            found.append(self.part(depth))
        return tuple(found)

    def part(self, depth) -> Node:
        self.count += 1
        if self.count > MOST:
            raise Unreadable(_("There are more than %(most)d.") % {"most": MOST})
        head = HEAD.match(self.text, self.place)
        if not head:
            raise self.lost()
        self.place = head.end()
        name, mark, word, number = head.groups()
        if mark == ".":
            return Leaf(name, f"{word}{number}", self.inside(self.values))
        if mark == ":":
            return self.related(name, word, number, self.inside(lambda: self.parts(depth + 1)))
        if name in GROUPS and (inside := self.inside(lambda: self.parts(depth + 1))):
            return GROUPS[name](inside)
        raise self.lost()

    def related(self, name, word, number, parts) -> Related:
        if (word in PLAIN and not number) or (word in COUNTED and number):
            return Related(name, word, int(number) if number else None, parts)
        raise self.lost()

    def inside(self, read) -> tuple:
        """What stands in brackets; nothing where none begin."""
        if not self.takes("("):
            return ()
        found = read()
        if not self.takes(")"):
            raise self.lost()
        return found

    def values(self) -> tuple[str, ...]:
        found = [self.value()]
        while self.takes(","):
            found.append(self.value())
        return tuple(found)

    def value(self) -> str:
        begin = self.place
        while found := VALUE.match(self.text, self.place):
            self.place = found.end()
        return re.sub(r"~(.)", r"\1", self.text[begin : self.place], flags=re.S)

    def takes(self, mark) -> bool:
        found = self.text.startswith(mark, self.place)
        self.place += found
        return found

    def lost(self) -> Unreadable:
        rest = self.text[self.place : self.place + 20].replace("\0", "")
        if not rest:
            return Unreadable(_("Something is missing at the end."))
        return Unreadable(_("They cannot be read from “%(rest)s” on.") % {"rest": rest})
