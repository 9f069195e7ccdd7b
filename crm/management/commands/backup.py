from pathlib import Path

from crm.backup.progress import Progress
from crm.backup.saving import back_up
from crm.terminal import SpokenCommand


class Command(SpokenCommand):
    help = "Writes the database and the uploads into one new file, while people go on working."

    def add_arguments(self, parser):
        parser.add_argument(
            "file", nargs="?", type=Path, default=Path(), help="a new file, or a folder for it"
        )

    def work(self, *, file: Path, **options):
        back_up(file, Progress(self.say))
