"""What a backup says of itself: whose it is, and what each of its parts must be."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import PurePosixPath

from django.utils.crypto import salted_hmac

FORMAT = 1
NAME = "manifest.json"


@dataclass(frozen=True)
class Part:
    """A part as it must be when it is read: bytes before compression, and their sha256."""

    size: int
    sha256: str


@dataclass(frozen=True)
class TablePart(Part):
    columns: tuple[str, ...]
    rows: int

    @classmethod
    def of(cls, columns, **fields) -> "TablePart":
        return cls(columns=tuple(columns), **fields)


@dataclass(frozen=True)
class FilePart(Part):
    """`modified` is in nanoseconds since 1970."""

    modified: int


@dataclass
class Manifest:
    """`migrations` are (app, name); `key_mark` tells whether another SECRET_KEY is the same."""

    version: str
    made_at: str
    postgres: int
    key_mark: str
    migrations: set[tuple[str, str]]
    sequences: dict[str, tuple[int, bool]] = field(default_factory=dict)
    tables: dict[str, TablePart] = field(default_factory=dict)
    files: dict[str, FilePart] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.tables.values())

    def parts(self) -> Iterator[tuple[str, Part]]:
        """(name in the archive, part), in the order in which they were written."""
        for name, table in self.tables.items():
            yield table_part(name), table
        for path, file in self.files.items():
            yield file_part(path), file

    def to_json(self) -> bytes:
        said = {"format": FORMAT, **asdict(self), "migrations": sorted(self.migrations)}
        return json.dumps(said, ensure_ascii=False, indent=1).encode()

    @classmethod
    def from_json(cls, text: bytes) -> "Manifest":
        """Raises TypeError, ValueError or KeyError where it is none; NewerFormat."""
        said = json.loads(text)
        if said.pop("format") != FORMAT:
            raise NewerFormat(str(said.get("version")))
        migrations = {(app, name) for app, name in said.pop("migrations")}
        tables = {name: TablePart.of(**part) for name, part in said.pop("tables").items()}
        files = {checked(path): FilePart(**part) for path, part in said.pop("files").items()}
        sequences = {name: (last, used) for name, (last, used) in said.pop("sequences").items()}
        return cls(**said, migrations=migrations, tables=tables, files=files, sequences=sequences)


class NewerFormat(Exception):
    """It is laid out in a way that is not known here; the version that wrote it."""


def table_part(name: str) -> str:
    return f"tables/{name}.copy"


def file_part(path: str) -> str:
    return f"files/{path}"


def checked(path: str) -> str:
    """The path, if it stays inside the folder it is put into. Raises ValueError."""
    steps = PurePosixPath(path)
    if steps.is_absolute() or ".." in steps.parts or not steps.parts or "\0" in path:
        raise ValueError(path)
    return path


def mark_of_key() -> str:
    return salted_hmac("crm.backup", "mark", algorithm="sha256").hexdigest()[:16]
