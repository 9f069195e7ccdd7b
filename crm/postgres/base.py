"""Django's PostgreSQL backend over the embedded server, which it starts when it first connects."""

from django.db.backends.postgresql import base, client
from django.db.utils import OperationalError

from crm.postgres.errors import PostgresError
from crm.postgres.server import Server


class DatabaseClient(client.DatabaseClient):
    def runshell(self, parameters):
        self.connection.bring_up()
        super().runshell(parameters)


class DatabaseWrapper(base.DatabaseWrapper):
    client_class = DatabaseClient

    def get_connection_params(self):
        """Every way to the database comes by here: connections, pools and the worker's own."""
        self.bring_up()
        return super().get_connection_params()

    def bring_up(self):
        try:
            self.settings_dict["HOST"] = Server.from_environ().start()
        except PostgresError as refusal:
            raise OperationalError(str(refusal)) from refusal
