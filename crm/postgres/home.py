"""Where an embedded server keeps its things, and which account owns them."""

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from crm.postgres.account import Account
from crm.postgres.errors import PostgresError

HOME_FOR_ROOT = Path("/var/lib/zhibi")
SHORT_TEMPORARY = Path("/tmp")  # noqa: S108 (only our own folder in it is used)
SOCKET = ".s.PGSQL.5432"
# sun_path holds 108 bytes on Linux and 104 elsewhere, the closing zero included.
LONGEST_SOCKET_PATH = 103


@dataclass(frozen=True)
class Home:
    """The places that belong to one ZHIBI_HOME. All are worked out anew, and alike in every process."""

    path: Path

    @property
    def folder(self) -> Path:
        """Holds data and log. Root's may lie outside ZHIBI_HOME: the server's account must reach it."""
        inside, outside = self.path / "postgres", HOME_FOR_ROOT / _digest(self.path)
        if os.path.exists(outside):
            return outside
        if os.path.exists(inside) or Account.for_server(inside).reaches(self.path):
            return inside
        return outside

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def pid_file(self) -> Path:
        return self.data / "postmaster.pid"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    @property
    def account(self) -> Account:
        return Account.for_server(self.folder)

    @property
    def socket_folder(self) -> Path:
        """Short, and never in a temporary folder that is closed to the server's account."""
        name = f"zhibi-{_digest(self.folder)}"
        temporary = Path(tempfile.gettempdir()).resolve()
        fits = len(str(temporary / name / SOCKET)) <= LONGEST_SOCKET_PATH
        return (temporary if fits and self.account.reaches(temporary) else SHORT_TEMPORARY) / name

    @property
    def socket_lock(self) -> Path:
        return self.socket_folder / f"{SOCKET}.lock"

    def make_folders(self) -> None:
        """Raises PostgresError if the server's account cannot come to its own folder."""
        if self.folder.is_relative_to(HOME_FOR_ROOT):
            HOME_FOR_ROOT.mkdir(mode=0o755, parents=True, exist_ok=True)
        self.account.make_folder(self.folder)
        self.account.make_folder(self.socket_folder)
        if not self.account.reaches(self.folder):
            raise PostgresError(
                f"The user {self.account.name}, who runs PostgreSQL, cannot reach {self.folder}: "
                "open the folders above it (chmod a+x), or choose another by ZHIBI_HOME."
            )

    @contextmanager
    def lock(self) -> Iterator[None]:
        """One start or stop at a time, across processes."""
        # The server's account passes through root's home to its own folder, and can list nothing.
        mode = 0o711 if os.geteuid() == 0 else 0o700
        self.path.mkdir(mode=mode, parents=True, exist_ok=True)
        with (self.path / "postgres.lock").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def _digest(path: Path) -> str:
    return hashlib.sha256(bytes(path)).hexdigest()[:12]
