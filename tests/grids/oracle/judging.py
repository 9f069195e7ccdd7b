"""Whether a condition holds of a row, in plain Python: no filter of the product is asked."""

from crm.grid.conditions.tree import All, AnyOf, Leaf, Not
from customers.models import Contact, Customer, LedgerEntry
from customers.own_fields.columns import OwnColumn
from customers.pool import masked
from customers.pool.columns import PoolColumn
from customers.source_systems.columns import SourceKeys
from sales.columns import CustomerColumn
from tests.grids.oracle.answers import Answer
from tests.grids.oracle.world import MASKS

PROSE = ["remarks", "business_scope", "operating_state", "financial_state", "contact.remarks"]
PROSE += ["entry.reason", "return_reason"]
TEXTUAL = {"Contains", "Starts", "Is", "IsNot", "HasDigits"}
BRANCHES = {
    Customer: dict.fromkeys(
        ("contacts", "activities", "opportunities", "orders", "rivals"), "customer_id"
    )
    | {"ledger": "customer_id", "people": "contact__customer_id"},
    Contact: {"activities": "contact_id", "place": "contact_id"},
}
KINDS = {"place": "people", "customer": "customers"}


class Judge:
    """Answers for one `reader` of a world."""

    def __init__(self, world, reader):
        self.world, self.reader = world, reader

    def holds(self, node, row, columns) -> bool:
        """`columns(row)` gives the columns of the list that the row stands in, by name."""
        match node:
            case All():
                return all(self.holds(part, row, columns) for part in node.parts)
            case AnyOf():
                return any(self.holds(part, row, columns) for part in node.parts)
            case Not():
                return not all(self.holds(part, row, columns) for part in node.parts)
            case Leaf():
                return self.leaf(node, row, columns(row)[node.column])
        return self.counts(node, len(self.related(node, row, columns)))

    @staticmethod
    def counts(node, found: int) -> bool:
        return {
            "has": found > 0,
            "no": found == 0,
            "min": found >= (node.number or 0),
            "max": found <= (node.number or 0),
            "is": found == node.number,
        }[node.quantifier]

    def related(self, node, row, columns) -> list:
        """The rows of a relation that the reader sees and of which all parts hold."""
        found = [one for one in self.hanging(node.relation, row) if self.reader.sees(one)]
        return [one for one in found if self.holds(All(node.parts), one, columns)]

    def hanging(self, key, row) -> list:
        if key == "customer":
            return [self.world.customer_of(row)]
        path = BRANCHES[type(row)][key]
        rows = self.world.rows[KINDS.get(key, key)]
        return [one for one in rows if walked(one, path) == row.pk]

    # --- leaves ---

    def leaf(self, leaf, row, known) -> bool:
        column, operators = known
        operator = type(operators[leaf.operator]).__name__
        value = self.value(column, row)
        if self.reader.is_masked(row) and (operator in TEXTUAL or isinstance(column, OwnColumn)):
            shown, key = self.shown(column, row)
            if shown == "hidden" or (shown == "masked" and key not in PROSE):
                return False
            value = masked.prose(value or "") if shown == "masked" else value
        answer = Answer(self, column, row, value, leaf.values)
        return bool(getattr(answer, operator))

    def shown(self, column, row) -> tuple[str, str]:
        key = getattr(column, "mask_key", None) or self.key(column, row)
        for how, keys in MASKS.items():
            if key in keys:
                return how, key
        if isinstance(column, OwnColumn):
            return ("whole" if column.own == self.world.own[1] else "hidden"), key
        return ("masked" if key in PROSE else "whole"), key

    @staticmethod
    def key(column, row) -> str:
        if isinstance(row, LedgerEntry):
            return f"entry.{column.path}"
        return f"contact.{column.path}" if isinstance(row, Contact) else column.path

    def value(self, column, row):
        if isinstance(column, OwnColumn):
            return row.own_value(column.own)
        if isinstance(column, SourceKeys):
            return self.world.keys[row]
        if hasattr(column, "relation"):
            return self.number(column, row)
        if column.name == "department":
            room = row.department
            return room.name if room and not room.deleted_at else None
        if isinstance(column, CustomerColumn | PoolColumn):
            return walked(row, f"{column.path}_id")
        if hasattr(column, "match"):
            return walked(row, f"{column.path}__name")
        return walked(row, column.path)

    def number(self, column, row) -> int:
        found = [one for one in self.hanging(column.relation, row) if self.reader.sees(one)]
        return len([one for one in found if not column.where or one.status == "open"])


def walked(row, path: str):
    for name in path.split("__"):
        row = getattr(row, name, None)
    return row
