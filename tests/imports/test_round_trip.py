"""Whatever was typed into a sheet is in the customers, and comes out of them again."""

from io import BytesIO

import pytest
from django.db import transaction
from django.http import QueryDict
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.grid.exporting.tables import cells_of, header_of
from crm.sheets.writing.text import write_csv
from crm.sheets.writing.xlsx import write_xlsx
from customers.grids import CustomerGrid
from customers.imports.mapping.guessing import proposal
from customers.imports.reading.staging import stage
from customers.imports.running import run_check, start_check
from tests.factories import make_customer, make_user
from tests.imports.conftest import imported

pytestmark = pytest.mark.django_db

HEADER = ["Name", "Short name", "Address", "Remarks"]
SENSIBLE = st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn", "Zl", "Zp"])
# A text of blanks is no text, blanks around it are nobody's, and an error value is refused.
text = st.text(SENSIBLE, max_size=40).map(lambda typed: " ".join(typed.split()))
words = text.filter(lambda typed: not typed.startswith("#") and "E+" not in typed)
names = words.filter(lambda typed: any(map(str.isalpha, typed)))
rows = st.lists(st.tuples(names, words, words, words), min_size=1, max_size=6)
WRITERS = {"xlsx": write_xlsx, "csv": write_csv}


@pytest.mark.parametrize("kind", WRITERS)
@given(rows=rows)
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_texts_survive_the_way_in_and_out(admin, pool, kind, rows):
    file = BytesIO()
    WRITERS[kind](file, HEADER, rows)
    with transaction.atomic():
        staged = imported(stage(file, f"texts.{kind}", by=admin, pool=pool), policy="create")
        assert (staged.bad, staged.done) == (0, len(rows))
        assert list(shown(admin)) == [list(row) for row in rows]
        transaction.set_rollback(True)


def shown(user):
    grid = CustomerGrid(user, QueryDict("cols=name,short_name,address,remarks&sort=created"))
    yield from cells_of(grid)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_list_as_it_stands_comes_back_without_a_difference(admin, pool, language):
    """With its columns that no sheet can set, such as whose hands a customer is in."""
    owner = make_user("Wu", pool)
    make_customer("Acme", owner=owner, remarks="old")
    make_customer("Bravo", pool=pool, phones=["0571-88886666"])
    with translation.override(language):
        grid, file = CustomerGrid(admin, QueryDict()), BytesIO()
        assert {"ownership", "last_activity"} <= {column.name for column in grid.shown_columns}
        write_xlsx(file, header_of(grid), cells_of(grid))
        staged = stage(file, "list.xlsx", by=admin, pool=pool)
        start_check(staged, proposal(staged))
        run_check(staged.pk)
    staged.refresh_from_db()
    assert set(staged.counts) <= {"same", "skipped"}
    assert sum(staged.counts.values()) == 2


def test_a_heading_of_ours_above_what_somebody_typed_is_kept(admin, pool):
    file = BytesIO()
    write_xlsx(file, ["Name", "Last activity", "Colour"], [["Acme", "called", "red"]])
    staged = stage(file, "theirs.xlsx", by=admin, pool=pool)
    assert proposal(staged).target_of(1) == "remarks"
