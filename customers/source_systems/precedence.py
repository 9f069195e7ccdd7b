"""Which system is believed: the general order, and the orders of single fields."""

from collections import defaultdict
from functools import cached_property

from customers.models import FieldRank, SourceSystem


class Precedence:
    """As it stands when it is first asked; two queries."""

    @cached_property
    def names(self) -> dict[int, str]:
        """The names of all systems by id, archived ones too, the most believed first."""
        return dict(SourceSystem.objects.values_list("pk", "name"))

    @cached_property
    def own(self) -> dict[str, list[int]]:
        """The orders of the fields that have their own, by target."""
        found = defaultdict(list)
        for target, system in FieldRank.objects.values_list("target", "system"):
            found[target].append(system)
        return dict(found)

    def order(self, target: str) -> list[int]:
        """The ids of all systems, the most believed first."""
        return list(dict.fromkeys([*self.own.get(target, ()), *self.names]))

    def above(self, system_id: int, target: str) -> list[int]:
        """The systems that outrank this one for a field."""
        order = self.order(target)
        return order[: order.index(system_id)]
