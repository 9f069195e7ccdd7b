"""The decision map: the people of a customer by level and function (design, section 8)."""

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from customers.models import Contact
from intel.models import Dossier
from intel.models.dossier import Function, Level


@dataclass(frozen=True)
class Person:
    """A contact with what their dossier says, were it nothing yet."""

    contact: Contact
    dossier: Dossier

    @property
    def marks(self) -> list[str]:
        """Roles, stance and coach in words: a colour alone tells not everybody."""
        dossier = self.dossier
        words = [*dossier.role_labels, dossier.get_stance_display() if dossier.stance else ""]
        return [str(word) for word in [*words, _("coach") if dossier.is_coach else ""] if word]


@dataclass(frozen=True)
class Cell:
    function: str
    people: list[Person]


@dataclass(frozen=True)
class Row:
    level: str
    cells: list[Cell]


@dataclass(frozen=True)
class DecisionMap:
    people: list[Person]

    @property
    def functions(self) -> list[str]:
        return [capfirst(str(function.label)) for function in Function]

    @property
    def rows(self) -> list[Row]:
        """From the deciding level down."""
        return [Row(capfirst(str(level.label)), self._cells(level)) for level in Level]

    @property
    def unplaced(self) -> list[Person]:
        return [person for person in self.people if not person.dossier.is_placed]

    def _cells(self, level) -> list[Cell]:
        return [Cell(capfirst(str(f.label)), self._at(level, f)) for f in Function]

    def _at(self, level, function) -> list[Person]:
        place = (level, function)
        return [p for p in self.people if (p.dossier.level, p.dossier.function) == place]


def decision_map(customer, user) -> DecisionMap:
    contacts = Contact.objects.visible_to(user).filter(customer=customer)
    known = contacts.select_related("dossier").order_by("-is_primary", "sort_name", "pk")
    return DecisionMap([Person(contact, Dossier.of(contact)) for contact in known])
