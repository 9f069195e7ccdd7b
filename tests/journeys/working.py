"""The worker that `make demo` runs, for as long as there is something to do."""

import asyncio
from threading import Thread

from asgiref.sync import sync_to_async
from django.db import connections
from procrastinate.contrib.django import app


def work_until_idle():
    """Does every job that waits, and raises what went wrong with the worker itself."""
    failed = []
    # In a thread of its own: Playwright keeps an event loop in this one.
    thread = Thread(target=run_worker, args=[failed])
    thread.start()
    thread.join()
    if failed:
        raise failed[0]


def run_worker(failed):
    try:
        with app.replace_connector(app.connector.get_worker_connector()):
            app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
    except Exception as error:
        failed.append(error)
    finally:
        # The worker asked the database in a thread that stays.
        asyncio.run(sync_to_async(connections.close_all)())
