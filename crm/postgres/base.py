"""Django's PostgreSQL backend over the embedded server, which it starts when it first connects."""

from django.db.backends.postgresql import base
from django.db.utils import OperationalError

from crm.postgres.errors import PostgresError
from crm.postgres.server import Server


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self):
        """Every way to the database comes by here: connections, pools and the worker's own."""
        try:
            self.settings_dict["HOST"] = Server.from_environ().start()
        except PostgresError as refusal:
            raise OperationalError(str(refusal)) from refusal
        return super().get_connection_params()
