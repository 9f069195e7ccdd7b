"""Columns whose value is several at once."""

from django.utils.html import format_html_join

from crm.grid import typed
from crm.grid.column_types import SEVERAL, Choice
from crm.grid.conditions.choices import array_operators
from crm.grid.heads.facets import ArrayFacet
from crm.words import listed


class Choices(Choice):
    """An array of choices, in the order they are stored; rows have no order by it."""

    facet_class = ArrayFacet

    def __init__(self, *args, **options):
        super().__init__(*args, **{"sortable": False, **options})

    @property
    def choices(self) -> list:
        return self.field.base_field.flatchoices

    def labels(self, values) -> list[str]:
        known = dict(self.choices)
        return [str(known.get(value, value)) for value in values or []]

    def display(self, value, record):
        tags = zip((self.tones.get(key, "") for key in value), self.labels(value), strict=True)
        return format_html_join(" ", '<span class="tag {}">{}</span>', tags)

    def reader(self):
        one = typed.one_of(self.choices)
        return lambda text: [one(part) for part in SEVERAL.split(text) if part.strip()]

    def export(self, record):
        return listed(self.labels(self.value(record)))

    def operators(self, grid):
        return array_operators(self.path, self.choices)
