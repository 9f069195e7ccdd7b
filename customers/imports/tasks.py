"""The work of an import, as jobs."""

from procrastinate.contrib.django import app

from customers.imports.running import run_check, run_writing


@app.task(name="check_import", retry=3)
def check_import(pk: int):
    run_check(pk)


@app.task(name="write_import", retry=3)
def write_import(pk: int):
    run_writing(pk)

