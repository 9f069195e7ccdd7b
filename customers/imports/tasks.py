"""The work of an import, as jobs."""

from django.utils import translation
from procrastinate.contrib.django import app

from customers.imports.files import delete_expired
from customers.imports.running import run_check, run_undoing, run_writing


@app.task(name="check_import", retry=3)
def check_import(pk: int, language: str):
    with translation.override(language):
        run_check(pk)


@app.task(name="write_import", retry=3)
def write_import(pk: int, language: str):
    with translation.override(language):
        run_writing(pk)


@app.task(name="undo_import", retry=3)
def undo_import(pk: int, language: str):
    with translation.override(language):
        run_undoing(pk)


@app.periodic(cron="50 3 * * *")
@app.task(queueing_lock="expire_imports")
def expire_imports(timestamp: int):
    delete_expired()
