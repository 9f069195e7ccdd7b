"""Every page there is, found in the URL configuration, and records to open them with."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.db import connection, models
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.urls import URLPattern, get_resolver, reverse
from django.urls.converters import IntConverter

from tests import factories

FIRST = 700_000
# What a page needs besides record numbers: URL name -> its arguments.
ARGUMENTS: dict[str, dict] = {}
# Named URLs that show no page of ours to a browser, each with the reason.
NO_PAGES: dict[str, str] = {}


@dataclass(frozen=True)
class Page:
    name: str
    converters: dict = field(compare=False)

    @property
    def url(self) -> str:
        numbers = {
            argument: FIRST
            for argument, converter in self.converters.items()
            if isinstance(converter, IntConverter)
        }
        return reverse(self.name, kwargs=numbers | ARGUMENTS.get(self.name, {}))

    @property
    def room(self) -> str:
        return self.name.partition(":")[0] if ":" in self.name else "account"


def all_pages() -> list[Page]:
    return [page for page in _pages(get_resolver()) if page.name not in NO_PAGES]


def _pages(resolver, namespace="", converters=None) -> Iterator[Page]:
    for pattern in resolver.url_patterns:
        known = {**(converters or {}), **pattern.pattern.converters}
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield Page(namespace + pattern.name, known)
        else:
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from _pages(pattern, namespace + inner, known)


def make_everything():
    """One record of every factory, numbered FIRST, its texts in «guillemets»."""
    _count_from(FIRST)
    for name, make in vars(factories).items():
        if name.startswith("make_"):
            make()
    mark_data()


def _count_from(number):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(format('%%I.%%I', schemaname, sequencename)::regclass, %s, false)"
            " FROM pg_sequences WHERE schemaname = 'public'",
            [number],
        )


def mark_data():
    """Put every text people typed into «guillemets», by which the reader knows it for data."""
    for model in apps.get_models():
        fields = [column.name for column in model._meta.local_concrete_fields if is_typed(column)]
        for name in fields:
            filled = model._base_manager.exclude(**{name: ""})
            filled.update(**{name: Concat(Value("«"), F(name), Value("»"))})


def is_typed(column) -> bool:
    """Free text: no choice, no key, nothing that is parsed."""
    is_text = type(column) in (models.CharField, models.TextField)
    is_ours = column.model._meta.app_label in {"crm", "customers", "sales", "intel"}
    return is_text and is_ours and not column.choices and not column.model._meta.abstract
