"""The lines of a record that has some, such as an order: each row may bring one."""

from typing import Any

from customers.imports.checking.ids import reserved
from customers.imports.children.comparing import is_same, plain, told
from customers.imports.children.drafts import Draft
from customers.imports.children.standing import Standing


class Lines:
    """Of the rows of one chunk, at most so many."""

    def __init__(self, records, rows: int):
        self.records = records
        self.ids = reserved(records.detail, rows)[::-1] if records.detail else []

    def add(self, draft: Draft, standing: Standing, only_new=False) -> bool:
        """A row's line is one that the record has, changes one of the same product, or is new.
        Lines that no row brings stay. False where a change is left out."""
        if not draft.line:
            return True
        free = [line for pk, line in standing.lines.items() if pk not in standing.taken]
        same = [line for line in free if not differing(draft.line, line)]
        alike = [line for line in free if self.records.is_same_line(draft.line, line)]
        if same:
            draft.row.values["line_id"] = same[0]["id"]
        elif alike and only_new:
            return False
        elif alike:
            self._change(draft, standing, alike[0])
        else:
            self._create(draft, standing)
        return True

    def _change(self, draft: Draft, standing: Standing, line: dict):
        values, found = draft.row.values, differing(draft.line, line)
        values["line_id"] = line["id"]
        values["line"] = plain({column: new for column, _old, new in found})
        values["line_was"] = plain({column: old for column, old, _new in found})
        self._tell(draft, found)
        standing.lines[line["id"]] = line | draft.line

    def _create(self, draft: Draft, standing: Standing):
        values, pk = draft.row.values, self.ids.pop()
        line: dict[str, Any] = {**draft.line, f"{self.records.detail_of}_id": standing.pk, "id": pk}
        values["line_id"], values["line"] = pk, plain(line)
        self._tell(draft, [(column, None, value) for column, value in draft.line.items()])
        standing.lines[pk] = line

    def _tell(self, draft: Draft, found):
        """A new record shows no differences."""
        if draft.row.verdict != draft.row.Verdict.NEW:
            draft.row.changes += [[column, told(old), told(new)] for column, old, new in found]


def differing(said: dict, line: dict) -> list[tuple[str, Any, Any]]:
    pairs = ((column, line.get(column), new) for column, new in said.items())
    return [(column, old, new) for column, old, new in pairs if not is_same(old, new)]
