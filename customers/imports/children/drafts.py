"""One row of a sheet on its way to become a record."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers.imports.mapping import Target
from customers.models import RowCheck

Verdict = RowCheck.Verdict
MISSING = gettext_lazy("This must not be empty.")


@dataclass
class Draft:
    """`said` has by target what the row says; `record` and `line` by column what is to be stored.

    `people` has by column the names of authors whom nobody knows yet; `texts` are those by which
    the record is known, once its customer is. `row` is what the check says of it.
    """

    row: RowCheck
    targets: dict[str, Target]
    places: dict[str, int | None]
    said: dict[str, Any] = field(default_factory=dict)
    record: dict[str, Any] = field(default_factory=dict)
    line: dict[str, Any] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    texts: list[str] | None = None

    @property
    def is_sound(self) -> bool:
        return not self.row.problems

    @property
    def keys(self) -> list[tuple[int, str]]:
        """(system, key) of the record itself."""
        return self.said.get("source_keys", [])

    def refuse(self, sentence: str, target: str = ""):
        """`target` names the column that is to blame."""
        if target in self.targets:
            words = {"column": self.targets[target].label, "problem": sentence}
            sentence = _("%(column)s: %(problem)s") % words
        self.row.problems.append([self.places.get(target), sentence])
        self.row.verdict, self.row.values = Verdict.REFUSED, {}

    def need(self, *targets: str):
        """Refuses what a new record cannot do without."""
        for name in targets:
            if name not in self.said:
                self.refuse(str(MISSING), name)
