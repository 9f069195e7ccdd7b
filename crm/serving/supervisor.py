"""Runs several programs as one: all start, all stop, and if one ends by itself, so do the others."""

import ctypes
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from crm.serving import ServingError

SECONDS_TO_STOP = 25
PR_SET_PDEATHSIG = 1
PATIENCE = 0.2


@dataclass
class Supervisor:
    cwd: Path
    programs: dict[str, subprocess.Popen] = field(default_factory=dict)

    def start(self, name: str, command: list[str], environ: Mapping[str, str]) -> None:
        """Starts a program out of the terminal's reach: Ctrl-C is ours, and we tell it once."""
        self.programs[name] = subprocess.Popen(
            command,
            cwd=self.cwd,
            env=environ,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_ends_with_us(),
        )

    def check(self) -> None:
        """Raises ServingError if a program has ended."""
        for name, program in self.programs.items():
            if program.poll() is not None:
                raise ServingError(f"The {name} stopped by itself (code {program.returncode}).")

    def wait(self, until: Callable[[], bool] = lambda: False) -> None:
        """Waits until the condition holds; raises ServingError if a program ends before."""
        while not until():
            self.check()
            time.sleep(PATIENCE)

    def stop(self) -> None:
        """Asks every program to end, and ends the ones that do not."""
        for program in self.programs.values():
            program.terminate()
        give_up = time.monotonic() + SECONDS_TO_STOP
        for program in self.programs.values():
            try:
                program.wait(max(0.1, give_up - time.monotonic()))
            except subprocess.TimeoutExpired:
                program.kill()
                program.wait()


def _ends_with_us() -> Callable[[], None]:
    """On Linux a child is told when its parent dies, so that even a kill -9 leaves no orphan."""
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    return lambda: prctl and prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@contextmanager
def signals_interrupt():
    """Any wish to end us raises KeyboardInterrupt, once: cleaning up is left in peace."""
    wishes = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def interrupt(*_):
        for wish in wishes:
            signal.signal(wish, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = [(wish, signal.signal(wish, interrupt)) for wish in wishes]
    try:
        yield
    finally:
        for wish, handler in before:
            signal.signal(wish, handler)
