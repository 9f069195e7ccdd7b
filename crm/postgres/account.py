"""The account a server runs under: PostgreSQL refuses root, so root lends it another one."""

import os
import pwd
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crm.postgres.errors import PostgresError

STAND_INS = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """An operating-system user that runs PostgreSQL's programs and owns its files."""

    uid: int
    gid: int

    @classmethod
    def for_server(cls, data: Path) -> "Account":
        """Whoever started us; for root the owner of `data`, or the first of STAND_INS there is."""
        if os.geteuid() != 0:
            return cls(os.geteuid(), os.getegid())
        if os.path.exists(data) and (owner := data.stat()).st_uid != 0:
            return cls(owner.st_uid, owner.st_gid)
        for name in STAND_INS:
            try:
                entry = pwd.getpwnam(name)
            except KeyError:
                continue
            return cls(entry.pw_uid, entry.pw_gid)
        raise PostgresError(
            "PostgreSQL refuses to run as root, and this machine has neither a user postgres "
            "nor nobody: start as an ordinary user, or set DATABASE_URL."
        )

    @property
    def name(self) -> str:
        return pwd.getpwuid(self.uid).pw_name

    def run(self, *command: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Runs a program as this account; its output comes back as text, errors among it."""
        borrowed: dict[str, Any] = {"user": self.uid, "group": self.gid, "extra_groups": []}
        return subprocess.run(
            [str(part) for part in command],
            input=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            cwd="/",
            env=_environment(),
            umask=0o077,
            **(borrowed if os.geteuid() == 0 else {}),
        )

    def reaches(self, path: Path) -> bool:
        """Whether file modes let this account in; what does not exist yet is not asked."""
        return all(self._enters(place) for place in (path, *path.parents) if os.path.exists(place))

    def _enters(self, place: Path) -> bool:
        found = place.stat()
        if found.st_uid == self.uid:
            return bool(found.st_mode & stat.S_IXUSR)
        if found.st_gid == self.gid:
            return bool(found.st_mode & stat.S_IXGRP)
        return bool(found.st_mode & stat.S_IXOTH)

    def take(self, path: Path) -> None:
        """Hands a file or folder over to this account."""
        if os.geteuid() == 0:
            os.chown(path, self.uid, self.gid)

    def make_folder(self, path: Path) -> None:
        """A folder for this account alone. Raises PostgresError if another owns it."""
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.lstat().st_uid == 0:
            self.take(path)
        if path.is_symlink() or path.stat().st_uid != self.uid:
            raise PostgresError(f"{path} belongs to another user: remove it, then start again.")
        path.chmod(0o700)


def _environment() -> dict[str, str]:
    # Neither secrets nor a PGDATA that is meant for another server go with a program that lives on.
    kept = {key: os.environ[key] for key in ("PATH", "LD_LIBRARY_PATH") if key in os.environ}
    return kept | {"LC_ALL": "C"}
