import pytest

from tests.factories import make_axis, make_category, make_customer
from tests.journeys.desks import by_turns as language  # noqa: F401 - a fixture
from tests.keyboard.conftest import (  # noqa: F401 - fixtures
    _in_their_language,
    _patient,
    desk_of,
    rep,
)


@pytest.fixture
def region(rep):  # noqa: F811
    """An axis with two provinces, one of them with a city; a customer in each place and one in none."""
    axis = make_axis("region", "Region")
    zhejiang = make_category(axis, "Zhejiang", name_zh="浙江")
    hangzhou = make_category(axis, "Hangzhou", parent=zhejiang, name_zh="杭州")
    fujian = make_category(axis, "Fujian", name_zh="福建")
    for name, places in (
        ("Alpha", [zhejiang]),
        ("Beta", [hangzhou]),
        ("Gamma", [fujian]),
        ("Delta", []),
    ):
        make_customer(name, owner=rep, categories=places)
    return axis
