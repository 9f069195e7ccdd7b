"""What a list exports comes in again without a difference."""

from io import BytesIO

import pytest
from django.http import QueryDict

from crm.grid.exporting.tables import cells_of, header_of
from crm.sheets.writing.text import write_csv
from crm.sheets.writing.xlsx import write_xlsx
from customers.imports.kinds import KINDS
from customers.imports.reading.staging import stage
from customers.models import Contact, SourceSystem
from sales.models import Activity, OpportunityKey
from tests.factories import make_contact, make_customer, make_own_field, make_pool, make_user
from tests.factories_sales import days_ago, in_days, make_activity, make_opportunity, make_order
from tests.imports.conftest import checked, problems
from tests.records.cases import CASES

pytestmark = pytest.mark.django_db
WRITERS = {"xlsx": write_xlsx, "csv": write_csv}


@pytest.fixture
def admin(db):
    return make_user("Ada Admin", is_admin=True)


@pytest.fixture(autouse=True)
def records(admin):
    """Two customers of nearly one name, with something of every kind."""
    SourceSystem.objects.create(name="ERP")
    field = make_own_field("number", "Shoe size", Contact)
    for name in ("恒宇机械有限公司", "恒宇机械（苏州）有限公司"):
        customer = make_customer(name, owner=make_user(f"Rep of {name}"))
        someone = make_contact(customer, "单 雄信", mobile="138 0013 8000", own={field.key: "42"})
        make_contact(customer, "Li Na", email="li@hengyu.cn")
        make_sales_at(customer, someone)


def make_sales_at(customer, someone):
    text = "Line one\r\nline two, =1+1"
    make_activity(customer, text=text, contact=someone, happened_at=days_ago(400), outcome="Ok")
    make_activity(customer, text=text, happened_at=None, due_at=in_days(3), kind="call")
    twins = {"text": "The same", "happened_at": days_ago(2).replace(second=0, microsecond=0)}
    make_activity(customer, **twins), make_activity(customer, **twins)
    pursued = make_opportunity(customer, name="Pursued", expected_close="2031-01-31")
    OpportunityKey.objects.create(
        system=SourceSystem.objects.get(), key="O-0" + str(pursued.pk), opportunity=pursued
    )
    make_opportunity(customer, name="Won", currency="USD").win(by=customer.owner)
    lost = make_opportunity(customer, name="Lost", amount=None)
    lost.lose(by=customer.owner, reason="Too dear")
    make_order(customer, lines=[(2, "10.05"), (3, "0.3333")], opportunity=pursued, number="0017")
    make_order(customer, lines=[(1, "5")], remarks="One line")


@pytest.mark.parametrize("kind", CASES)
@pytest.mark.parametrize(("suffix", "columns"), [("xlsx", "all"), ("csv", "shown")])
def test_an_export_comes_in_again_without_a_difference(admin, kind, suffix, columns):
    grid = the_list(kind, admin, columns)
    file = BytesIO()
    WRITERS[suffix](file, header_of(grid), cells_of(grid))
    file.seek(0)
    staged = checked(stage(file, f"exported.{suffix}", by=admin, pool=make_pool()))
    assert (staged.kind, problems(staged)) == (kind, {})
    found = staged.checks.exclude(verdict="same").values_list("name", "verdict", "changes")
    assert (list(found), staged.counts) == ([], {"same": grid.in_order().count()})
    assert Activity.objects.count() == 8


def the_list(kind, user, columns):
    grid_class = KINDS[kind].checker.args[0].grid
    names = ",".join(column.name for column in grid_class(user, QueryDict("")).columns)
    return grid_class(user, QueryDict(f"cols={names}" if columns == "all" else ""))
