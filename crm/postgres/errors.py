class PostgresError(Exception):
    """Why there is no database, in one sentence for the person at the terminal."""
