"""What is imported leaves its owner on the day on which it would if somebody had typed it."""

import pytest

from customers.models import Customer
from customers.release import forecast
from tests.factories import make_axis, make_category, make_import, make_pool, make_user
from tests.imports.conftest import imported
from tests.release.making import a_rule, set_rules

pytestmark = pytest.mark.django_db


def dues() -> list[tuple]:
    rows = Customer.objects.order_by("name")
    return list(rows.values_list("name", "release_due_at", "release_rule", "release_version"))


def test_the_forecast_of_new_customers_is_the_one_that_a_refresh_makes():
    axis = make_axis("mood", "Mood")
    grim = make_category(axis, "Grim")
    east, west = make_pool("East"), make_pool("West")
    make_user("Li", username="li", team=east)
    make_user("Wu", username="wu", team=west)
    make_user("Xu", username="xu")
    set_rules(east, a_rule(least_by_category={str(grim.pk): 90}), grace_import=5)
    set_rules(west, a_rule(("no_first_contact", 7), key="first"))
    header = ["Name", "Owner", "Mood"]
    rows = [["A", "li", "Grim"], ["B", "li", ""], ["C", "wu", ""], ["D", "xu", ""], ["E", "", ""]]
    imported(make_import(header, rows, pool=east))
    before = dues()
    assert [rule for _name, _due, rule, _version in before] == ["quiet", "quiet", "first", "", ""]
    assert len({due for _name, due, _rule, _version in before}) == 4
    assert forecast.refresh(list(Customer.objects.values_list("pk", flat=True))) == 0
    assert dues() == before
