from tests.house import in_english  # noqa: F401 - fixtures
