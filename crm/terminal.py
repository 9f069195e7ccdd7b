"""Commands that speak the language of the terminal they are called from."""

import os
from collections.abc import Mapping

from django.core.management.base import BaseCommand
from django.utils import translation


class SpokenCommand(BaseCommand):
    """`work(**options)` does it, and `say` writes a line that is seen at once."""

    def handle(self, *args, **options):
        with translation.override(language_of(os.environ)):
            self.work(**options)

    def work(self, *args, **options):
        raise NotImplementedError

    def say(self, line: str):
        self.stdout.write(line)
        self.stdout.flush()


def language_of(environ: Mapping[str, str]) -> str:
    """The house's language nearest to the locale; English where there is none."""
    names = (environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next((name for name in names if name), "")
    try:
        return translation.get_supported_language_variant(
            locale.partition(".")[0].replace("_", "-").lower()
        )
    except LookupError:
        return "en"
