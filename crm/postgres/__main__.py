"""`python -m crm.postgres start|stop|url`: the embedded server by hand."""

import sys

from crm.postgres import PostgresError, Server, database_url

WORDS = {
    "start": lambda: f"PostgreSQL runs; its socket is in {Server.from_environ().start()}.",
    "stop": lambda: "Stopped." if Server.from_environ().stop() else "It was not running.",
    "url": database_url,
}


def main(arguments: list[str]) -> int:
    word = WORDS.get(arguments[0] if len(arguments) == 1 else "")
    if not word:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        print(word())
    except PostgresError as refusal:
        print(refusal, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
