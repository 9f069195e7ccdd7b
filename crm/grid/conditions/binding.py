"""A tree asked of a list: whether it is understood, as SQL, and as a sentence.

What is not understood is named in `faults` and left out. A pool's mask, and whose rows count, are
the list's own matter: every leaf is answered by its `answer`.
"""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from crm.grid.conditions.relations import relations_of
from crm.grid.conditions.tree import All, AnyOf, Leaf, Node, Not, Related


class Bound:
    """A part of a tree in `grid`; the parts inside stand in the list they are about."""

    def __init__(self, node, grid):
        self.node, self.grid = node, grid

    @property
    def faults(self) -> list[str]:
        return [fault for part in self.parts for fault in part.faults]

    @property
    def is_sound(self) -> bool:
        """Whether anything of it is understood."""
        return bool(self.sound)

    @cached_property
    def parts(self) -> list:
        return [bind(part, self.grid) for part in self.node.parts]

    @cached_property
    def sound(self) -> list:
        return [part for part in self.parts if part.is_sound]

    @property
    def inside(self) -> str:
        """The parts as they stand in a longer sentence."""
        said = [part.sentence for part in self.sound]
        return said[0] if len(said) == 1 else _("(%(parts)s)") % {"parts": self.joint.join(said)}

    @property
    def joint(self) -> str:
        return _(" and ")

    @property
    def condition(self) -> Q:
        raise NotImplementedError

    @property
    def sentence(self) -> str:
        return self.inside


class BoundAll(Bound):
    @property
    def condition(self):
        found = Q()
        for part in self.sound:
            found &= part.condition
        return found


class BoundAny(Bound):
    @property
    def joint(self):
        return _(" or ")

    @property
    def condition(self):
        found = Q()
        for part in self.sound:
            found |= part.condition
        return found


class BoundNot(BoundAll):
    @property
    def condition(self):
        return ~super().condition

    @property
    def sentence(self):
        return _("not: %(said)s") % {"said": self.inside}


class BoundLeaf(Bound):
    parts: list = []

    @cached_property
    def column(self):
        column = self.grid.columns_by_name.get(self.node.column)
        return column if column and column.filterable else None

    @cached_property
    def operator(self):
        known = {o.key: o for o in self.column.operators(self.grid)} if self.column else {}
        return known.get(self.node.operator)

    @cached_property
    def checked(self) -> tuple[list, str]:
        """The values, and what is wrong."""
        if not self.column:
            return [], _("There is no field “%(name)s” here.") % {"name": self.node.column[:60]}
        named = {"column": self.column.heading, "name": self.node.operator[:20]}
        if not self.operator:
            return [], _("“%(column)s” cannot be asked “%(name)s”.") % named
        try:
            return self.operator.clean(list(self.node.values)), ""
        except ValidationError as error:
            why = " ".join(error.messages)
            return [], _("“%(column)s”: %(why)s") % {**named, "why": why}

    @property
    def faults(self):
        return [self.checked[1]] if self.checked[1] else []

    @property
    def is_sound(self):
        return not self.checked[1]

    @property
    def condition(self):
        return self.grid.answer(self.column, self.operator, self.checked[0])

    @property
    def sentence(self):
        said = self.operator.describe(self.checked[0])
        return _("%(column)s %(said)s") % {"column": self.column.heading, "said": said}


class BoundRelated(BoundAll):
    @cached_property
    def relation(self):
        return relations_of(self.grid).get(self.node.relation)

    @cached_property
    def parts(self):
        if not self.relation:
            return []
        inner = self.relation.grid(self.grid.user, QueryDict())
        # What a mask left out in there is said where the list is.
        inner.problems, inner.notes = self.grid.problems, self.grid.notes
        return [bind(part, inner) for part in self.node.parts]

    @property
    def faults(self):
        if self.relation:
            return super().faults
        return [_("Nothing is called “%(name)s” here.") % {"name": self.node.relation[:60]}]

    @property
    def is_sound(self):
        return bool(self.relation and (self.sound or not self.node.parts))

    @property
    def condition(self):
        number = self.node.number or 0
        return {
            "has": lambda: self._at_least(1),
            "no": lambda: self._at_most(0),
            "min": lambda: self._at_least(number),
            "max": lambda: self._at_most(number),
            "is": lambda: self._at_least(number) & self._at_most(number),
        }[self.node.quantifier]()

    @cached_property
    def _inside(self) -> Q:
        return super().condition

    def _at_least(self, number) -> Q:
        if number == 0:
            return Q(pk__isnull=False)
        if number == 1:
            return self.relation.exists(self.grid.user, self._inside)
        return self.relation.at_least(self.grid.user, self._inside, number)

    def _at_most(self, number) -> Q:
        if number == 0:
            return self.relation.none(self.grid.user, self._inside)
        return ~self.relation.at_least(self.grid.user, self._inside, number + 1)

    @property
    def sentence(self):
        return self._head % {"related": self._related, "number": self.node.number}

    @property
    def _related(self) -> str:
        if not self.sound:
            return str(self.relation.label)
        said = self.joint.join(part.sentence for part in self.sound)
        return _("%(related)s where (%(said)s)") % {"related": self.relation.label, "said": said}

    @property
    def _head(self) -> str:
        return {
            "has": _("it has %(related)s"),
            "no": _("it has no %(related)s"),
            "min": _("it has at least %(number)d %(related)s"),
            "max": _("it has at most %(number)d %(related)s"),
            "is": _("it has exactly %(number)d %(related)s"),
        }[self.node.quantifier]


BOUND: dict[type, type[Bound]] = {
    All: BoundAll,
    AnyOf: BoundAny,
    Not: BoundNot,
    Leaf: BoundLeaf,
    Related: BoundRelated,
}


def bind(node: Node, grid) -> Bound:
    return BOUND[type(node)](node, grid)
