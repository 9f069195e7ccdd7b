"""What other systems call a record, as a column: "ERP: 1001; Shop: 77"."""

from collections import defaultdict
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.grid import Column
from crm.grid.conditions.texts import Is
from customers.models import SourceSystem
from customers.models.external_key import LONGEST_KEY

BETWEEN, BEHIND = "; ", ": "


class SourceKeys(Column):
    """The keys of a record; `keys` is their model."""

    def __init__(self, keys, **options):
        label = gettext_lazy("key in the source system")
        fixed = {"sortable": False, "shown": False, "importable": True}
        super().__init__(label, **fixed, **options)
        self.keys = keys

    def load(self, records, grid):
        holder = self.keys.HOLDER
        rows = self.keys.objects.filter(**{f"{holder}__in": [record.pk for record in records]})
        rows = rows.order_by("system__rank", "system", "key")
        self.known = defaultdict(list)
        for pk, system, key in rows.values_list(f"{holder}_id", "system__name", "key"):
            self.known[pk].append(f"{system}{BEHIND}{key}")

    def value(self, record):
        return BETWEEN.join(self.known.get(record.pk, ()))

    def related(self):
        return []

    def reader(self):
        """[(system or None where the cell names none, key) …] of a cell."""
        return KeyReader().read

    def operators(self, grid):
        return [HasKey(self.keys)]


class HasKey(Is):
    """A whole key, of whichever system."""

    usual = True

    def condition(self, values, operand=None):
        return Q(pk__in=self.operand.objects.having(values[0]))


class KeyReader:
    """Systems are named as they are in use now."""

    @cached_property
    def systems(self) -> dict[str, int]:
        return {name.casefold(): pk for pk, name in SourceSystem.objects.values_list("pk", "name")}

    def read(self, text: str) -> list[list]:
        found = list(self._pieces(text.strip()))
        if any(len(key) > LONGEST_KEY for _system, key in found):
            words = {"most": LONGEST_KEY}
            raise ValidationError(_("A key has at most %(most)d characters.") % words)
        return found

    def _pieces(self, text: str) -> Iterator[list]:
        """A new piece begins with a system's name; any other semicolon belongs to a key."""
        pieces: list[list] = []
        for part in text.split(BETWEEN):
            name, is_named, key = part.partition(BEHIND)
            system = self.systems.get(name.casefold()) if is_named else None
            if system or not pieces:
                pieces.append([system, key if system else part])
            else:
                pieces[-1][1] += BETWEEN + part
        return ([system, key.strip()] for system, key in pieces if key.strip())


class SystemNamed(Column):
    """The system that a row comes from, by its name."""

    def reader(self):
        names = {s.name.casefold(): s.pk for s in SourceSystem.objects.in_use()}

        def read(text: str) -> int:
            if text.strip().casefold() not in names:
                raise ValidationError(
                    _("No source system is called “%(text)s”. Add it to the source systems first.")
                    % {"text": text}
                )
            return names[text.strip().casefold()]

        return read
