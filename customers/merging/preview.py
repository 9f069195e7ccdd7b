"""What a merge would do, for its page: the fields as chosen so far, and what moves along."""

from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.utils.functional import cached_property

from customers.merging.belongings import all_moving
from customers.merging.fields import GONE, Field, Fields
from customers.merging.hands import place_of
from customers.merging.people import are_one, is_sure
from customers.models import Contact

PREFIX, HANDS, SAME, SEEN = "field-", "hands", "same", "seen"


@dataclass(frozen=True)
class Moving:
    """How many rows of a kind move, how many the survivor has, and what happens to some."""

    label: str
    count: int
    has: int
    notes: list[str]


@dataclass(frozen=True)
class SamePerson:
    """Two contacts that may be one; whether they are to be."""

    theirs: Contact
    ours: Contact
    is_ticked: bool


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
    def same_people(self) -> list[SamePerson]:
        """Contacts of both that are likely one person, each of theirs once."""
        ours = list(self._people(self.survivor))
        found = []
        for theirs in self._people(self.gone):
            twins = sorted(
                (o for o in ours if are_one(theirs, o)), key=partial(is_less_sure, theirs)
            )
            found += [SamePerson(theirs, twin, self._is_one(theirs, twin)) for twin in twins[:1]]
        return found

    def _is_one(self, theirs, ours) -> bool:
        """As ticked on the page, before that where the mobile agrees."""
        return f"{theirs.pk}-{ours.pk}" in self._ticked if self.data else is_sure(theirs, ours)

    @property
    def _ticked(self) -> list[str]:
        return self.data.getlist(SAME)

    @property
    def united(self) -> list[tuple[int, int]]:
        return [(each.theirs.pk, each.ours.pk) for each in self.same_people if each.is_ticked]

    def _people(self, customer):
        return customer.contacts.visible_to(self.user).order_by("pk")


def is_less_sure(theirs: Contact, ours: Contact) -> bool:
    return not is_sure(theirs, ours)


def versions(text: str) -> tuple[int, ...] | None:
    """What a page says it saw; None of what cannot be read, which is as if it had seen nothing."""
    parts = text.split(",")
    is_sound = len(parts) == 2 and all(p.isascii() and p.isdigit() for p in parts)
    return tuple(map(int, parts)) if is_sound else None
