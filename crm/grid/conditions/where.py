"""The conditions of a list, from the `where` of its URL."""

from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from crm.grid.conditions.binding import bind
from crm.grid.conditions.reading import Unreadable, read
from crm.grid.conditions.tree import All, written


class Where:
    """What `text` says of `grid`; its parts must all hold."""

    def __init__(self, text: str, grid):
        self.text, self.grid = text, grid

    @cached_property
    def _read(self) -> tuple[tuple, str]:
        try:
            return read(self.text), ""
        except Unreadable as error:
            return (), _("The conditions were ignored. %(why)s") % {"why": error}

    @property
    def nodes(self) -> tuple:
        return self._read[0]

    @cached_property
    def bound(self):
        return bind(All(self.nodes), self.grid)

    @property
    def problems(self) -> list[str]:
        left_out = _("A condition was left out. %(why)s")
        faults = [left_out % {"why": fault} for fault in self.bound.faults]
        return [self._read[1], *faults] if self._read[1] else faults

    @property
    def condition(self) -> Q:
        return self.bound.condition

    @property
    def sentence(self) -> str:
        return self.bound.joint.join(part.sentence for part in self.bound.sound)

    @property
    def said(self) -> list[tuple[str, str]]:
        """Each part as a sentence, and the text of all the others."""
        parts = self.bound.parts
        return [
            (part.sentence, written(n for k, n in enumerate(self.nodes) if k != number))
            for number, part in enumerate(parts)
            if part.is_sound
        ]
