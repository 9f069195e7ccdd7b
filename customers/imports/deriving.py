"""The columns that follow from a record's names and numbers, for records that are no objects."""

from crm.matching import Matchable


class Deriver:
    """Derives by the model's own rule, on one object that is filled anew for each record."""

    def __init__(self, model: type[Matchable]):
        self.pattern = model()
        self.by = model.matched_by
        self.empty = {name: getattr(self.pattern, name) for name in self.by}
        self.columns = model.derived

    def derive(self, record: dict) -> dict:
        pattern = self.pattern
        for name in self.by:
            setattr(pattern, name, record.get(name) or self.empty[name])
        pattern.derive_names()
        return {column: getattr(pattern, column) for column in self.columns}

    def after(self, record: dict, changed: set[str]) -> dict:
        """Only where something changed that they follow from."""
        return {} if changed.isdisjoint(self.by) else self.derive(record)
