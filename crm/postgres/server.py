"""The embedded server: a real PostgreSQL, private to one ZHIBI_HOME, that comes up when it is needed.

It listens on a socket in a folder of its own and on no port. Starts and stops hold a lock, so that many at once
end with one server. It goes on when the command that brought it up has ended.
"""

import fcntl
import hashlib
import os
import shlex
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from crm.postgres import process
from crm.postgres.account import Account
from crm.postgres.binaries import Binaries, choose, within_reach
from crm.postgres.errors import PostgresError

DATABASE = ROLE = "zhibi"
DEFAULT_HOME = Path(__file__).resolve().parents[2] / ".zhibi"
HOME_FOR_ROOT = Path("/var/lib/zhibi")
SOCKET = ".s.PGSQL.5432"
# sun_path holds 108 bytes on Linux and 104 elsewhere, the closing zero included.
LONGEST_SOCKET_PATH = 103
SECONDS_TO_START = "120"
# Backends of a killed postmaster may finish their statement first; a new one has to wait for them.
SECONDS_TO_OUTLIVE_ORPHANS = 30
# The first C locale that exists here: C.UTF-8 knows Chinese letters, and sorts the same everywhere.
LOCALES = (
    ["--locale=C.UTF-8"],
    ["--locale=C.utf8"],
    ["--lc-collate=C", "--lc-ctype=en_US.UTF-8"],
)
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "256MB",
    "effective_cache_size": "1GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_connections": "100",
    "max_wal_size": "2GB",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


