"""The lists of the product by their keys, and columns that rooms above add to lists below.

An app registers its lists in its `AppConfig.ready`. What works on any list (views, edits, exports)
finds it here; what a room above knows of a lower room's rows becomes a column by `add_column`.
"""

_grids: dict[str, type] = {}


def register_grid(grid_class):
    """Makes the list known by its `key`; its page is at its `url_name`."""
    if not (grid_class.key and grid_class.url_name):
        raise ValueError(f"{grid_class.__name__} needs a key and a url_name to be registered")
    _grids[grid_class.key] = grid_class


def grid_named(key: str):
    """The list of that key, or None."""
    return _grids.get(key)


def grids() -> list[type]:
    return list(_grids.values())


def add_column(grid_class, name: str, column):
    """Adds a column to a list and to the lists that inherit from it, behind their own."""
    for cls in (grid_class, *descendants(grid_class)):
        cls.add_column(name, column)


def descendants(cls):
    for child in cls.__subclasses__():
        yield child
        yield from descendants(child)
