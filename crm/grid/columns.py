"""Columns: each is declared once and knows its cell, its filters, its order and its export."""

import re
from itertools import count

from django.contrib.humanize.templatetags.humanize import intcomma
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import F, ForeignKey
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.grid import filters
from crm.naming import fold

SEVERAL = re.compile(r"[,;，；、\n]")
EMPTY = mark_safe('<span class="none">—</span>')


def only_one(found: list, text: str):
    """The one record a text names. Raises ValidationError when it is none, or several."""
    if not found:
        raise ValidationError(_("“%(text)s” is unknown.") % {"text": text})
    if len(found) > 1:
        raise ValidationError(
            _("“%(text)s” means %(count)d different ones: be more exact.")
            % {"text": text, "count": len(found)}
        )
    return found[0]


class Column:
    """One column of a grid.

    `path` is the way from the row's model to the value (`"customer__name"`), by default the
    column's own name; `label` is by default the field's verbose name. `shown` says whether the
    column stands in the grid before anybody chose columns.
    """

    css = ""
    _declared = count()

    def __init__(self, label=None, *, path=None, sort=None, link=False, shown=True, **options):
        self.order_of_declaration = next(self._declared)
        self.label, self.path, self.sort, self.link = label, path, sort, link
        self.shown = shown
        self.sortable = options.pop("sortable", True)
        self.filterable = options.pop("filterable", True)
        self.importable = options.pop("importable", False)
        self.required = options.pop("required", False)
        self.normalise = options.pop("normalise", None)
        if options:
            raise TypeError(f"unknown column options: {', '.join(options)}")

    def bind(self, name, model):
        """Called once, when the grid class is made."""
        self.name, self.model = name, model
        self.path = self.path or name
        self.field = field_at(model, self.path)
        if self.label is None and self.field is not None:
            self.label = self.field.verbose_name
        return self

    def expand(self, grid) -> list["Column"]:
        return [self]

    @property
    def heading(self) -> str:
        return capfirst(str(self.label))

    @property
    def classes(self) -> str:
        return f"{self.css} title".strip() if self.link else self.css

    # --- value, cell, export ---

    def value(self, record):
        for name in self.path.split("__"):
            record = getattr(record, name, None)
        return record

    def display(self, value, record):
        return conditional_escape(value)

    def cell(self, record):
        value = self.value(record)
        if value is None or value == "" or value == []:
            return EMPTY
        shown = self.display(value, record)
        return self._linked(shown, record) if self.link else shown

    def export(self, record):
        """The value as a spreadsheet cell: text, number, date or None."""
        return self.value(record)

    # --- import ---

    def reader(self):
        """A function from the text of a cell to a value of the model. Raises ValidationError.

        Look-ups happen here, once for a whole sheet.
        """
        normalise = self.normalise or self.parse
        return lambda text: self.field.clean(normalise(text), None)

    def parse(self, text: str):
        return text.strip()

    def write(self, record, value):
        setattr(record, self.path, value)

    def _linked(self, shown, record):
        return format_html('<a href="{}">{}</a>', record.get_absolute_url(), shown)

    # --- queries ---

    def related(self) -> list[str]:
        """What `select_related` must bring for this column."""
        head = self.path.rpartition("__")[0]
        return [self.path] if isinstance(self.field, ForeignKey) else [head] if head else []

    def load(self, records, grid):
        """Called once with the rows of a page, to fetch what the cells need in one query."""

    def sort_expression(self):
        return F(self.sort or self.path)

    def sort_field(self):
        return field_at(self.model, self.sort or self.path)

    def sort_is_nullable(self) -> bool:
        return any(field.null for field in fields_along(self.model, self.sort or self.path))

    def filters(self, grid) -> dict:
        return {}


class ColumnGroup(Column):
    """Stands for columns that are known only when the grid is used, such as the axes."""

    def bind(self, name, model):
        self.name, self.model, self.field = name, model, None
        return self


class Text(Column):
    def filters(self, grid):
        return {self.name: filters.Contains(field_name=self.path, label=self.heading)}


class Phones(Column):
    """One phone number, or several in an array."""

    css = "phone"

    def parse(self, text):
        several = isinstance(self.field, ArrayField)
        return [part.strip() for part in SEVERAL.split(text) if part.strip()] if several else text

    def display(self, value, record):
        numbers = [value] if isinstance(value, str) else value
        return format_html_join(", ", "{}", ((number,) for number in numbers))

    def export(self, record):
        value = self.value(record)
        return value if isinstance(value, str) else ", ".join(value or [])


