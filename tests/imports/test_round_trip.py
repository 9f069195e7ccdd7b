"""Whatever was typed into a sheet is in the customers, and comes out of them again."""

from io import BytesIO

import pytest
from django.db import transaction
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.grid.exporting.tables import cells_of
from crm.sheets.writing.text import write_csv
from crm.sheets.writing.xlsx import write_xlsx
from customers.grids import CustomerGrid
from customers.imports.reading.staging import stage
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
