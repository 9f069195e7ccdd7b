"""Cells from a spreadsheet, read as an import reads them, become a change that is looked at first."""

import csv
import io

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import MultipleChoiceField
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from crm.grid.changes.checking import Values, hindrance, judge
from crm.grid.changes.models import Change, ChangeSet
from crm.grid.changes.writing_down import write_down_paste
from crm.grid.copying import exported_text
from crm.naming import fold
from crm.refusals import Refused
from crm.sheets.cells import BadCell, cleaned_text
from crm.sheets.escaping import unescaped
from crm.sheets.refusals import SheetRefused
from crm.sheets.texts.delimited import parsed
from crm.sheets.texts.dialects import Dialect

MOST_ROWS, MOST_CELLS = 500, 5_000
State = Change.State


def paste(grid, ids: list[int], names: list[str], text: str) -> ChangeSet:
    """A draft of what `text`, cells parted by tabs, would make of the rows `ids` in the columns
    `names`, from the first of each on. Raises Refused for nothing and for too much."""
    block = cells_in(text)
    refuse_unless_fitting(block, ids, names)
    pasted = Pasted(grid, ids[: len(block)], names, block)
    return write_down_paste(grid, pasted.checked(), max(0, len(block) - len(ids)))


def cells_in(text: str) -> list[list[str]]:
    """Rows of cells, as spreadsheets put them: quotes around tabs and line breaks. Text with a
    lone quote is no such thing, and every line of it is a row."""
    try:
        rows = list(parsed(io.StringIO(text, newline=""), Dialect("\t"), ""))
    except SheetRefused:
        lines = csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
        rows = [[cleaned_text(cell) for cell in row] for row in lines]
    return [row or [""] for row in rows]


def refuse_unless_fitting(block, ids, names):
    if not (block and ids and names):
        raise Refused(
            _("There is nothing to paste here."),
            _("Copy cells of a spreadsheet, then choose a cell."),
        )
    if len(block) > MOST_ROWS or sum(map(len, block)) > MOST_CELLS:
        raise Refused(
            _("%(count)d rows are too many to paste at once.") % {"count": len(block)},
            _("Paste at most %(rows)d rows and %(cells)d cells, or import the sheet.")
            % {"rows": MOST_ROWS, "cells": MOST_CELLS},
        )


class Pasted:
    """A block of texts over rows and columns of a list; what it needs is read once."""

    def __init__(self, grid, ids, names, block):
        self.grid, self.ids, self.block = grid, ids, block
        self.columns = [
            grid.columns_by_name[n] for n in dict.fromkeys(names) if n in grid.columns_by_name
        ]
        self.values, self.readers = Values(grid.editing), {}
        self.doubts = grid.editing.doubts(grid.user)

    @cached_property
    def records(self) -> dict:
        """The rows as the list shows them."""
        found = self.grid.loaded(self.ids)
        for column in self.columns:
            column.load(found, self.grid)
        return {record.pk: record for record in found}

    @cached_property
    def seen(self) -> dict[int, str]:
        return {pk: str(record) for pk, record in self.records.items()}

    @cached_property
    def rows(self) -> dict:
        """Those of them that may be changed, with all their values."""
        return self.grid.editing.rows(self.grid.user).in_bulk(self.ids)

    def checked(self) -> list[Change]:
        found = []
        for pk, texts in zip(self.ids, self.block, strict=False):
            cells = [
                (column, self._cell(pk, column, text), text)
                for column, text in zip(self.columns, texts, strict=False)
            ]
            self._check_row(pk, cells)
            found += [cell for _column, cell, _text in cells]
        return found

    def _cell(self, pk, column, text) -> Change:
        return Change(
            record_id=pk,
            name=self.seen.get(pk, ""),
            column=column.name,
            new_text=text[:200],
            state=State.PENDING,
        )

    def _check_row(self, pk, cells):
        """Every cell that is not as it was goes through one form of the row."""
        asked = {}
        for column, cell, text in cells:
            if self._is_as_copied(pk, column, text):
                self._stays(cell, column, text)
            elif not self._is_hindered(cell, column):
                asked[column.form_field] = (column, cell, text)
        if asked:
            RowCheck(self, self.rows[pk], asked).check()

    def _is_as_copied(self, pk, column, text) -> bool:
        record = self.records.get(pk)
        return record is not None and text.strip() == copied(column, record).strip()

    def _stays(self, cell, column, text):
        cell.old_text = cell.new_text = text
        cell.settle(State.SAME)

    def _is_hindered(self, cell, column) -> bool:
        if cell.name and column.name not in self.grid.editable_columns:
            why = _("“%(column)s” is not changed in the list.") % {"column": column.heading}
            state = State.REFUSED
        else:
            state, why = hindrance(self, cell)
        if state:
            cell.settle(state, why)
        return bool(state)

    def reader(self, column):
        if column.name not in self.readers:
            self.readers[column.name] = column.reader()
        return self.readers[column.name]


class RowCheck:
    """Texts for some fields of one row: read, then tried in the row's own form."""

    def __init__(self, pasted: Pasted, record, asked: dict):
        self.pasted, self.record, self.asked = pasted, record, asked
        self.form = pasted.grid.editing.form_of(record, asked.keys())

    def check(self):
        wanted = {}
        for field, (column, cell, text) in self.asked.items():
            now = self.pasted.values.of(self.record, field)
            cell.old, cell.old_text = now.plain, now.text
            try:
                wanted[field] = self._read(field, column, text)
            except ValidationError as error:
                cell.settle(State.REFUSED, " ".join(error.messages))
        if wanted:
            self._try(wanted)

    def _read(self, field: str, column, text: str):
        """The plain value that the text means."""
        made = self.form.fields[field]
        if isinstance(text, BadCell):
            raise ValidationError(text.reason)
        if not text.strip():
            return [] if isinstance(made, MultipleChoiceField) else ""
        if isinstance(queryset := getattr(made, "queryset", None), QuerySet):
            return str(the_one_named(made, queryset, text).pk)
        return self.form.plain(field, self.pasted.reader(column)(text))

    def _try(self, wanted):
        seen = {field: self.asked[field][1].old for field in wanted}
        form = self.pasted.grid.editing.form_with(self.record, seen, wanted)
        form.is_valid()
        for field in wanted:
            cell = self.asked[field][1]
            if faults := form.errors.get(field):
                cell.settle(State.REFUSED, " ".join(faults))
            elif form.non_field_errors():
                cell.settle(State.REFUSED, " ".join(form.non_field_errors()))
            else:
                self._judge(cell, form, field)

    def _judge(self, cell, form, field):
        value = form.cleaned_data[field]
        cell.new, cell.new_text = form.plain(field, value), form.show(field, value)
        judge(cell, self.record, field, self.pasted.doubts)


def the_one_named(field, queryset, text: str):
    """The only record that the field offers under this name."""
    found = [one for one in queryset.all() if fold(field.label_from_instance(one)) == fold(text)]
    if len(found) != 1:
        raise ValidationError(_("“%(text)s” is unknown.") % {"text": text[:80]})
    return found[0]


def copied(column, record) -> str:
    """What the cell gives to the clipboard, without what keeps a formula from running."""
    return unescaped(exported_text(column, record))
