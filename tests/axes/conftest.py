"""An administrator's browser, and an axis with a small tree."""

from types import SimpleNamespace

import pytest

from tests.factories import make_axis, make_category, make_user
from tests.house import browser_of, in_english  # noqa: F401 - a fixture


@pytest.fixture
def client(db):
    return browser_of(make_user("Ada Admin", is_admin=True))


@pytest.fixture
def place(db):
    """Zhejiang over Hangzhou over Xihu, and Fujian beside it."""
    axis = make_axis("place", "Place")
    found = SimpleNamespace(axis=axis)
    found.zhejiang = make_category(axis, "Zhejiang", name_zh="浙江省", code="33")
    found.hangzhou = make_category(axis, "Hangzhou", found.zhejiang, "杭州市", code="3301")
    found.xihu = make_category(axis, "Xihu", found.hangzhou, "西湖区")
    found.fujian = make_category(axis, "Fujian", name_zh="福建省", code="35")
    return found


def names(categories) -> list[str]:
    return [category.name_en for category in categories]


def in_order(axis) -> list[str]:
    return names(axis.categories.order_by("order"))
