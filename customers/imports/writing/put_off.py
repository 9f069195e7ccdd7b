"""What GIN puts off while an import writes is done beside it, by a connection of its own."""

from concurrent.futures import Future, ThreadPoolExecutor

from django.db import connection

# Beyond it whoever writes does it at once; a chunk with long names puts off some four.
MOST = "SET LOCAL gin_pending_list_limit = '16MB'"
CLEAN = """
SELECT gin_clean_pending_list('customer_arrays'), gin_clean_pending_list('contact_grams')
"""


class PutOff:
    """Of one pass. Searches read what is put off row by row, so it is one chunk's at most."""

    def __init__(self):
        self.thread = ThreadPoolExecutor(max_workers=1)
        self.under_way: Future | None = None

    def allow(self):
        """For the rest of the caller's transaction."""
        with connection.cursor() as cursor:
            cursor.execute(MOST)

    def begin(self):
        """Goes about what is put off by now, while the caller writes on."""
        self.finish()
        self.under_way = self.thread.submit(clean)

    def finish(self):
        """Waits; raises what went wrong."""
        if self.under_way:
            self.under_way.result()


def clean():
    try:
        with connection.cursor() as cursor:
            cursor.execute(CLEAN)
    finally:
        connection.close()
