import pytest

from crm.notices import NoticeKind, kinds, register_kind
from tests.house import house, in_english  # noqa: F401


@pytest.fixture(autouse=True)
def rung():
    """A kind of notice that says how often it rang."""
    yield register_kind(
        NoticeKind("rung", "Rung", "bell", lambda details, count: f"{details['by']} rang {count}")
    )
    kinds._kinds.pop("rung")
