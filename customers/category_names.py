"""What people write for a category in a sheet."""

import re
from collections.abc import Callable, Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from crm.naming import fold
from crm.words import listed
from customers.classification import Node, Tree
from customers.models import Axis

REGION_SUFFIX = re.compile(r"(?<=..)(省|市|特别行政区|(壮族|回族|维吾尔)?自治区)$")
TOLD = 3


def category_finder(axis: Axis) -> Callable[[str], Node]:
    """A function from a name in either language, a path or a code to the one category in use.

    Of several so named the one nearest the top is meant: 吉林 is the province rather than its
    city. Raises ValidationError when none is, or several are equally near.
    """
    named: dict[str, dict[int, Node]] = {}
    for node in Tree(axis).in_use():
        for name in spellings(node):
            named.setdefault(name, {})[node.pk] = node
    return lambda text: the_one_meant([*named.get(fold(text), {}).values()], text)


def the_one_meant(found: list[Node], text: str) -> Node:
    if not found:
        raise ValidationError(_("“%(text)s” is unknown.") % {"text": text})
    if len(exact := [node for node in found if is_spelt(node, text)]) == 1:
        return exact[0]
    top = min(node.depth for node in found)
    highest = [node for node in found if node.depth == top]
    if len(highest) == 1:
        return highest[0]
    paths = [node.path for node in highest[:TOLD]] + ["…"] * (len(highest) > TOLD)
    raise ValidationError(
        _("“%(text)s” may be %(paths)s: write it with what stands above it.")
        % {"text": text, "paths": listed(paths)}
    )


def is_spelt(node: Node, text: str) -> bool:
    """Whether that is its name with all its signs: A+ is not A-, though they fold alike."""
    return text.strip().casefold() in (node.name_zh.casefold(), node.name_en.casefold())


def spellings(node: Node) -> set[str]:
    """Folded: the code, and the names alone or behind any of those above, in one language; a
    region with or without its 省 or 市."""
    chinese = behind_others(node, lambda each: plain_and_full(each.name_zh))
    english = behind_others(node, lambda each: {fold(each.name_en)})
    return (chinese | english | {fold(node.code)}) - {""}


def behind_others(node: Node, names: Callable[[Node], Iterable[str]]) -> set[str]:
    heads, above = {""}, node.above
    while above is not None:
        heads |= {name + head for name in names(above) for head in heads}
        above = above.above
    return {head + name for head in heads for name in names(node)}


def plain_and_full(name: str) -> set[str]:
    return {fold(name), fold(REGION_SUFFIX.sub("", name))}
