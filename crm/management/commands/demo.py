import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import StringIO

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands, load_command_class
from django.core.management.base import BaseCommand
from django.db import connection

from crm.postgres import Server
from crm.serving import page, port
from crm.serving.supervisor import Supervisor, signals_interrupt

WEB_SERVER = [sys.executable, "-m", "gunicorn", "-c", "python:crm.serving.gunicorn", "crm.wsgi"]
# Whoever waits for a page goes before work that nobody waits for.
WORKER = [
    "nice", "-n", "10", sys.executable, "manage.py", "procrastinate", "worker",
    "-c", "4", "--shutdown-graceful-timeout", "10",
]  # fmt: skip

NOBODY = [("first", "make an admin with", "manage.py createsuperuser")]


class Command(BaseCommand):
    help = "Prepares everything, then runs the web server and a worker until Ctrl-C."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--without-company", action="store_true", help="load no demo company")

    def handle(self, *, without_company: bool, **options) -> None:
        with signals_interrupt():
            try:
                self._run(port.chosen(), with_company=not without_company)
            except KeyboardInterrupt:
                self._say("Stopped. Your data are kept.")

    def _run(self, number: int, *, with_company: bool) -> None:
        with self._database():
            self._prepare()
            if _is_empty():
                self._fill(with_company)
            connection.close()
            self._serve(f"http://{port.HOST}:{number}/", _environ(number), with_company)

    @contextmanager
    def _database(self) -> Iterator[None]:
        """The database of DATABASE_URL, or ours, which goes down again if we brought it up."""
        server = Server.from_environ()
        if os.environ.get("DATABASE_URL") or server.running():
            yield
            return
        try:
            self._say("Starting PostgreSQL …")
            server.start()
            yield
        finally:
            server.stop()

    def _prepare(self) -> None:
        self._say("Preparing the database …")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        self._say("Preparing languages and pages …")
        call_command("catalogues", "compile", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)

    def _fill(self, with_company: bool) -> None:
        self._say(
            "Loading the demo company (only this once) …" if with_company else "Loading axes …"
        )
        call_command("load_demo" if with_company else "load_axes", verbosity=0, stdout=StringIO())

    def _serve(self, address: str, environ: dict[str, str], with_company: bool) -> None:
        supervisor = Supervisor(cwd=settings.BASE_DIR)
        try:
            supervisor.start("web server", WEB_SERVER, environ)
            supervisor.start("worker", WORKER, environ)
            supervisor.wait(until=lambda: page.answers(address))
            self._invite(address, _sign_ins() if with_company else NOBODY)
            supervisor.wait()
        finally:
            supervisor.stop()

    def _invite(self, address: str, sign_ins: Iterable[tuple[str, str, str]]) -> None:
        self._say(f"\n  Zhibi 知彼 is ready: {address}\n")
        for role, name, password in sign_ins:
            self._say(f"    {role:<10} {name:<28} {password}")
        self._say("\n  Ctrl-C stops it.")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _is_empty() -> bool:
    return not get_user_model().objects.exists()


def _environ(number: int) -> dict[str, str]:
    # This process does without a pool; a web server with threads had better not.
    return {
        "SITE_URL": f"http://{port.HOST}:{number}",
        **os.environ,
        "HOST": port.HOST,
        "PORT": str(number),
        "DATABASE_POOL": "8",
    }


def _sign_ins() -> list[tuple[str, str, str]]:
    """Who may sign in to the demo company: role, name, password."""
    return load_command_class(get_commands()["load_demo"], "load_demo").SIGN_INS
