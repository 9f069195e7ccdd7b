from django.core.management.base import BaseCommand, CommandError

from crm.i18n import compile_catalogues, merge_catalogues, problems, used_messages


class Command(BaseCommand):
    help = "Extract messages from the source, compile the catalogues, or check them."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("action", choices=("extract", "compile", "check"))

    def handle(self, *, action, **options):
        getattr(self, f"_{action}")()

    def _extract(self):
        self._list(merge_catalogues(used_messages()))

    def _compile(self):
        self._list(compile_catalogues())

    def _check(self):
        if found := problems(used_messages()):
            self.stdout.write("\n".join(found))
            raise CommandError(f"{len(found)} entries need attention.")

    def _list(self, written):
        for path in written:
            self.stdout.write(f"Wrote {path}")
