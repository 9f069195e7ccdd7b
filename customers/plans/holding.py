"""What the database has of the records that the rows of a file mean."""

from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

from django.utils.functional import cached_property

from customers.imports.kinds import Kind, Part
from customers.imports.mapping.targets import KEYS
from customers.merging.following import survivors_of
from customers.models import Customer
from customers.models.external_key import ExternalKey
from customers.plans.figures import Figure


class Meant(NamedTuple):
    """A record that rows mean: known by its key, else by its id, else by its row alone."""

    model: type
    key: str = ""
    pk: int = 0
    row: int = 0


class Holding:
    """Of the records of a kind and of what one `system` calls them; 0 for none."""

    def __init__(self, kind: Kind, figures: list[Figure], system: int):
        self.kind, self.system = kind, system
        self.figures: dict[type, list[Figure]] = defaultdict(list)
        for figure in figures:
            self.figures[figure.model].append(figure)

    @cached_property
    def keys(self) -> type[ExternalKey]:
        return self.kind.targets()[KEYS].column.keys

    @property
    def known(self) -> int:
        """How many keys there are of the system."""
        return self.keys.objects.filter(system=self.system).count() if self.system else 0

    def of(self, meant: list[Meant]) -> dict[Meant, dict[str, tuple[Decimal, str]]]:
        """Of those that live, by figure a number and its currency."""
        found = {}
        for part in self.kind.parts:
            mine = [each for each in meant if each.model is part.model]
            found |= self._by_key(part, [each.key for each in mine if each.key])
            found |= self._by_id(part, [each.pk for each in mine if each.pk])
        return found

    def _by_key(self, part: Part, keys: list[str]):
        if not keys:
            return {}
        holder = f"{self.keys.HOLDER}__"
        rows = self.keys.objects.filter(system=self.system, key__in=keys)
        held = self._values(part, rows, "key", holder)
        return {Meant(part.model, key=key): values for key, values in held.items()}

    def _by_id(self, part: Part, ids: list[int]):
        """One that was merged since is the one it went into."""
        if not ids:
            return {}
        onward = survivors_of(ids) if part.model is Customer else {}
        rows = part.model._default_manager.filter(pk__in={*ids, *onward.values()})
        held = self._values(part, rows, "pk")
        meant = {pk: onward.get(pk, pk) for pk in ids}
        return {Meant(part.model, pk=pk): held[its] for pk, its in meant.items() if its in held}

    def _values(self, part: Part, rows, by: str, before: str = "") -> dict:
        whole = f"{part.whole}__" if part.whole else ""
        living = rows.filter(**{f"{before}{whole}deleted_at__isnull": True})
        figures = self.figures[part.model]
        paths = sorted({path for f in figures for path in (f.path, f.currency_path) if path})
        found = living.values_list(by, *(before + path for path in paths))
        return {k: told(figures, dict(zip(paths, values, strict=True))) for k, *values in found}


def told(figures: list[Figure], values: dict) -> dict[str, tuple[Decimal, str]]:
    return {
        f.name: (Decimal(str(values[f.path] or 0)), values.get(f.currency_path, f.currency))
        for f in figures
    }
