from pathlib import Path

from crm.backup.progress import Progress
from crm.backup.restoring import restore
from crm.terminal import SpokenCommand


class Command(SpokenCommand):
    help = "Brings back what “backup” wrote: the database and the uploads, exactly."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--replace", action="store_true", help="lose the company that is in the database"
        )

    def work(self, *, file: Path, replace: bool, **options):
        restore(file, Progress(self.say), replace=replace)
