"""What a merge would do, for its page: the fields as chosen so far, and what moves along."""

from collections import defaultdict
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import cached_property

from crm import naming
from customers.merging.belongings import all_moving
from customers.merging.fields import GONE, Field, Fields
from customers.merging.hands import place_of
from customers.models import Contact

PREFIX, HANDS, SEEN = "field-", "hands", "seen"


@dataclass(frozen=True)
class Moving:
    """How many rows of a kind move, how many the survivor has, and what happens to some."""

    label: str
    count: int
    has: int
    notes: list[str]


class Preview:
    """`data` is what was chosen on the page so far, or nothing."""

    def __init__(self, survivor, gone, user, data=None):
        self.survivor, self.gone, self.user = survivor, gone, user
        self.data = data or {}

    @property
    def choices(self) -> dict[str, str]:
        names = [name for name in self.data if name.startswith(PREFIX)]
        return {name.removeprefix(PREFIX): self.data[name] for name in names}

    @property
    def takes_hands(self) -> bool:
        return self.data.get(HANDS) == GONE

    @property
    def seen(self) -> str:
        return f"{self.survivor.version},{self.gone.version}"

    @property
    def undo_days(self) -> int:
        return settings.MERGE_UNDO_DAYS

    @cached_property
    def fields(self) -> list[tuple[Field, str]]:
        """Those that differ, with what is chosen of each."""
        return [(field, self._choice(field)) for field in self._all if field.differs]

    @cached_property
    def _all(self) -> list[Field]:
        return Fields(self.survivor, self.gone).all

    def _choice(self, field: Field) -> str:
        asked = self.choices.get(field.name, "")
        return asked if asked in field.choices else field.choice

    @property
    def same(self) -> list[Field]:
        return [field for field in self._all if field.survivor and not field.differs]

    @property
    def may_take_hands(self) -> bool:
        """Whether there is a choice of who holds it, and it is this user's."""
        differ = place_of(self.survivor) != place_of(self.gone)
        return differ and self.survivor.is_assignable_by(self.user)

    @cached_property
    def moving(self) -> list[Moving]:
        rows = [self._moving(belongings) for belongings in all_moving()]
        return [row for row in rows if row.count or row.notes]

    def _moving(self, belongings) -> Moving:
        there = belongings.at(self.gone.pk)
        return Moving(
            str(belongings.label),
            belongings.moving(self.gone, self.survivor).count(),
            belongings.at(self.survivor.pk).count(),
            belongings.foretell(there, self.survivor),
        )

    @cached_property
    def same_people(self) -> list[tuple[Contact, Contact]]:
        """Contacts of both that share a name or a number: likely one person."""
        known = defaultdict(list)
        for contact in self._people(self.survivor):
            for mark in marks_of(contact):
                known[mark].append(contact)
        found = {}
        for contact in self._people(self.gone):
            twins = [twin for mark in marks_of(contact) for twin in known[mark]]
            if twins:
                found[contact] = twins[0]
        return list(found.items())

    def _people(self, customer):
        return customer.contacts.visible_to(self.user).order_by("pk")


def marks_of(contact) -> set[str]:
    marks = {naming.fold(contact.name), contact.mobile, contact.phone}
    return {mark for mark in marks if mark}


def versions(text: str) -> tuple[int, ...] | None:
    """What a page says it saw; None of what cannot be read, which is as if it had seen nothing."""
    parts = text.split(",")
    is_sound = len(parts) == 2 and all(p.isascii() and p.isdigit() for p in parts)
    return tuple(map(int, parts)) if is_sound else None
