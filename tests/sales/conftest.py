import pytest
from django.utils import translation

from tests.house import house  # noqa: F401 - a fixture


@pytest.fixture(autouse=True)
def _in_english(settings):
    """Sentences are compared in English, by requests and by threads of their own too."""
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield
