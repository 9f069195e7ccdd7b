import pytest

from tests import house as shared
from tests.factories import make_contact, make_user

house, in_english = shared.house, shared.in_english


@pytest.fixture
def wu(house):
    """A contact of the house's customer."""
    return make_contact(house.customer, "Wu Tao", title="chief engineer")


@pytest.fixture
def insider(house):
    """Reads everything, changes nothing."""
    insider = make_user("Insider", house.west)
    house.customer.share(insider, by=house.owner, scope="everything")
    return insider


@pytest.fixture
def card_reader(house):
    reader = make_user("Card reader", house.west)
    house.customer.share(reader, by=house.owner, scope="card", may_edit=True)
    return reader


@pytest.fixture
def editor(house):
    """Has an edit share of everything."""
    editor = make_user("Editor", house.west)
    house.customer.share(editor, by=house.owner, scope="everything", may_edit=True)
    return editor
