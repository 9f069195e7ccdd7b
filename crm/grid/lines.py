"""The rows of a list as the lines of its table."""

from crm.grid.columns import EMPTY
from crm.grid.drawing import Cell, OpenRow, Row


class Lines:
    """The trait of having a table, whose lines can be drawn one by one too."""

    @property
    def table(self) -> list[Row]:
        return [self.drawn(record, record.pk in self.rows_to_edit) for record in self.page.rows]

    def drawn(self, record, may_edit: bool) -> Row:
        """A loaded record as a line of the table."""
        open_names = self.editable_names(record, may_edit)
        parts = (
            record.pk,
            str(record),
            self.page_of_record(record),
            self._cells(self.shown_columns, record, open_names),
            [(action, action.url(record)) for action in self.actions_on_rows],
            self.selectable,
            bool(open_names),
        )
        if not self.is_opened:
            return Row(*parts)
        return OpenRow(*parts, self._cells(self.columns_beyond, record, open_names))

    def _cells(self, columns, record, open_names) -> list[Cell]:
        return [self._cell(column, record, column.name in open_names) for column in columns]

    def _cell(self, column, record, editable):
        html, plain = column.drawn(record)
        return Cell(column, html, html is EMPTY, plain, editable)
