"""Message catalogues without GNU gettext: extracted, merged, checked and compiled by Babel.

English is the msgid itself; `locale/<locale>/LC_MESSAGES/django.po` holds each other language.
Nothing here needs settings, a database or the network.
"""

from .catalogue import LOCALE, compile_catalogues, merge_catalogues, problems
from .extraction import used_messages

__all__ = ["LOCALE", "compile_catalogues", "merge_catalogues", "problems", "used_messages"]
