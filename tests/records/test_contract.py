"""Whatever the rows of a sheet are, its import keeps the same promises."""

import pytest
from django.db import transaction

from crm.notices.kinds import kind_of
from crm.notices.models import Notice
from customers.imports import passes
from customers.imports.difference.deciding import decide
from customers.imports.difference.verbs import AGAIN
from customers.imports.running import (
    run_undoing,
    run_writing,
    start_undoing,
    start_writing,
    work_on_chunk,
)
from customers.imports.undoing.undo import came_of_it, foreseen
from customers.models import SourceSystem
from customers.notice_kinds import IMPORT_UNDONE
from tests.factories import make_customer
from tests.house import in_english  # noqa: F401 - a fixture
from tests.imports.conftest import checked, imported, problems, reloaded, verdicts
from tests.records.cases import CASES

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("in_english"),
    pytest.mark.parametrize("case", CASES.values(), ids=CASES),
]


@pytest.fixture(autouse=True)
def acme(db):
    return make_customer("Acme Machines Co., Ltd.", phones=["010 6552 9988"])


def undone(staged):
    start_undoing(staged, by=staged.uploaded_by)
    run_undoing(staged.pk)
    return reloaded(staged)


def test_who_holds_the_records_is_told_once_of_an_undo(case, acme, monkeypatch):
    monkeypatch.setattr(passes, "CHUNK", 1)
    undone(imported(case.staged(case.row, case.another)))
    notice = Notice.objects.get(kind=IMPORT_UNDONE)
    said = kind_of(notice.kind).tell(notice.details | {"by": "Ada"}, notice.count)
    assert notice.user == acme.owner
    assert said == (
        f"Ada undid an import ({case.kind}): 2 of your records are as they were before it,"
        " or gone again."
    )


def test_a_new_row_becomes_a_record_of_its_customer_once(case, acme):
    staged = imported(case.staged(case.row, case.row))
    assert (case.living().get().customer, case.values()) == (acme, [case.said(case.row)])
    assert verdicts(staged) == ["new", "same"]
    assert verdicts(checked(case.staged(case.row))) == ["same"]


def test_a_known_record_is_changed_cell_by_cell_or_only_filled(case):
    imported(case.staged(case.row))
    changed = imported(case.staged(case.changed), policy="overwrite")
    assert case.values() == [case.said(case.changed)]
    target = next(t for t in changed.checks.get().changes)
    assert target[1:] == [case.said(case.row), case.said(case.changed)]
    assert verdicts(checked(case.staged(case.row), policy="fill")) == ["skipped"]


def test_a_row_is_refused_that_names_nobody_or_contradicts_another(case):
    make_customer("Twins"), make_customer("Twins Ltd"), make_customer("Gone").put_aside(by=None)
    rows = [[name, *case.row[1:]] for name in ("Nobody", "Gone", "", "Acme Machines")]
    staged = imported(case.staged(*rows, case.changed))
    assert verdicts(staged) == ["refused", "refused", "refused", "new", "refused"]
    assert problems(staged) == {
        2: "Customer: No such customer is known: “Nobody”. Import the customers first.",
        3: "Customer: No such customer is known: “Gone”. Import the customers first.",
        4: "The row names no customer.",
        6: case.label + ": Row 5 means the same record and says otherwise. Leave one of them out.",
    }


def test_a_key_of_another_system_tells_the_record_whatever_else_is_said(case, acme):
    SourceSystem.objects.create(name="ERP")
    header = [*case.header, "Key in the source system"]
    imported(case.staged([*case.row, "ERP: 7"], header=header))
    record = case.living().get()
    assert [str(key) for key in record.source_keys.all()] == ["7"]
    keyed = ["", *case.another[1:], "ERP: 7"]
    assert verdicts(imported(case.staged(keyed, header=header), policy="overwrite")) == ["changed"]
    assert case.values() == [case.said(case.another)]
    other = [*case.another, "ERP: 8"]
    assert verdicts(checked(case.staged(other, header=header))) == ["new"]


def test_what_it_did_is_put_back_and_what_somebody_touched_since_is_kept(case):
    imported(case.staged(case.row))
    staged = imported(case.staged(case.changed, case.another), policy="overwrite")
    assert foreseen(staged, staged.uploaded_by) == {"back": 2}
    assert came_of_it(undone(staged)) == {"back": 2}
    assert case.values() == [case.said(case.row)]
    again = imported(case.staged(case.changed, case.another), policy="overwrite")
    case.living().filter(pk=case.living()[0].pk).update(**{case.field: "By hand"})
    assert came_of_it(undone(again)) == {"back": 1, "kept": 1}
    assert case.values() == ["By hand"]


def test_a_worker_that_dies_between_or_in_chunks_writes_each_row_once(case, monkeypatch):
    monkeypatch.setattr(passes, "CHUNK", 1)
    staged = checked(case.staged(case.row, case.another))
    start_writing(staged)
    work = passes.PASSES["writing"](reloaded(staged))
    assert work_on_chunk(work, staged, "writing")
    with transaction.atomic():
        work_on_chunk(work, reloaded(staged), "writing")
        transaction.set_rollback(True)
    assert len(case.values()) == reloaded(staged).done == 1
    run_writing(staged.pk)
    assert len(case.values()) == reloaded(staged).done == 2


def test_a_row_is_left_out_and_taken_in_again(case):
    staged = checked(case.staged(case.row, case.another))
    decide(staged, "skip", [2], by=staged.uploaded_by)
    assert verdicts(reloaded(staged)) == ["skipped", "new"]
    decide(staged, AGAIN, [2], by=staged.uploaded_by)
    assert verdicts(reloaded(staged)) == ["new", "new"]
