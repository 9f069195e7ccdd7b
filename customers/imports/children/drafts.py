"""One row of a sheet on its way to become a record."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm.sentences import Sentence, sentence
from customers.imports.mapping import Target
from customers.models import RowCheck

Verdict = RowCheck.Verdict
MISSING = _("This must not be empty.")


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

    def refuse(self, text: Promise, target: str = "", /, **words):
        """Says why, in a text that is translated lazily; `target` names the column to blame."""
        self.refuse_as(sentence(text, **words), target)

    def refuse_as(self, why: Sentence, target: str):
        if target in self.targets:
            why = self.targets[target].blamed(why)
        self.row.problems.append([self.places.get(target), why])
        self.row.verdict, self.row.values = Verdict.REFUSED, {}

    def need(self, *targets: str):
        """Refuses what a new record cannot do without."""
        for name in targets:
            if name not in self.said:
                self.refuse(MISSING, name)