class Person(Column):
    """A user, sorted by the pinyin of their name."""

    def bind(self, name, model):
        super().bind(name, model)
        self.sort = self.sort or f"{self.path}__sort_name"
        return self

    def export(self, record):
        value = self.value(record)
        return "" if value is None else str(value)

    def reader(self):
        """Finds an active user by display name or user name."""
        people: dict[str, list] = {}
        for user in self.field.related_model.objects.active():
            for name in {fold(user.display_name), fold(user.username)}:
                people.setdefault(name, []).append(user)
        return lambda text: only_one(people.get(fold(text), []), text)

    def filters(self, grid):
        return {self.name: filters.People(field_name=self.path, label=self.heading, grid=grid)}


class Related(Column):
    """Another record, linked to its own page, matched by its name."""

    def bind(self, name, model):
        super().bind(name, model)
        target = self.field.related_model
        self.match = "sort_name" if field_at(target, "sort_name") else "name"
        self.sort = self.sort or f"{self.path}__{self.match}"
        return self

    def display(self, value, record):
        if not hasattr(value, "get_absolute_url"):
            return conditional_escape(value)
        return format_html('<a href="{}">{}</a>', value.get_absolute_url(), value)

    def export(self, record):
        value = self.value(record)
        return "" if value is None else str(value)

    def filters(self, grid):
        return {self.name: filters.Contains(field_name=f"{self.path}__name", label=self.heading)}


class Date(Column):
    """An instant, shown and filtered as a day in the reader's time zone."""

    css = "date"

    def display(self, value, record):
        local = timezone.localtime(value)
        iso = local.isoformat(timespec="minutes")
        return format_html('<time datetime="{}">{}</time>', iso, short_day(local.date()))

    def filters(self, grid):
        return filters.day_range(self.name, self.path, self.heading, instants=True)


class Day(Column):
    """A calendar day."""

    css = "date"

    def display(self, value, record):
        return format_html('<time datetime="{}">{}</time>', value.isoformat(), short_day(value))

    def filters(self, grid):
        return filters.day_range(self.name, self.path, self.heading, instants=False)


class Number(Column):
    css = "num"

    def display(self, value, record):
        return intcomma(value, use_l10n=False)

    def filters(self, grid):
        return filters.number_range(self.name, self.path, self.heading)


class Money(Number):
    """A Decimal amount; `currency` names the column of its ISO 4217 code."""

    def __init__(self, *args, currency="currency", **options):
        self.currency = currency
        super().__init__(*args, **options)

    def display(self, value, record):
        amount = intcomma(f"{value:.2f}".removesuffix(".00"), use_l10n=False)
        return format_html("{} <small>{}</small>", amount, getattr(record, self.currency, ""))


class Choice(Column):
    """One of a field's choices; `tones` colours some of them where the colour has a meaning."""

    def __init__(self, *args, tones=None, **options):
        self.tones = tones or {}
        super().__init__(*args, **options)

    def display(self, value, record):
        label = dict(self.field.flatchoices).get(value, value)
        return format_html('<span class="tag {}">{}</span>', self.tones.get(value, ""), label)

    def export(self, record):
        return str(dict(self.field.flatchoices).get(self.value(record), ""))

    def filters(self, grid):
        choices = self.field.flatchoices
        return {self.name: filters.AnyOf(field_name=self.path, label=self.heading, choices=choices)}


class Flag(Column):
    yes, no = gettext_lazy("yes"), gettext_lazy("no")

    def display(self, value, record):
        return conditional_escape(self.yes) if value else EMPTY

    def export(self, record):
        return str(self.yes if self.value(record) else self.no)

    def filters(self, grid):
        choices = [("1", self.yes), ("0", self.no)]
        return {self.name: filters.YesNo(field_name=self.path, label=self.heading, choices=choices)}


def field_at(model, path: str):
    """The model field at the end of `path`, or None when a part is no field."""
    return fields[-1] if (fields := fields_along(model, path)) else None


def fields_along(model, path: str) -> list:
    found = []
    for name in path.split("__"):
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            return []
        found.append(field)
        model = field.related_model
    return found


def short_day(day) -> str:
    """Month and day; the year only when it is another than this one."""
    if day.year == timezone.localdate().year:
        return date_format(day, _("m-d"))
    return date_format(day, _("Y-m-d"))
