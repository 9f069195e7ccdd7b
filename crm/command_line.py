"""`manage.py` for people: what they can put right is one line on stderr, not a traceback."""

import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db.utils import OperationalError

from crm.postgres import PostgresError
from crm.refusals import Refused
from crm.serving import ServingError, secret_key


def run(arguments: list[str]) -> int:
    """Runs a management command and returns its exit code."""
    try:
        secret_key.lend(make=arguments[1:2] == ["demo"])
        execute_from_command_line(arguments)
    except (ImproperlyConfigured, PostgresError, Refused, ServingError) as error:
        return _say(str(error))
    except OperationalError as error:
        return _say(f"The database cannot be reached: {_first_line(error)}")
    return 0


def _say(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return 1


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]
