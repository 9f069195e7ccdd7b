"""How a file is to be read, where what was guessed is wrong."""

from dataclasses import asdict, dataclass

from crm.sheets.texts.encodings import ENCODINGS

# Comma, semicolon, tab, and what old systems put between cells.
SEPARATORS = ",;\t|"
NO_HEADER = -1
DEPTHS = (1, 2)


@dataclass(frozen=True)
class Reading:
    """What somebody chose; "" and 0 are guessed. `header_row` counts as the user's program does,
    or is `NO_HEADER`; `header_depth` is 2 where the row above it names groups; `keep_notes` takes
    totals and notes under the table for records; `fill_down` gives what stands in a cell merged
    downwards to all its rows."""

    sheet: str = ""
    header_row: int = 0
    encoding: str = ""
    separator: str = ""
    keep_notes: bool = False
    fill_down: bool = False
    header_depth: int = 0

    @classmethod
    def from_json(cls, stored: dict) -> "Reading":
        """Out of what `to_json` gave; what is not known is guessed."""
        depth = stored.get("header_depth", 0)
        row, encoding = stored.get("header_row", 0), str(stored.get("encoding", ""))
        separator = str(stored.get("separator", ""))
        return cls(
            str(stored.get("sheet", "")).replace("\0", ""),
            row if isinstance(row, int) and row >= NO_HEADER else 0,
            encoding if encoding in ENCODINGS else "",
            separator if separator in tuple(SEPARATORS) else "",
            bool(stored.get("keep_notes")),
            bool(stored.get("fill_down")),
            depth if depth in DEPTHS else 0,
        )

    def to_json(self) -> dict:
        return {key: value for key, value in asdict(self).items() if value}


GUESSED = Reading()
