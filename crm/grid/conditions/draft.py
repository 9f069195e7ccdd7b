"""A tree while somebody builds it: unfinished, with what they typed, as fields of a form.

Each part has a name, "c" for the whole and "c-0-1" for the second part of the first; its fields
are `c-0-1.what`, `.op`, `.value`, `.number` and `.not`.
"""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from crm.grid.conditions.reading import COUNTED, MOST
from crm.grid.conditions.tree import GROUPS, All, AnyOf, Leaf, Node, Not, Related

ROOT = "c"
NAME = re.compile(r"(c(?:-\d{1,3}){0,12})\.what")
NUMBER = re.compile(r"[0-9]{1,4}")


@dataclass
class Draft:
    """`what` is "field:owner", "related:activities", "group", or "" while nothing was chosen;
    `op` an operator, a quantifier, or how a group's parts go together."""

    what: str = ""
    op: str = ""
    values: list[str] = field(default_factory=list)
    number: str = ""
    negated: bool = False
    parts: list["Draft"] = field(default_factory=list)
    is_new: bool = False

    @property
    def kind(self) -> str:
        return self.what.partition(":")[0]

    @property
    def name(self) -> str:
        return self.what.partition(":")[2]

    # --- to a tree ---

    def nodes(self) -> tuple[Node, ...]:
        """The parts of which something was chosen."""
        return tuple(node for part in self.parts if (node := part.node()))

    def node(self) -> Node | None:
        if self.kind == "field":
            leaf = Leaf(self.name, self.op or "is", tuple(self.values))
            return Not((leaf,)) if self.negated else leaf
        if self.kind == "related":
            return None if self.fault else Related(self.name, self.op, *self._counted())
        return self._group(self.nodes()) if self.kind == "group" else None

    def _counted(self) -> tuple[int | None, tuple[Node, ...]]:
        return int(self.number) if self.op in COUNTED else None, self.nodes()

    def _group(self, nodes) -> Node | None:
        if not nodes:
            return None
        if self.op == "none":
            return Not((AnyOf(nodes),))
        return GROUPS.get(self.op, All)(nodes)

    def top(self) -> tuple[Node, ...]:
        """Of the whole: what stands side by side in the URL."""
        if self.op in ("", "all"):
            return self.nodes()
        group = self._group(self.nodes())
        return (group,) if group else ()

    # --- what is missing ---

    @property
    def unfinished(self) -> list[str]:
        """Of the whole: what keeps its parts from being asked, in sentences; nothing where no
        field was chosen at all."""
        faults = self._faults() if any(part.kind for part in self.parts) else []
        return list(dict.fromkeys(faults))

    def _faults(self) -> list[str]:
        own = [self.fault] if self.fault else []
        return [*own, *(fault for part in self.parts for fault in part._faults())]

    @property
    def fault(self) -> str:
        """What is missing here, whatever is inside."""
        if not self.kind or (self.kind == "group" and not self.parts):
            return _("Choose a field for every line, or remove the line.")
        if self.kind != "related" or self.op not in COUNTED or NUMBER.fullmatch(self.number):
            return ""
        return _("How many? Give a whole number from 0 to 9999.")


def draft_of(node: Node) -> Draft:
    match node:
        case Leaf():
            return Draft(f"field:{node.column}", node.operator, list(node.values))
        case Related():
            number = "" if node.number is None else str(node.number)
            parts = [draft_of(part) for part in node.parts]
            return Draft(f"related:{node.relation}", node.quantifier, number=number, parts=parts)
        case Not((Leaf() as leaf,)):
            draft = draft_of(leaf)
            draft.negated = True
            return draft
        case Not((AnyOf() as group,)):
            return Draft("group", "none", parts=[draft_of(part) for part in group.parts])
    op = {All: "all", AnyOf: "any", Not: "not"}[type(node)]
    return Draft("group", op, parts=[draft_of(part) for part in node.parts])


def whole(nodes) -> Draft:
    """The draft of a list's conditions, with an empty line where there is none."""
    root = draft_of(nodes[0]) if len(nodes) == 1 and isinstance(nodes[0], AnyOf) else None
    root = root or Draft("group", "all", parts=[draft_of(node) for node in nodes])
    root.parts = root.parts or [Draft(is_new=True)]
    return root


def typed(data) -> dict[str, Draft]:
    """The drafts of a form (a QueryDict) by their names, each with its parts."""
    names = [found[1] for key in data if (found := NAME.fullmatch(key))]
    names = sorted(names, key=lambda name: [int(n) for n in name.split("-")[1:]])[: 2 * MOST]
    drafts = {ROOT: Draft("group", "all")}
    for name in names:
        above = drafts.get(name.rpartition("-")[0])
        drafts[name] = typed_one(data, name)
        if above:
            above.parts.append(drafts[name])
    return drafts


def typed_one(data, name) -> Draft:
    return Draft(
        data[f"{name}.what"],
        data.get(f"{name}.op", ""),
        [value for value in data.getlist(f"{name}.value") if value.strip()],
        data.get(f"{name}.number", "1").strip(),
        f"{name}.not" in data,
    )


def changed(data) -> Draft:
    """The draft of a form after what its pressed button `do` says: "add", "group" or "drop", and
    the name of the part."""
    drafts = typed(data)
    what, _space, name = data.get("do", "").partition(" ")
    part = drafts.get(name)
    if part and what == "add":
        part.parts.append(Draft(is_new=True))
    elif part and what == "group":
        part.parts.append(Draft("group", "any", parts=[Draft(is_new=True), Draft()]))
    elif part and what == "drop" and (above := drafts.get(name.rpartition("-")[0])):
        above.parts = [other for other in above.parts if other is not part]
    return drafts[ROOT]
