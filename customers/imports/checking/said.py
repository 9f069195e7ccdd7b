"""What a row says of the systems it comes from."""

from dataclasses import dataclass

Key = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Said:
    """`system` is the one that speaks in the row, None where none is named. Keys are pairs
    (system, key); a cell may hold those of several systems."""

    system: int | None = None
    customer: tuple[Key, ...] = ()
    contact: tuple[Key, ...] = ()

    @property
    def witness(self) -> Key | None:
        """The key under which is kept what the system says."""
        return next((key for key in self.customer if key[0] == self.system), None)

    @property
    def texts(self) -> list[str]:
        """The customer's keys as rows are found by them."""
        return [text_of(key) for key in self.customer]

    @property
    def texts_of_contact(self) -> list[str]:
        """The contact's, which find no customer but say whose it is."""
        return [text_of(key, "k") for key in self.contact]


NOTHING_SAID = Said()


def text_of(key: Key, letter: str = "s") -> str:
    """As keys of `customers.recognising` are written."""
    return f"{letter}{key[0]}:{key[1]}"


def key_of(text: str) -> Key:
    system, _colon, key = text[1:].partition(":")
    return int(system), key
