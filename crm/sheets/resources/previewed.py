"""What a declared sheet would change, row by row, before anything is written.

A preview is the import itself, rolled back: the verbs themselves say what they refuse. The page
carries the rows as they were read, signed; taking them does it all again under the locks, and
writes nothing if the outcome is no longer the one that was shown.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from import_export.results import RowResult

from crm.refusals import Refused
from crm.sheets.resources.declared import (
    SheetResource,
    SheetRows,
    dataset_of,
    raise_errors,
    sentences_of,
    told,
)
from crm.sheets.resources.kept_uploads import GOOD_FOR

REFUSED, CHANGED, NEW, SAME = "refused", "changed", "new", "same"
OUTCOMES = {
    RowResult.IMPORT_TYPE_NEW: NEW,
    RowResult.IMPORT_TYPE_UPDATE: CHANGED,
    RowResult.IMPORT_TYPE_SKIP: SAME,
    RowResult.IMPORT_TYPE_INVALID: REFUSED,
}
SALT = "rows of a sheet"
LONGEST = 3 * 1024 * 1024


@dataclass(frozen=True)
class Change:
    """A cell: its heading, the text before and the text after."""

    heading: str
    old: str
    new: str


@dataclass
class Difference:
    """What becomes of a row; `number` as the user's program counts, `pk` of its record if it has
    one after all. `reasons` say where and why, `problems` pairs of a field, or None, and why."""

    number: int
    name: str
    outcome: str
    changes: list[Change] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    problems: list[tuple[str | None, str]] = field(default_factory=list)
    pk: int | None = None


class PreviewedResource(SheetResource):
    """A subclass sets `before` and `after` of each row in `import_instance`, as `as_it_is` has
    them, and writes in `write`, which may raise Refused."""

    class Meta:
        abstract = True

    def __init__(self):
        super().__init__()
        self.numbers: list[int] = []
        self.differences: list[Difference] = []

    def import_row(self, row, instance_loader, **kwargs):
        self.number = self.numbers[kwargs["row_number"] - 1]
        self.before: dict[str, str] = {}
        self.after: dict[str, str] = {}
        result = super().import_row(row, instance_loader, **kwargs)
        if not result.errors:
            self.differences.append(self.difference(row, result))
        return result

    def difference(self, row, result) -> Difference:
        outcome = OUTCOMES[result.import_type]
        found = Difference(self.number, self.called(row), outcome, pk=result.object_id)
        if outcome == REFUSED:
            found.problems = list(sentences_of(result.validation_error))
            found.reasons = [self.reason(*problem) for problem in found.problems]
        else:
            found.changes = list(self.changes())
        return found

    def called(self, row) -> str:
        return self.after.get(self.name_field) or row.get(self.name_field) or ""

    def reason(self, name: str | None, sentence: str) -> str:
        return told(self.number, sentence, self.headings.get(name or ""))

    def changes(self):
        for name, new in self.after.items():
            old = self.before.get(name, "")
            if name != "id" and old != new:
                yield Change(str(self.headings[name]), old, new)

    def skip_row(self, instance, original, row, import_validation_errors=None):
        is_same = bool(instance.pk) and self.before == self.after
        return is_same and not import_validation_errors

    def save_instance(self, instance, is_create, row, **kwargs):
        try:
            with transaction.atomic():
                self.write(instance, is_create)
        except Refused as refusal:
            raise ValidationError(str(refusal)) from refusal


@dataclass
class Outcome:
    """The differences of a sheet; `is_taken` says whether they were written."""

    differences: list[Difference]
    resource: PreviewedResource
    is_taken: bool = False

    @property
    def counts(self) -> dict[str, int]:
        counted = Counter(each.outcome for each in self.differences)
        return {outcome: counted[outcome] for outcome in (REFUSED, CHANGED, NEW, SAME)}

    @property
    def to_write(self) -> int:
        return self.counts[NEW] + self.counts[CHANGED]

    @property
    def fingerprint(self) -> str:
        told = [asdict(each) | {"pk": None} for each in self.differences]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


MakeResource = Callable[[], PreviewedResource]


@transaction.atomic
def preview(make: MakeResource, sheet: SheetRows) -> Outcome:
    """What taking the sheet would do now. Nothing is written."""
    outcome = run(make, sheet)
    transaction.set_rollback(True)
    return outcome


@transaction.atomic
def take(make: MakeResource, sheet: SheetRows, shown: str) -> Outcome:
    """Write what a preview of this fingerprint showed: all of it, or nothing if by now it would
    be something else."""
    outcome = run(make, sheet)
    outcome.is_taken = outcome.fingerprint == shown
    if not outcome.is_taken:
        transaction.set_rollback(True)
    return outcome


def run(make, sheet) -> Outcome:
    resource = make()
    dataset, resource.numbers = dataset_of(resource, sheet)
    # We are in a transaction, and every row has a savepoint around its verbs.
    raise_errors(resource.import_data(dataset, use_transactions=False))
    found = sorted(resource.differences, key=lambda each: each.number)
    return Outcome(found, resource)


def packed(sheet: SheetRows, by) -> str:
    """The rows as a text that only `by` can send back, and nobody can change."""
    text = signing.dumps([by.pk, *sheet], salt=SALT, compress=True)
    if len(text) > LONGEST:
        raise Refused(
            _("The cells of this sheet are too long to be looked at in one page."),
            _("Split it into several sheets."),
        )
    return text


def unpacked(text: str, by) -> SheetRows:
    try:
        owner, *found = signing.loads(text, salt=SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        owner = None
    if owner != by.pk:
        raise Refused(_("This preview is too old to be taken."), _("Upload the sheet again."))
    sheet = SheetRows(*found)
    return sheet._replace(rows=[(number, cells) for number, cells in sheet.rows])