@dataclass(frozen=True)
class Server:
    """The server of one home. `choice` says whose binaries: "", "system", "wheel" or a folder."""

    home: Path
    choice: str = ""

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] = os.environ) -> "Server":
        home = Path(environ.get("ZHIBI_HOME") or DEFAULT_HOME).resolve()
        return cls(home, environ.get("ZHIBI_POSTGRES", ""))

    def start(self, **settings: str) -> str:
        """Makes sure the server runs and returns the folder of its socket. Cheap when it does.

        `settings` are this run's, over SETTINGS. Raises PostgresError with one sentence.
        """
        try:
            return self.running() or self._start_locked(settings)
        except OSError as error:
            raise PostgresError(f"The embedded PostgreSQL cannot start: {error}") from error

    def stop(self) -> bool:
        """Stops the server and says whether there was one."""
        if not process.serves(self._pid_file, self.data):
            return False
        with self._lock():
            self._ask_to_stop(self._binaries())
        return True

    def running(self) -> str | None:
        """The folder of the socket of a server that is ready, or None."""
        folder = process.ready_folder(self._pid_file, self.data)
        return folder if folder and Path(folder, SOCKET).exists() else None

    @property
    def folder(self) -> Path:
        """Holds the data and the log. Root's may lie outside ZHIBI_HOME: the server's account must reach it."""
        inside, outside = self.home / "postgres", HOME_FOR_ROOT / _digest(self.home)
        if outside.exists():
            return outside
        if inside.exists() or Account.for_server(inside).reaches(self.home):
            return inside
        return outside

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    @property
    def socket_folder(self) -> str:
        """Short, and not in a temporary folder that is closed to the server's account."""
        name = f"zhibi-{_digest(self.folder)}"
        for place in (Path(tempfile.gettempdir()).resolve(), Path("/tmp")):
            if len(str(place / name / SOCKET)) <= LONGEST_SOCKET_PATH and self.account.reaches(place):
                break
        return str(place / name)

    @property
    def account(self) -> Account:
        return Account.for_server(self.folder)

    @property
    def _pid_file(self) -> Path:
        return self.data / "postmaster.pid"

    def _start_locked(self, settings: Mapping[str, str]) -> str:
        with self._lock():
            return self.running() or self._launch(settings)

    @contextmanager
    def _lock(self) -> Iterator[None]:
        # The server's account passes through root's home to its own folder, and sees nothing on the way.
        self.home.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
        with (self.home / "postgres.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _launch(self, settings: Mapping[str, str]) -> str:
        self._make_folders()
        binaries = self._binaries()
        if not self.data.exists():
            self._create(binaries)
        self._admit_ourselves()
        patience = SECONDS_TO_OUTLIVE_ORPHANS if self._clear_remains(binaries) else 0
        self._run_server(binaries, SETTINGS | settings, patience)
        return self.socket_folder

    def _make_folders(self) -> None:
        if self.folder.is_relative_to(HOME_FOR_ROOT):
            HOME_FOR_ROOT.mkdir(mode=0o755, parents=True, exist_ok=True)
        self.account.make_folder(self.folder)
        self.account.make_folder(Path(self.socket_folder))
        if not self.account.reaches(self.folder):
            raise PostgresError(
                f"The user {self.account.name}, who runs PostgreSQL, cannot reach {self.folder}: "
                "open the folders above it (chmod a+x), or choose another by ZHIBI_HOME."
            )

    def _binaries(self) -> Binaries:
        version = self.data / "PG_VERSION"
        made_by = int(version.read_text()) if version.exists() else None
        chosen = choose(self.choice, made_by=made_by)
        return within_reach(chosen, account=self.account, shelter=self.folder)

    def _create(self, binaries: Binaries) -> None:
        """A new cluster with the database in it, or none at all: it gets its name when it is complete."""
        unfinished = self.data.with_name("data.part")
        for locale in LOCALES:
            shutil.rmtree(unfinished, ignore_errors=True)
            made = self.account.run(
                binaries["initdb"], "-D", unfinished, "--encoding=UTF8", "--auth=reject",
                "--username", ROLE, "--no-instructions", *locale,
            )  # fmt: skip
            if made.returncode == 0:
                break
        else:
            raise PostgresError(f"PostgreSQL could not make a database: {_last_line(made.stdout)}")
        self._create_database(binaries, unfinished)
        unfinished.rename(self.data)

    def _create_database(self, binaries: Binaries, data: Path) -> None:
        statement = f"CREATE DATABASE {DATABASE};\n"
        made = self.account.run(
            binaries["postgres"], "--single", "-D", data, "postgres", stdin=statement
        )
        if made.returncode or "ERROR" in made.stdout:
            raise PostgresError(f"PostgreSQL could not make a database: {_last_line(made.stdout)}")

    def _admit_ourselves(self) -> None:
        """Lets in whoever starts the server, and its own account, by the socket's word for who they are."""
        guests = dict.fromkeys([Account(os.geteuid(), os.getegid()).name, self.account.name])
        self._write("pg_hba.conf", "local all all peer map=zhibi\n")
        self._write("pg_ident.conf", "".join(f'zhibi "{guest}" {ROLE}\n' for guest in guests))

    def _write(self, name: str, text: str) -> None:
        path = self.data / name
        path.write_text(text)
        self.account.take(path)

    def _clear_remains(self, binaries: Binaries) -> bool:
        """Puts away what a server left that was killed, and says whether it did.

        PostgreSQL itself takes a zombie, or a stranger with the same number, for its living predecessor.
        """
        if not self._pid_file.exists():
            return False
        if process.serves(self._pid_file, self.data):
            self._ask_to_stop(binaries)
        self._pid_file.unlink(missing_ok=True)
        return True

    def _ask_to_stop(self, binaries: Binaries) -> None:
        asked = self.account.run(
            binaries["pg_ctl"], "-D", self.data, "-m", "fast", "-w", "-t", SECONDS_TO_START, "stop"
        )
        if asked.returncode and process.serves(self._pid_file, self.data):
            raise PostgresError(f"PostgreSQL does not stop: {_last_line(asked.stdout)}")

    def _run_server(
        self, binaries: Binaries, settings: Mapping[str, str], patience: float
    ) -> None:
        options = {"unix_socket_directories": self.socket_folder, **settings}
        flags = " ".join(f"-c {shlex.quote(f'{key}={value}')}" for key, value in options.items())
        command = [
            binaries["pg_ctl"], "-D", self.data, "-l", self.log, "-o", flags,
            "-w", "-t", SECONDS_TO_START, "start",
        ]  # fmt: skip
        give_up = time.monotonic() + patience
        while self.account.run(*command).returncode:
            if time.monotonic() > give_up:
                raise PostgresError(f"PostgreSQL did not start: {self._complaint()} (see {self.log})")
            time.sleep(0.5)

    def _complaint(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        reasons = [line.partition("FATAL:")[2].strip() for line in lines if "FATAL:" in line]
        return reasons[-1] if reasons else "it gave no reason"


def _digest(path: Path) -> str:
    return hashlib.sha256(bytes(path)).hexdigest()[:12]


def _last_line(output: str) -> str:
    lines = [line for line in output.splitlines() if line.strip()]
    return lines[-1].strip() if lines else "it gave no reason"
