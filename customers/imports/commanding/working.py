"""A sheet goes through the passes of an import in the process that was called."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from crm.people.models import User
from crm.refusals import Refused
from crm.sheets.choices import Reading
from customers.imports import running
from customers.imports.categories.unknown import UnknownOnAxis, unknown_categories
from customers.imports.commanding.asking import any_pool, pool_named
from customers.imports.commanding.written_down import read_mapping, sound, system_named
from customers.imports.difference import deciding
from customers.imports.kind_views import choose_kind
from customers.imports.kinds import KINDS, become, kind_of
from customers.imports.mapping import Mapping
from customers.imports.mapping.memory import recalled, remember
from customers.imports.reading import files
from customers.imports.reading.staging import stage
from customers.models import RowCheck, SheetImport

REMEMBERED = "remembered"
State, Verdict = SheetImport.State, RowCheck.Verdict


@dataclass(frozen=True)
class Order:
    """What is asked for: `mapping` is a file's path, REMEMBERED, or "" for what is guessed; so are
    `kind` and `pool` guessed where they are ""."""

    by: User
    reading: Reading
    pool: str = ""
    kind: str = ""
    mapping: str = ""
    system: str = ""
    policies: dict[str, Any] = field(default_factory=dict)
    undecided: str = ""
    is_rehearsal: bool = False


@dataclass
class Outcome:
    """An import and what was seen of it on its way; `seconds` by step."""

    sheet_import: SheetImport
    mapping: Mapping
    unknown: list[UnknownOnAxis] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.seconds[step] = round(time.perf_counter() - began, 2)


@contextmanager
def staged(path: Path, order: Order) -> Iterator[Outcome]:
    """The file as rows of the database; what is refused, or only a rehearsal, leaves nothing."""
    began = time.perf_counter()
    with leaving_nothing() if order.is_rehearsal else nullcontext(), opened(path) as file:
        pool = any_pool(order.pool, order.by)
        found = stage(file, path.name, by=order.by, pool=pool, chosen=order.reading)
        with dropped_unless_kept(found, order):
            outcome = Outcome(found, matched(found, order))
            outcome.seconds["reading"] = round(time.perf_counter() - began, 2)
            yield outcome


@contextmanager
def leaving_nothing() -> Iterator[None]:
    """In one transaction, so that a process that is killed leaves nothing either."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def dropped_unless_kept(found: SheetImport, order: Order) -> Iterator[None]:
    try:
        yield
    except BaseException:
        if not order.is_rehearsal:
            drop_unless_written(found)
        raise
    finally:
        if order.is_rehearsal:
            files.drop(found.upload)


def matched(found: SheetImport, order: Order) -> Mapping:
    """What its columns are; the import is one of that kind, into the pool that is meant."""
    if order.kind:
        choose_kind(found, order.kind)
        found.refresh_from_db()
    mapping = mapping_of(order.mapping, found)
    if order.kind and mapping.kind != order.kind:
        refuse_kind(mapping.kind)
    if order.system:
        mapping = replace(mapping, system=system_named(order.system))
    if mapping.kind != found.kind:
        become(found, mapping.kind)
    if kind_of(found).is_of_customers:
        found.pool = pool_named(order.pool, order.by)
    found.save(update_fields=["kind", "policy", "pool"])
    return mapping


def refuse_kind(kind: str):
    raise Refused(
        _("The mapping is one of %(kind)s.") % {"kind": KINDS[kind].label},
        _("Leave --kind out, or give the mapping another “kind”."),
    )


def opened(path: Path):
    try:
        return path.open("rb")
    except OSError as error:
        words = {"file": path, "why": error.strerror}
        raise Refused(_("“%(file)s” cannot be read: %(why)s.") % words) from error


def drop_unless_written(found: SheetImport):
    found.refresh_from_db(fields=["committed_to"])
    if not found.committed_to:
        files.drop(found.upload)
        found.delete()


def mapping_of(asked: str, found: SheetImport) -> Mapping:
    """As given, remembered or guessed. Raises Refused where it is none, or none to go by."""
    if asked == REMEMBERED:
        if (last := recalled(found.header, found.kind)) is None:
            raise Refused(
                _("No sheet with these headings was imported before."),
                _("Write a mapping down: --print-mapping shows what is guessed."),
            )
        return sound(last, found.header)
    return read_mapping(Path(asked), found) if asked else Mapping.of(found)


def check(outcome: Outcome, order: Order):
    """Compares every row; `order.undecided` settles those that are asked about."""
    found = outcome.sheet_import
    sound(outcome.mapping, found.header)
    outcome.unknown = unknown_categories(found, outcome.mapping)
    with outcome.timed("checking"):
        running.start_check(found, outcome.mapping, by=order.by, is_sent=False, **order.policies)
        running.run_check(found.pk)
        found.refresh_from_db()
        if order.undecided and found.counted(Verdict.ASKED):
            deciding.decide(found, order.undecided, by=order.by, is_sent=False)
            running.run_check(found.pk)
            found.refresh_from_db()


def write(outcome: Outcome, order: Order):
    """Writes the good rows, if there are any. Raises Refused while any is undecided."""
    found = outcome.sheet_import
    remember(found.header, outcome.mapping, by=order.by)
    running.refuse_unless_decided(found)
    if not found.good:
        return
    with outcome.timed("writing"):
        running.start_writing(found, by=order.by, is_sent=False)
        running.run_writing(found.pk)
    found.refresh_from_db()
