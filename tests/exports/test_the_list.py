"""The audit keeps the contract of every list."""

import pytest
from django.urls import reverse

from crm.grid.exporting.grids import ExportGrid
from crm.grid.exporting.models import ExportRecord
from tests.exports.conftest import table_of
from tests.factories_exports import make_export
from tests.grids.contract import GridContract
from tests.house import browser_of


class TestExports(GridContract):
    grid, url = ExportGrid, "grids:exports"

    def make(self, owner):
        return make_export(owner)

    def said_by(self, action):
        return self.owner

    def take_out_of_sight(self, row):
        ExportRecord.objects.filter(pk=row.pk).update(by=self.stranger)

    def test_the_export_is_what_the_screen_shows(self):
        """The export of the audit stands in it already."""
        self.make(self.owner)
        table = table_of(self.downloaded("csv"))
        assert len(table) - 1 == ExportRecord.objects.count() == 2
        assert table[1][0] == str(ExportGrid.title)

    def test_what_a_cell_copies_is_what_the_export_writes(self):
        """Looked at before: the export itself is still under way while it is written."""
        self.make(self.owner)
        everything = "cols=" + ",".join(column.name for column in self.asked().columns)
        drawn = [row.texts for row in self.drawn(everything).rows]
        assert self.exported(everything)[2:] == drawn

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_an_export_by_a_job_has_the_same_cells(self, kind):
        self.make(self.owner)
        assert len(table_of(self.downloaded(kind))) == 3

    def test_sizes_are_summed_as_people_say_them(self):
        make_export(self.owner, content=b"x" * 1024)
        make_export(self.owner, content=b"x" * 1024)
        (foot,) = [t for t in self.asked().totals if t.column.name == "size"]
        assert [str(line).replace("\xa0", " ") for line in foot.lines] == ["2.0 KB"]

    def test_what_is_not_through_says_no_sizes(self):
        for state in ("waiting", "working", "failed", "done"):
            make_export(self.owner, state=state, rows=0, size=0)
        grid = self.asked("cols=rows,size")
        empty = [[cell.empty for cell in row.cells] for row in grid.table]
        states = [record.state for record in grid.page.rows]
        through = [[state != "done"] * 2 for state in states]
        assert sorted(states) == ["done", "failed", "waiting", "working"]
        assert empty == through

    def test_one_whose_file_is_gone_says_so(self):
        make_export(self.owner, days=-1)
        page = browser_of(self.owner).get(reverse(self.url)).content.decode()
        assert "done, file deleted" in page
        make_export(self.owner)
        assert (
            browser_of(self.owner).get(reverse(self.url)).content.decode().count("done</span>") == 1
        )
