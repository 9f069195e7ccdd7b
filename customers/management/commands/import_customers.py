import json
from argparse import RawDescriptionHelpFormatter
from pathlib import Path

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.refusals import Refused
from crm.sheets.choices import Reading
from crm.terminal import SpokenCommand
from customers.imports.commanding import asking, reporting, working, written_down
from customers.imports.kinds import KINDS
from customers.imports.reading.continuing import POLICIES
from customers.models.imports import Policy

HELP = """Imports a sheet of customers, or of what hangs on them, as the pages do; prints a JSON report.

Exit code: 0 every row is in (or would be), or is there already; 1 some rows were refused or are
still to be decided, and the report says which; 2 nothing was done, and a sentence says why.
"""
DECISIONS = [policy for policy in Policy.values if policy != Policy.ASK]


class Command(SpokenCommand):
    help = HELP

    def create_parser(self, *args, **kwargs):
        parser = super().create_parser(*args, **kwargs)
        parser.formatter_class = RawDescriptionHelpFormatter
        return parser

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="xlsx, xlsm, xls, ods, csv or tsv")
        parser.add_argument("--user", default="", help="user name of the importing administrator")
        parser.add_argument("--pool", default="", help="team whose pool takes what has no owner")
        parser.add_argument(
            "--kind", default="", choices=KINDS, help="what the rows are; guessed if left out"
        )
        parser.add_argument(
            "--mapping", default="", help="a JSON file, or “remembered”; guessed if it is left out"
        )
        parser.add_argument("--system", default="", help="the source system that the rows are of")
        self.add_policies(parser)
        parser.add_argument("--sheet", default="", help="which sheet of the file")
        parser.add_argument(
            "--header-row", type=int, default=0, help="the row of the column names; -1 for none"
        )
        parser.add_argument("--dry-run", action="store_true", help="check, and leave nothing")
        parser.add_argument(
            "--print-mapping", action="store_true", help="print the mapping, to be edited"
        )
        parser.add_argument("--report", type=Path, help="write the report into this file too")

    def add_policies(self, parser):
        parser.add_argument("--policy", choices=Policy.values, help="for customers that exist")
        parser.add_argument(
            "--policy-by-phone", choices=Policy.values, help="where only a phone number agrees"
        )
        parser.add_argument(
            "--policy-by-key", choices=Policy.values, help="where its key in the system agrees"
        )
        parser.add_argument(
            "--overwrites-hands",
            action="store_true",
            default=None,
            help="also what people changed by hand since",
        )
        parser.add_argument("--undecided", choices=DECISIONS, help="for rows still to be decided")

    def work(self, **options):
        try:
            said, code = self._work(options)
        except Refused as refusal:
            raise CommandError(str(refusal), returncode=2) from refusal
        if said:
            raise CommandError(said, returncode=code)

    def _work(self, options) -> tuple[str, int]:
        """Why not every row is in, and the exit code that says so."""
        order = ordered(options)
        refuse_unless_writable(options["report"])
        with working.staged(options["file"], order) as outcome:
            if options["print_mapping"]:
                header = outcome.sheet_import.header
                self._print(written_down.written(outcome.mapping, header))
                return "", 0
            working.check(outcome, order)
            said = self._write(outcome, order)
            told = reporting.report(outcome, order)
        self._print(told, options["report"])
        return said, 1

    def _write(self, outcome, order) -> str:
        try:
            if not order.is_rehearsal:
                working.write(outcome, order)
        except Refused as refusal:
            return str(refusal)
        return what_is_left(outcome.sheet_import)

    def _print(self, told: dict, path: Path | None = None):
        text = json.dumps(told, ensure_ascii=False, indent=2)
        if path:
            path.write_text(f"{text}\n", "utf-8")
        self.say(text)


def refuse_unless_writable(path: Path | None):
    """Before anything is done: a report that cannot be kept is no reason to stop afterwards."""
    try:
        if path:
            path.touch()
    except OSError as error:
        words = {"file": path, "why": error.strerror}
        raise Refused(_("“%(file)s” cannot be written: %(why)s.") % words) from error


def ordered(options) -> working.Order:
    by = asking.importer(options["user"])
    reading = Reading(sheet=options["sheet"], header_row=options["header_row"], fill_down=True)
    asked = {name: options[name] for name in POLICIES}
    return working.Order(
        by=by,
        reading=Reading.from_json(reading.to_json()),
        pool=options["pool"],
        kind=options["kind"],
        mapping=options["mapping"],
        system=options["system"],
        policies={name: policy for name, policy in asked.items() if policy},
        undecided=options["undecided"] or "",
        is_rehearsal=options["dry_run"] or options["print_mapping"],
    )


def what_is_left(found) -> str:
    """Refused and undecided rows in a sentence; "" if there are none."""
    if asked := found.counted("asked"):
        sentence = ngettext(
            "%(count)d row is still to be decided.",
            "%(count)d rows are still to be decided.",
            asked,
        )
        return sentence % {"count": asked}
    if found.bad:
        sentence = ngettext(
            "%(count)d row was refused; the report says why.",
            "%(count)d rows were refused; the report says why.",
            found.bad,
        )
        return sentence % {"count": found.bad}
    return ""
