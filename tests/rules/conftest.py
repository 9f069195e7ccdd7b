import pytest

from tests.factories import make_axis, make_category
from tests.house import browser_of, house, in_english  # noqa: F401 - fixtures
from tests.rules.drafting import Desk


@pytest.fixture
def desk(house):  # noqa: F811 - a fixture uses a fixture
    """The administrator's browser at the draft of the whole company's rules."""
    return Desk(browser_of(house.admin))


@pytest.fixture
def value(db):
    """The axis value with A and B, and purchase cycles, as presets name them."""
    axis = make_axis("value", "Value")
    cycle = make_axis("purchase_cycle", "Purchase cycle")
    made = {code: make_category(axis, code, code=code) for code in "AB"}
    for code in ("half_yearly", "yearly", "beyond_a_year"):
        made[code] = make_category(cycle, code, code=code)
    return made
