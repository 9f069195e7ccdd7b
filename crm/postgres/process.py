"""What `postmaster.pid` claims, and whether it is true.

The file outlives a killed server; its number may belong to a zombie by then, or to a stranger. So a
process counts as the server only if its command line names the data folder; a zombie has none.
"""

import os
import signal
import subprocess
import time
from pathlib import Path

PROC = Path("/proc")
# Lines of postmaster.pid, counted from 0 (PostgreSQL's src/include/utils/pidfile.h).
PID, SOCKET_FOLDER, STATUS = 0, 4, 7


def serves(pid_file: Path, data: Path) -> bool:
    """Whether a server lives on `data`, ready or not."""
    lines = _lines(pid_file)
    return bool(lines) and lines[PID].isdecimal() and str(data) in _arguments(lines[PID])


def kill(pid_file: Path, data: Path) -> None:
    """Ends the server that the file names, without its leave, and waits until it is gone."""
    pid = int(_lines(pid_file)[PID])
    os.kill(pid, signal.SIGQUIT)
    while str(data) in _arguments(str(pid)):
        time.sleep(0.1)


def ready_folder(pid_file: Path, data: Path) -> str | None:
    """The socket folder of the server on `data` if it takes connections, else None."""
    lines = _lines(pid_file)
    if len(lines) <= STATUS or lines[STATUS] != "ready" or not serves(pid_file, data):
        return None
    return lines[SOCKET_FOLDER]


def _lines(pid_file: Path) -> list[str]:
    try:
        return [line.strip() for line in pid_file.read_text().splitlines()]
    except FileNotFoundError:
        return []


def _arguments(pid: str) -> list[str]:
    if (PROC / "self").exists():
        try:
            return (PROC / pid / "cmdline").read_bytes().decode(errors="replace").split("\0")
        except (FileNotFoundError, ProcessLookupError):
            return []
    told = subprocess.run(["ps", "-o", "args=", "-p", pid], capture_output=True, text=True)
    return told.stdout.split()
