"""The fields of two customers side by side, and what is chosen of each."""

from dataclasses import dataclass

from django.utils.functional import cached_property

from customers.forms.customer import CustomerForm

SURVIVOR, GONE, BOTH = "survivor", "gone", "both"
JOINED = {"phones", "business_scope", "operating_state", "financial_state", "remarks"}


@dataclass(frozen=True)
class Field:
    """One field as both have it, in words; `choice` is what is taken unless somebody chooses."""

    name: str
    label: str
    survivor: str
    gone: str
    choice: str
    can_join: bool

    @property
    def differs(self) -> bool:
        return self.survivor != self.gone

    @property
    def choices(self) -> list[str]:
        return [SURVIVOR, GONE, *([BOTH] if self.can_join else [])]


class Fields:
    """The fields of a customer's form, axes and own fields among them, read as JSON."""

    def __init__(self, survivor, gone):
        self.survivor, self.gone = survivor, gone
        self.form = CustomerForm(instance=survivor)
        self.names = [name for name in self.form.fields if name != "seen"]

    @cached_property
    def all(self) -> list[Field]:
        return [self._field(name) for name in self.names]

    def _field(self, name) -> Field:
        mine, theirs = (self._words(row, name) for row in (self.survivor, self.gone))
        joins = name in JOINED and bool(mine and theirs) and mine != theirs
        usual = BOTH if joins else SURVIVOR if mine else GONE
        label = str(self.form.fields[name].label)
        return Field(name, label, mine, theirs, usual, joins)

    def _words(self, row, name) -> str:
        return self.form.show(name, self.form.read(row, name))

    def label_of(self, name) -> str | None:
        """None of a field that is no longer in use."""
        return str(self.form.fields[name].label) if name in self.names else None

    def chosen(self, choices: dict[str, str]) -> dict[str, list]:
        """{name: [the survivor's value, what it becomes]} of those that change."""
        found = {}
        for field in self.all:
            choice = choices.get(field.name, field.choice)
            old = self.raw(self.survivor, field.name)
            new = self._taken(field.name, choice if choice in field.choices else field.choice)
            if new != old:
                found[field.name] = [old, new]
        return found

    def _taken(self, name, choice):
        mine, theirs = (self.raw(row, name) for row in (self.survivor, self.gone))
        if choice == BOTH:
            return joined(mine, theirs)
        return theirs if choice == GONE else mine

    def raw(self, row, name):
        """The value as it is stored; None where there is none."""
        if own := self.form.own.get(name):
            return row.own.get(own.key)
        return self.form.read(row, name)

    def write(self, row, values: dict) -> set[str]:
        """Puts stored values into the row; the model fields to save."""
        return {self._put(row, name, value) for name, value in values.items()}

    def _put(self, row, name, value) -> str:
        own = self.form.own.get(name)
        if own is None:
            return self.form.write(row, name, value)
        kept = {key: stored for key, stored in row.own.items() if key != own.key}
        row.own = kept if value is None else kept | {own.key: value}
        return "own"


def joined(mine, theirs):
    """Lists united, texts one below the other."""
    if isinstance(mine, list):
        return [*mine, *(one for one in theirs if one not in mine)]
    return f"{mine}\n\n{theirs}"
