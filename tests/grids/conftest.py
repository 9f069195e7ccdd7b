import pytest
from django.utils import translation

from tests.house import house  # noqa: F401 - a fixture


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield
