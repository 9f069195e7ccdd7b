"""The cells of a list, chunk by chunk, in constant memory."""

from collections.abc import Callable, Iterator

from crm.batches import batched
from crm.matching import Matchable

CHUNK = 2_000


def header_of(grid) -> list[str]:
    return [column.heading for column in grid.shown_columns]


def cells_of(grid, note: Callable[[int], None] = lambda rows: None) -> Iterator[list]:
    """The cells of every matching row in the order on the screen. What they need is loaded once
    a chunk; `note` hears of every chunk how many rows were handed out before it."""
    done, exports = 0, [column.export for column in grid.shown_columns]
    for records in batched(sharing(grid.in_order()).iterator(chunk_size=CHUNK), CHUNK):
        note(done)
        grid.load(records)
        for record in records:
            yield [export(record) for export in exports]
        done += len(records)
    note(done)


def sharing(rows):
    """Of people and customers that stand in many rows, one object a chunk; and without what only
    searches need, which is half of a row."""
    joined = rows.query.select_related or {}
    shared = rows.select_related(None).prefetch_related(*paths_in(joined))
    return shared.defer(*rows.model.derived) if issubclass(rows.model, Matchable) else shared


def paths_in(joined: dict, head: str = "") -> Iterator[str]:
    for name, further in joined.items():
        yield head + name
        yield from paths_in(further, f"{head}{name}__")
