"""A condition as a tree, and its text in a URL: `owner.any(me),activities:no(done.past(60))`.

    part     = group | leaf | related            parts stand between commas
    group    = ("all" | "any" | "not") "(" parts ")"
    leaf     = column "." operator [ "(" values ")" ]
    related  = relation ":" quantifier [ "(" parts ")" ]
    quantifier = "has" | "no" | ("min" | "max" | "is") number

What stands side by side must all hold. In a value `~` goes before each of `~ ( ) ,`. Values are
ids and keys, never labels; `me` stays `me`.
"""

import re
from dataclasses import dataclass

SPECIAL = re.compile(r"([~(),])")


@dataclass(frozen=True)
class Leaf:
    column: str
    operator: str
    values: tuple[str, ...] = ()

    def __str__(self):
        values = ",".join(SPECIAL.sub(r"~\1", value) for value in self.values)
        return f"{self.column}.{self.operator}" + (f"({values})" if self.values else "")


@dataclass(frozen=True)
class All:
    parts: tuple

    def __str__(self):
        return f"all({written(self.parts)})"


@dataclass(frozen=True)
class AnyOf:
    parts: tuple

    def __str__(self):
        return f"any({written(self.parts)})"


@dataclass(frozen=True)
class Not:
    """Not all of the parts hold."""

    parts: tuple

    def __str__(self):
        return f"not({written(self.parts)})"


@dataclass(frozen=True)
class Related:
    """So many rows hang on this one of which all the parts hold; "min", "max" and "is" have a
    `number`."""

    relation: str
    quantifier: str
    number: int | None = None
    parts: tuple = ()

    def __str__(self):
        number = "" if self.number is None else self.number
        inside = f"({written(self.parts)})" if self.parts else ""
        return f"{self.relation}:{self.quantifier}{number}{inside}"


Node = Leaf | All | AnyOf | Not | Related
GROUPS: dict[str, type[All] | type[AnyOf] | type[Not]] = {"all": All, "any": AnyOf, "not": Not}


def written(parts) -> str:
    return ",".join(map(str, parts))
