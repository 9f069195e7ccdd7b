"""After an import the audits of what is derived find nothing to put right."""

import pytest

from customers import audit
from customers.imports import passes
from customers.imports.ahead import Ahead
from customers.models import Contact, Customer, ImportRow
from customers.models.imports import Policy
from customers.release import auditing
from tests.factories import make_axis, make_category, make_import, make_pool, make_user
from tests.imports.conftest import imported
from tests.release.making import a_rule, set_rules

pytestmark = pytest.mark.django_db

HEADER = ["Name", "Short name", "Phones", "Owner", "Mood", "Contact: Name", "Contact: Mobile"]
ROWS = [
    [
        "重庆长安汽车（集团）有限公司",
        "长安",
        "0571-88886666, 13800138000",
        "li",
        "Grim",
        "单雄信",
        "",
    ],
    ["六安乐清 K\\\"'{NULL}, 厂", "", "", "xu", "", "Zoë O'Neil", "139 0013 9000"],
    ["  ", "", "", "", "", "", ""],
    ["行长大厦", "A\tB", "95588", "", "Grim", "", ""],
    ["Bar & Söhne GmbH", "", "", "li", "", "曾解", "13900139001"],
]


@pytest.fixture
def world(monkeypatch):
    """People of whom a rule of release binds one, and chunks of two rows."""
    monkeypatch.setattr(passes, "CHUNK", 2)
    east = make_pool("East")
    make_user("Li", username="li", team=east)
    make_user("Xu", username="xu")
    make_category(make_axis("mood", "Mood"), "Grim")
    set_rules(east, a_rule(), grace_import=5)
    return east


def found() -> list:
    access = [each for _count, some in audit.customer_differences() for each in some]
    return [*access, *audit.contact_differences(), *auditing.differences()]


def test_new_and_changed_rows_leave_nothing_to_put_right(world):
    staged = imported(make_import(HEADER, ROWS, pool=world))
    assert (staged.good, staged.bad, found()) == (4, 1, [])
    changed = [[row[0], f"{row[1]}新", f"{row[2]}, 13700137000", *row[3:]] for row in ROWS]
    staged = imported(make_import(HEADER, changed, pool=world), policy=Policy.OVERWRITE)
    assert (staged.counted("changed"), found()) == (4, [])
    assert Customer.objects.count() == 4
    assert set(Contact.objects.values_list("name", flat=True)) == {"单雄信", "Zoë O'Neil", "曾解"}
    assert Customer.objects.get(short_name="A\tB新").phones == ["95588", "137 0013 7000"]


def test_rows_made_ready_beforehand_are_taken_only_where_they_follow():
    asked = []

    def rows_behind(number, size):
        asked.append(number)
        return [ImportRow(number=number + place) for place in range(1, size + 1)]

    ahead = Ahead(rows_behind, lambda rows: rows[::-1])
    assert [row.number for row in ahead.take(0, 2)] == [2, 1]
    assert [row.number for row in ahead.take(1, 2)] == [3, 2]
    assert [row.number for row in ahead.take(7, 2)] == [9, 8]
    assert asked == [0, 1, 2, 7, 8]
