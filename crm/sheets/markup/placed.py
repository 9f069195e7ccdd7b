"""Cells put at their places, in the shape in which the parser of workbooks gives a sheet."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from python_calamine import SheetTypeEnum, SheetVisibleEnum

# What Excel has at most.
MOST_COLUMNS, MOST_ROWS = 16_384, 1_048_576

Place = tuple[int, int]


@dataclass
class PlacedSheet:
    """Rows and columns count from 0. `merged_cell_ranges` are pairs of first and last place."""

    name: str = ""
    is_hidden: bool = False
    rows: list[list] = field(default_factory=list)
    merged_cell_ranges: list[tuple[Place, Place]] = field(default_factory=list)
    filled: int = 0
    typ = SheetTypeEnum.WorkSheet

    @property
    def visible(self) -> SheetVisibleEnum:
        return SheetVisibleEnum.Hidden if self.is_hidden else SheetVisibleEnum.Visible

    @property
    def start(self) -> Place | None:
        return (0, 0) if self.filled else None

    def iter_rows(self) -> Iterator[list]:
        return iter(self.rows)

    def place(self, row: int, column: int, value, *, across: int = 0, down: int = 0):
        """Puts a value where it stands, merged over so many more columns and rows. What lies
        outside every sheet is a MemoryError, as it is to the parser of workbooks."""
        if row >= MOST_ROWS or column + across >= MOST_COLUMNS:
            raise MemoryError(row, column)
        while len(self.rows) <= row:
            self.rows.append([])
        cells = self.rows[row]
        cells += [""] * (column + 1 - len(cells))
        cells[column] = value
        self.filled += value != ""
        if across or down:
            self.merged_cell_ranges.append(((row, column), (row + down, column + across)))


@dataclass
class PlacedBook:
    """`sheets` in the order in which they are offered."""

    sheets: list[PlacedSheet]

    @property
    def sheets_metadata(self) -> list[PlacedSheet]:
        return self.sheets

    @property
    def sheet_names(self) -> list[str]:
        return [sheet.name for sheet in self.sheets]

    def get_sheet_by_name(self, name: str) -> PlacedSheet:
        return next(sheet for sheet in self.sheets if sheet.name == name)
