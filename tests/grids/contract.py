"""What every list promises. A new grid inherits it all:

class TestOrders(GridContract):
    grid, url = OrderGrid, "sales:orders"

    def make(self, owner): return make_order(make_customer(owner=owner))
"""

from contextlib import contextmanager
from urllib.parse import quote

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import get_language

from crm.grid.choosing import Selection
from crm.grid.exporting import files, running
from crm.grid.exporting.models import ExportRecord
from crm.grid.exporting.tables import header_of
from crm.grid.saved import keeping
from crm.sheets.writing.text import csv_lines
from tests.exports.conftest import table_of
from tests.factories import make_pool, make_user
from tests.grids.changes.contract import EditingContract
from tests.grids.drawn import drawn_table
from tests.grids.whole_sets import WholeSetContract

MANY = 50
GARBAGE = [
    "",
    "0",
    "-1",
    "x",
    "none",
    "me",
    "1,2",
    "9" * 40,
    "\0",
    "北京",
    "2026-13-45",
    "'--",
    "%",
]


@pytest.mark.django_db
class GridContract(EditingContract, WholeSetContract):
    grid = None
    url = ""

    def make(self, owner):
        """A row that `owner` sees and a stranger does not."""
        raise TypeError("say how a row is made")

    @pytest.fixture(autouse=True)
    def people(self, client):
        self.owner = make_user("Owner", team=make_pool())
        self.stranger = make_user("Stranger", team=make_pool())
        self.client = client
        client.force_login(self.owner)

    def asked(self, query="", user=None):
        return self.grid(user or self.owner, QueryDict(query))

    def ids(self, query="", user=None):
        return [row.pk for row in self.asked(query, user).page.rows]

    def get(self, query=""):
        return self.client.get(f"{reverse(self.url)}?{query}")

    def test_the_owner_sees_the_row_and_a_stranger_does_not(self):
        row = self.make(self.owner)
        assert row.pk in self.ids()
        assert self.ids(user=self.stranger) == []
        assert self.asked(user=self.stranger).count.number == 0

    def test_the_page_opens_with_and_without_rows(self):
        assert self.get().status_code == 200
        self.make(self.owner)
        assert self.get().status_code == 200

    def test_one_row_and_three_rows_cost_the_same_queries(self):
        self.make(self.owner)
        self.get()
        with self.counted() as one:
            self.get()
        self.make(self.owner)
        self.make(self.owner)
        with self.counted() as three:
            self.get()
        assert len(one) == len(three)

    def test_every_order_shows_every_row_once_in_both_directions(self, monkeypatch):
        rows = {self.make(self.owner).pk for _number in range(5)}
        monkeypatch.setattr(self.grid, "rows_on_a_page", 2)
        for column in self.asked().columns:
            if column.sortable:
                assert sorted(self.walked(column.name)) == sorted(rows), column.name
                assert self.walked(f"-{column.name}")[::-1] == self.walked_back(f"-{column.name}")

    def test_the_export_is_what_the_screen_shows(self):
        for _number in range(3):
            self.make(self.owner)
        grid = self.asked()
        cells = [[c.export(row) for c in grid.shown_columns] for row in grid.page.rows]
        assert self.downloaded("csv", language=get_language()) == b"".join(
            csv_lines(header_of(grid), cells)
        )
        record = ExportRecord.objects.get()
        assert (record.by, record.rows, record.state) == (self.owner, len(cells), "done")

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_an_export_by_a_job_has_the_same_cells(self, kind):
        if not self.grid.key:
            pytest.skip("a list that is not registered is exported at once")
        for _number in range(3):
            self.make(self.owner)
        record = running.start(self.asked(), kind)
        running.work(record.pk)
        record.refresh_from_db()
        assert record.state == "done", record.why
        written = table_of(files.path_of(record).read_bytes())
        assert written == table_of(self.downloaded(kind, language=get_language()))
        assert len(written) > 1

    def test_a_list_drawn_anew_brings_the_links_of_the_pages_head_along(self):
        self.make(self.owner)
        sort = next(column.name for column in self.asked().columns if column.sortable)
        htmx = {"hx-request": "true", "hx-target": "grid"}
        answer = self.client.get(f"{reverse(self.url)}?sort=-{sort}&q=a", headers=htmx)
        _list, tools = answer.content.decode().split('id="grid-tools" hx-swap-oob="true"')
        for url in ("csv_url", "xlsx_url", "columns_url"):
            assert escape(getattr(self.asked(f"sort=-{sort}&q=a"), url)) in tools
        assert 'id="grid-tools" hx-swap-oob' not in self.get().content.decode()

    def test_every_verb_on_a_selection_is_asked_for_all_that_match(self):
        self.make(self.owner)
        later = self.make(self.owner)
        everything = {"all": "1", "grid": self.grid.key, "query": "", "cols": "name"}
        self.client.force_login(self.editor())
        offered = self.asked(user=self.editor()).actions_on_selection
        for action in offered if self.grid.key else ():
            if action.exactly:  # a merge is of two ticked rows, never of all that match
                continue
            asked = self.client.get(action.url, everything)
            assert asked.status_code == 200, (action.label, asked.content.decode()[:500])
            chosen = asked.context.get("selection")
            assert chosen is None or later in chosen.rows, action.label

    @pytest.mark.parametrize("value", GARBAGE)
    def test_nothing_in_the_address_is_an_error(self, value):
        self.make(self.owner)
        filters, others = (
            self.asked().all_filters,
            ["sort", "cols", "letter", "state", "after", "q"],
        )
        query = QueryDict(mutable=True)
        query.update(dict.fromkeys([*filters, *others], value))
        assert self.get(query.urlencode()).status_code == 200
        for name in [*one_of_each(filters), *others]:
            assert self.asked(f"{name}={quote(value)}").all_problems is not None

    def test_an_unknown_name_is_told_and_ignored(self):
        row = self.make(self.owner)
        grid = self.asked("nonsense=1")
        assert [r.pk for r in grid.page.rows] == [row.pk]
        assert any("nonsense" in problem for problem in grid.all_problems)

    def test_every_row_and_cell_carries_its_name(self):
        made = [self.make(self.owner).pk for _number in range(2)]
        table = self.drawn()
        assert sorted(int(row.id) for row in table.rows) == sorted(made)
        names = [column.name for column in self.asked().shown_columns]
        assert all([cell.name for cell in row.cells] == names for row in table.rows)
        assert table.headings == names

    def test_what_a_cell_copies_is_what_the_export_writes(self):
        for _number in range(3):
            self.make(self.owner)
        everything = "cols=" + ",".join(column.name for column in self.asked().columns)
        written = self.exported(everything)[1:]
        assert [row.texts for row in self.drawn(everything).rows] == written

    def test_every_row_says_where_its_page_is(self):
        self.make(self.owner)
        for row in self.drawn().rows:
            assert self.client.get(row.url).status_code == 200

    def test_the_list_can_be_chosen_whole_or_by_ticks(self):
        rows = [self.make(self.owner) for _number in range(3)]
        if not self.grid.key:
            pytest.skip("nothing chooses in a list that is not registered")
        everything = self.chosen(f"all=1&grid={self.grid.key}")
        assert [row.pk for row in everything.rows] == self.ids()
        ticked = self.chosen(f"grid={self.grid.key}&ids={rows[2].pk},{rows[0].pk}")
        assert [row.pk for row in ticked.rows] == [rows[2].pk, rows[0].pk]
        assert len(ticked.names) == 2
        assert self.chosen(f"all=1&grid={self.grid.key}", self.stranger).count == 0

    def chosen(self, data, user=None):
        return Selection(user or self.owner, QueryDict(data))

    def test_it_is_saved_as_a_view_and_opened_by_somebody_who_sees_their_own_rows(self):
        row = self.make(self.owner)
        theirs = self.make(self.stranger)
        seen = self.asked()
        view = keeping.save(seen, name="Mine", by=self.owner, for_everybody=True)
        opened = self.asked(f"view={view.pk}", self.stranger)
        assert row.pk in self.ids(f"view={view.pk}") and not opened.all_problems
        assert [record.pk for record in opened.page.rows] == [theirs.pk]
        assert [c.name for c in opened.shown_columns] == [c.name for c in seen.shown_columns]
        assert self.get(f"view={view.pk}").status_code == 200

    def test_its_url_says_the_same_once_it_was_read(self):
        column = next(column for column in self.asked().columns if column.sortable)
        said = self.asked(f"sort=-{column.name}&cols={column.name}&q=a&nonsense=&letter=A").url()
        assert self.asked(said[1:]).url() == said

    def test_the_dialogs_open(self):
        assert self.get("part=filters").status_code == 200
        assert self.get("part=columns").status_code == 200

    def test_every_heading_opens_its_menu(self):
        self.make(self.owner)
        for column in self.asked().columns:
            for part in ("head", "facet"):
                assert self.get(f"part={part}&column={column.name}").status_code == 200

    def test_a_value_is_counted_as_often_as_it_shows_rows(self):
        for _number in range(2):
            self.make(self.owner)
        for parameter, option in self.options(self.owner):
            shown = self.asked(f"{parameter}={quote(option.value)}").count.number
            assert shown == option.count, (parameter, option.label)

    def test_columns_stand_in_the_order_asked_for_on_screen_and_in_the_file(self):
        self.make(self.owner)
        backwards = [column.name for column in self.asked().columns][::-1]
        query = f"cols={','.join(backwards)}"
        assert self.drawn(query).headings == backwards
        headings = {column.name: column.heading for column in self.asked().columns}
        assert self.exported(query)[0] == [headings[name] for name in backwards]

    def test_no_value_counts_what_its_reader_does_not_see(self):
        self.make(self.owner)
        assert [option for _name, option in self.options(self.stranger) if option.count] == []

    def options(self, user):
        grid = self.asked(user=user)
        for column in grid.columns:
            if facet := column.facet(grid):
                yield from ((facet.parameter, option) for option in facet.options)

    def walked(self, sort):
        found, place = [], ""
        while place is not None and len(found) < MANY:
            page = self.asked(f"sort={sort}&after={place}").page
            found += [row.pk for row in page.rows]
            place = page.after
        return found

    def walked_back(self, sort):
        """From the last row to the first, page by page."""
        page = self.asked(f"sort={sort}").page
        while page.after is not None:
            page = self.asked(f"sort={sort}&after={page.after}").page
        found = [row.pk for row in page.rows][::-1]
        while page.before is not None and len(found) < MANY:
            page = self.asked(f"sort={sort}&before={page.before}").page
            found += [row.pk for row in page.rows][::-1]
        return found

    def drawn(self, query=""):
        return drawn_table(self.get(query).content.decode())

    def exported(self, query=""):
        return table_of(self.downloaded("csv", query))

    def downloaded(self, kind, query="", language=""):
        url = f"{reverse(self.url)}?{query}&export={kind}"
        response = self.client.get(url, headers={"accept-language": language})
        return b"".join(response.streaming_content)

    @contextmanager
    def counted(self):
        with CaptureQueriesContext(connection) as queries:
            yield queries


def one_of_each(filters) -> list[str]:
    """A filter for each question to each class of columns: the others of it are the same code."""
    found = {(type(each.column), type(each.operator)): name for name, each in filters.items()}
    return list(found.values())
