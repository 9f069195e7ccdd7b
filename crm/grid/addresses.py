"""The state of a list as the text of its URL: one spelling for one state.

Names stand in a fixed order and empty ones are left out, so that two people who see the same
have the same link.
"""

from collections.abc import Mapping
from urllib.parse import urlencode

PAGING = {"after", "before"}
MOVING = PAGING | {"letter", "part", "column", "find", "export"}
"""Names that say where one is in a list or what is asked of it, not which list it is."""

FIRST = ("view", "q", "where", "state")
LAST = ("sort", "cols", "letter", "after", "before", "part", "column", "find", "export")
LISTS = {"sort", "state", "cols"}
"""Names that may come several times, or once with commas."""


def query_text(params: Mapping) -> str:
    """The texts by their names as a query string."""
    own = sorted(params.keys() - {*FIRST, *LAST})
    names = [name for name in (*FIRST, *own, *LAST) if params.get(name) not in (None, "")]
    return urlencode({name: params[name] for name in names}, safe=",():")
