"""What is measured, each in a process of its own: `python -m bench.sheets.steps STEP DATABASE …`.

Prints one line of JSON: `seconds`, `rows`, and the process's peak in `megabytes`.
"""

import json
import resource
import sys
from pathlib import Path
from tempfile import TemporaryFile

from django.db import connection
from django.http import QueryDict
from import_export import fields, resources, widgets
from python_calamine import CalamineWorkbook
from tablib import Dataset

from bench.ground import connected_to, copy_in, seconds, sql
from crm.grid.exporting import running as exporting
from crm.grid.exporting.recording import record_of
from crm.grid.exporting.tables import cells_of, header_of
from crm.models import Team, User
from crm.sheets.reading import read_sheet
from crm.sheets.writing.xlsx import write_xlsx
from customers.grids import CustomerGrid
from customers.imports import running
from customers.imports.mapping import Mapping
from customers.imports.reading.staging import stage
from customers.models import Customer, SheetImport

STOCK_FIELDS = (
    *("name", "short_name", "credit_code", "address", "website", "email", "business_scope"),
    *("operating_state", "financial_state", "remarks"),
)


def ours(path: str, policy: str = "fill") -> int:
    """From the file on disk to committed customers, ledger and history included."""
    with Path(path).open("rb") as file:
        staged = stage(file, path, by=director(), pool=Team.objects.filter(has_pool=True)[0])
    running.start_check(staged, Mapping.of(staged), policy=policy)
    running.run_check(staged.pk)
    running.start_writing(staged)
    running.run_writing(staged.pk)
    done = SheetImport.objects.get(pk=staged.pk)
    if done.good != done.total or done.state != SheetImport.State.DONE:
        raise ValueError(f"{done.state}, {done.counts}")
    return done.total


def director() -> User:
    return User.objects.get(username="director")


def limit(path: str) -> int:
    """The same cells through the bare reader into a bare table."""
    rows = iter(CalamineWorkbook.from_path(path).get_sheet_by_index(0).iter_rows())
    width = len(next(rows))
    names = [f"c{number}" for number in range(width)]
    sql(f"CREATE TEMP TABLE bare ({', '.join(f'{name} text' for name in names)})")
    copy_in("bare", ", ".join(names), ([str(cell) for cell in row] for row in rows))
    return sql("SELECT count(*) FROM bare")[0][0]


class Stock(resources.ModelResource):
    """django-import-export as it comes, for the plain columns and the owner."""

    owner = fields.Field("owner", "owner", widgets.ForeignKeyWidget(User, "username"))

    class Meta:
        model = Customer
        fields = (*STOCK_FIELDS, "owner")
        import_id_fields = ("credit_code",)


def stock(path: str) -> int:
    with read_sheet(path) as sheet:
        rows = [row.cells for row in sheet.rows]
    names = [*STOCK_FIELDS[:3], "phones", *STOCK_FIELDS[3:], "owner"]
    data = Dataset(*(row[: len(names)] for row in rows), headers=names)
    Stock().import_data(data, raise_errors=True, use_transactions=True)
    return len(rows)


def export(most: str) -> int:
    """What the job does, of so many customers."""
    waiting = record_of(exported_grid(), "xlsx", ids=newest(int(most)))
    return exporting.write(exporting.taken(waiting.pk), TemporaryFile())


def writer(most: str) -> int:
    """The same cells, read beforehand: the writer alone."""
    grid = exported_grid()
    grid.narrow_to(newest(int(most)))
    rows = list(cells_of(grid))
    took, _none = seconds(lambda: write_xlsx(TemporaryFile(), header_of(grid), rows))
    return tell(took, len(rows))


def newest(most: int) -> list[int]:
    return list(Customer.objects.order_by("-pk").values_list("pk", flat=True)[:most])


def exported_grid() -> CustomerGrid:
    grid = CustomerGrid(director(), QueryDict("sort=-created"))
    grid.shown_columns = grid.columns[:25]
    return grid


def tell(took: float, rows: int):
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": took, "rows": rows, "megabytes": peak}))


STEPS = {step.__name__: step for step in (ours, limit, stock, export, writer)}

if __name__ == "__main__":
    name, database, *rest = sys.argv[1:]
    connection.ensure_connection()
    with connected_to(database):
        took, rows = seconds(lambda: STEPS[name](*rest))
        if rows is not None:
            tell(took, rows)
