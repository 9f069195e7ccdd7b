"""Makes the data folder of a new server, with its one database and its one role."""

import os
import shutil
from pathlib import Path
from subprocess import CompletedProcess

from crm.postgres.account import Account
from crm.postgres.binaries import Binaries
from crm.postgres.errors import PostgresError

DATABASE = ROLE = "zhibi"
# The first that exists here: C.UTF-8 knows Chinese letters, and sorts the same everywhere.
LOCALES = (
    ["--locale=C.UTF-8"],
    ["--locale=C.utf8"],
    ["--lc-collate=C", "--lc-ctype=en_US.UTF-8"],
)


def create(data: Path, binaries: Binaries, account: Account) -> None:
    """A whole cluster or none: it gets its name when it is complete. Raises PostgresError."""
    unfinished = data.with_name("data.part")
    for locale in LOCALES:
        shutil.rmtree(unfinished, ignore_errors=True)
        made = _initialise(unfinished, binaries, account, locale)
        if made.returncode == 0:
            break
    else:
        raise PostgresError(f"PostgreSQL could not make its data: {last_line(made.stdout)}")
    _create_database(unfinished, binaries, account)
    unfinished.rename(data)


def _initialise(
    data: Path, binaries: Binaries, account: Account, locale: list[str]
) -> CompletedProcess[str]:
    return account.run(
        binaries["initdb"], "-D", data, "--encoding=UTF8", "--auth=reject",
        "--username", ROLE, "--no-instructions", *locale,
    )  # fmt: skip


def _create_database(data: Path, binaries: Binaries, account: Account) -> None:
    made = account.run(
        binaries["postgres"], "--single", "-D", data, "postgres",
        stdin=f"CREATE DATABASE {DATABASE};\n",
    )  # fmt: skip
    if made.returncode or "ERROR" in made.stdout:
        raise PostgresError(f"PostgreSQL could not make its database: {last_line(made.stdout)}")


def admit_ourselves(data: Path, account: Account) -> None:
    """Lets in whoever starts the server, and its own account; the socket vouches for who they are."""
    guests = dict.fromkeys([Account(os.geteuid(), os.getegid()).name, account.name])
    lines = "".join(f'zhibi "{guest}" {ROLE}\n' for guest in guests)
    for name, text in {
        "pg_hba.conf": "local all all peer map=zhibi\n",
        "pg_ident.conf": lines,
    }.items():
        (data / name).write_text(text)
        account.take(data / name)


def major_version(data: Path) -> int | None:
    """Of the PostgreSQL that made the data; None if there are none yet."""
    file = data / "PG_VERSION"
    return int(file.read_text()) if file.exists() else None


def last_line(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return lines[-1] if lines else "it gave no reason"
