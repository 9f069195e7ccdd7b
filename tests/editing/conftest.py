from tests.house import house, in_english  # noqa: F401 - fixtures
