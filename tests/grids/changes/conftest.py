from tests.house import house, in_english  # noqa: F401 - fixtures
from tests.journeys.desks import by_turns as language  # noqa: F401 - a fixture
