"""Headings of a sheet meet the targets."""

import re

from crm import naming
from customers.imports.mapping.chosen import Mapping
from customers.imports.mapping.targets import targets

IN_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")


def guessed(header: list[str]) -> Mapping:
    """The target of each column by its heading, each target once; the rest is left out."""
    by_heading, found = targets_by_heading(), {}
    for index, heading in enumerate(header):
        free = [t for t in meant_by(heading, by_heading) if t not in found.values()]
        if free:
            found[index] = free[0]
    return Mapping.plain(found, header)


def targets_by_heading() -> dict[str, list[str]]:
    """The targets each heading can mean, the likeliest first: what an admin named like a
    fixed column stands behind it, what a list calls its own before what others call it."""
    found: dict[str, list[str]] = {}
    known = sorted(targets().values(), key=lambda target: target.is_added)
    names = [(name, target.name) for target in known for name in target.names]
    synonyms = [(word, target.name) for target in known for word in target.synonyms]
    for heading, target in names + synonyms:
        found.setdefault(heading, []).append(target)
    return found


def meant_by(heading: str, by_heading: dict[str, list[str]]) -> list[str]:
    """As it stands, or without what is added in brackets: "电话（必填）"."""
    bare = IN_BRACKETS.sub("", heading)
    return by_heading.get(naming.fold(heading)) or by_heading.get(naming.fold(bare)) or []
