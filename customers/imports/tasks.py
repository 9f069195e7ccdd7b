"""The work of an import, as jobs."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import translation
from procrastinate.contrib.django import app

from crm.grid.telling import ATTEMPTS, fault_told
from customers.imports.reading.files import delete_expired
from customers.imports.running import run_check, run_reading, run_undoing, run_writing
from customers.imports.telling import tell_of_halt
from customers.models import SheetImport


@contextmanager
def attempt(context, pk: int, language: str) -> Iterator[None]:
    told = fault_told(context.job, SheetImport, pk, tell=tell_of_halt)
    with translation.override(language), told:
        yield


@app.task(name="read_import", retry=ATTEMPTS, pass_context=True)
def read_import(context, pk: int, language: str):
    with attempt(context, pk, language):
        run_reading(pk)


@app.task(name="check_import", retry=ATTEMPTS, pass_context=True)
def check_import(context, pk: int, language: str):
    with attempt(context, pk, language):
        run_check(pk)


@app.task(name="write_import", retry=ATTEMPTS, pass_context=True)
def write_import(context, pk: int, language: str):
    with attempt(context, pk, language):
        run_writing(pk)


@app.task(name="undo_import", retry=ATTEMPTS, pass_context=True)
def undo_import(context, pk: int, language: str):
    with attempt(context, pk, language):
        run_undoing(pk)


@app.periodic(cron="50 3 * * *")
@app.task(queueing_lock="expire_imports")
def expire_imports(timestamp: int):
    delete_expired()
