"""The embedded server: a real PostgreSQL, private to one ZHIBI_HOME.

It listens on a socket in a folder of its own and on no port. Starts and stops hold a lock, so that
many at once end with one server, which goes on when the command that brought it up has ended.
"""

import os
import shlex
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from crm.postgres import cluster, process
from crm.postgres.binaries import Binaries, choose, within_reach
from crm.postgres.errors import PostgresError
from crm.postgres.home import SOCKET, Home

DEFAULT_HOME = Path(__file__).resolve().parents[2] / ".zhibi"
SECONDS_TO_START = "120"
# Backends of a killed postmaster may finish their statement first; a new one has to wait for them.
SECONDS_FOR_ORPHANS = 30
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "256MB",
    "effective_cache_size": "1GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "gin_pending_list_limit": "1MB",
    "max_connections": "100",
    "max_wal_size": "2GB",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


@dataclass(frozen=True)
class Server:
    """The server of one ZHIBI_HOME. `choice` says whose binaries: "", "system", "wheel" or a folder."""

    home: Path
    choice: str = ""

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] = os.environ) -> "Server":
        home = Path(environ.get("ZHIBI_HOME") or DEFAULT_HOME).resolve()
        return cls(home, environ.get("ZHIBI_POSTGRES", ""))

    @cached_property
    def place(self) -> Home:
        return Home(self.home)

    def start(self, **settings: str) -> str:
        """Makes sure the server runs and returns the folder of its socket; cheap when it does.

        `settings` are this run's, over SETTINGS. Raises PostgresError, one sentence.
        """
        try:
            return self.running() or self._start_alone(settings)
        except OSError as error:
            raise PostgresError(f"The embedded PostgreSQL cannot start: {error}.") from error

    def stop(self) -> bool:
        """Stops the server and says whether there was one."""
        if not self._alive():
            return False
        with self.place.lock():
            self._ask_to_stop(self._binaries())
            with suppress(OSError):
                self.place.socket_folder.rmdir()
        return True

    def running(self) -> str | None:
        """The folder of the socket of a server that is ready, or None."""
        folder = process.ready_folder(self.place.pid_file, self.place.data)
        return folder if folder and Path(folder, SOCKET).exists() else None

    def _alive(self) -> bool:
        return process.serves(self.place.pid_file, self.place.data)

    def _start_alone(self, settings: Mapping[str, str]) -> str:
        with self.place.lock():
            return self.running() or self._launch(settings)

    def _launch(self, settings: Mapping[str, str]) -> str:
        self.place.make_folders()
        binaries = self._binaries()
        if not self.place.data.exists():
            cluster.create(self.place.data, binaries, self.place.account)
        cluster.admit_ourselves(self.place.data, self.place.account)
        patience = SECONDS_FOR_ORPHANS if self._clear_remains(binaries) else 0
        self._run(binaries, {**SETTINGS, **settings}, patience)
        return str(self.place.socket_folder)

    def _binaries(self) -> Binaries:
        chosen = choose(self.choice, made_by=cluster.major_version(self.place.data))
        return within_reach(chosen, account=self.place.account, shelter=self.place.folder)

    def _clear_remains(self, binaries: Binaries) -> bool:
        """Puts away what a server left that was killed or lost its socket, and says whether it did.

        PostgreSQL itself would take a zombie, or a stranger with the same number, for its living predecessor.
        """
        if self._alive():
            self._ask_to_stop(binaries)
        self._end_forsaken()
        remains = [file for file in (self.place.pid_file, self.place.socket_lock) if file.exists()]
        for file in remains:
            file.unlink(missing_ok=True)
        return bool(remains)

    def _end_forsaken(self) -> None:
        """A server whose data folder was removed under it lives on for a while, and keeps the socket."""
        if process.serves(self.place.socket_lock, self.place.data):
            process.kill(self.place.socket_lock, self.place.data)

    def _ask_to_stop(self, binaries: Binaries) -> None:
        asked = self._pg_ctl(binaries, "stop", "-m", "fast")
        if asked.returncode and self._alive():
            raise PostgresError(f"PostgreSQL does not stop: {cluster.last_line(asked.stdout)}")

    def _run(self, binaries: Binaries, settings: Mapping[str, str], patience: float) -> None:
        options = {"unix_socket_directories": self.place.socket_folder, **settings}
        flags = " ".join(f"-c {shlex.quote(f'{key}={value}')}" for key, value in options.items())
        give_up = time.monotonic() + patience
        while self._pg_ctl(binaries, "start", "-l", self.place.log, "-o", flags).returncode:
            if time.monotonic() > give_up:
                raise PostgresError(f"PostgreSQL did not start: {self._complaint()}")
            time.sleep(0.5)

    def _pg_ctl(self, binaries: Binaries, action: str, *options: str | Path):
        return self.place.account.run(
            binaries["pg_ctl"],
            action,
            "-D",
            self.place.data,
            "-w",
            "-t",
            SECONDS_TO_START,
            *options,
        )

    def _complaint(self) -> str:
        log = self.place.log
        lines = log.read_text(errors="replace").splitlines() if log.exists() else []
        reasons = [line.partition("FATAL:")[2].strip() for line in lines if "FATAL:" in line]
        return f"{reasons[-1] if reasons else 'it gave no reason'} (see {log})"
