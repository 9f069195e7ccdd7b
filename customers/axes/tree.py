"""The tree of an axis as its page shows it: closed, but for the way to one category."""

from customers.models import Axis, Category


def branch(axis: Axis, parent: Category | None = None, at: int | None = None) -> list[Category]:
    """The categories under `parent`, each with `has_children`; `below` is filled on the way to
    the category `at`, which `is_here`."""
    way = set(Category.objects.with_ancestors([at])) - {at} if at else set()
    return opened(axis, parent, way, at)


def opened(axis, parent, way, at) -> list[Category]:
    nodes = list(axis.categories.filter(parent=parent).with_children())
    for node in nodes:
        node.is_here = node.pk == at
        node.below = opened(axis, node, way, at) if node.pk in way else []
    return nodes
