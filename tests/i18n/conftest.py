import pytest
from django.utils import translation
from django.utils.translation import trans_real

from crm.i18n import compile_catalogues
from crm.templatetags.shell import Once

from .brackets import BracketingTranslations


@pytest.fixture(scope="session", autouse=True)
def _compiled():
    compile_catalogues()


@pytest.fixture
def pseudo(monkeypatch):
    """English in ⟦brackets⟧; `.asked` tells which messages were looked up."""
    translations = BracketingTranslations("en")
    monkeypatch.setitem(trans_real._translations, "en", translations)
    # What is rendered once a language was rendered before, and must not be kept in brackets.
    monkeypatch.setattr(Once, "render", lambda self, context: self.inside.render(context.new()))
    with translation.override("en"):
        yield translations
