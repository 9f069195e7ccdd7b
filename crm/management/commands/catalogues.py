from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from crm.i18n import LOCALE, compile_catalogues, merge_catalogues, problems, used_messages


class Command(BaseCommand):
    help = "Extract messages from the source, compile the catalogues, or check them."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("action", choices=("extract", "compile", "check"))
        parser.add_argument("--locale", type=Path, default=LOCALE, help="folder of the catalogues")

    def handle(self, *, action, locale, verbosity, **options):
        written = getattr(self, f"_{action}")(locale)
        for path in written if verbosity else ():
            self.stdout.write(f"Wrote {path}")

    def _extract(self, locale):
        return merge_catalogues(used_messages(), locale)

    def _compile(self, locale):
        return compile_catalogues(locale)

    def _check(self, locale):
        if found := problems(used_messages(), locale):
            self.stdout.write("\n".join(found))
            raise CommandError(f"{len(found)} entries need attention.")
        return []
