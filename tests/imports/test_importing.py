"""Good rows become customers, each once, whatever happens on the way."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from customers.imports import passes, running
from customers.imports.mapping import Mapping
from customers.imports.running import run_writing, start_writing, stop
from customers.imports.writing import committing
from customers.models import Contact, Customer, LedgerEntry, RowCheck, SheetImport
from tests.factories import make_axis, make_category, make_import, make_user
from tests.imports.conftest import checked, imported, problems, reloaded

pytestmark = pytest.mark.django_db

HEADER = ["Name", "Owner", "Phones", "Contact: Name"]


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr(passes, "CHUNK", 2)


def named(count) -> list[list[str]]:
    return [[f"Customer {number}"] for number in range(count)]


def writing(sheet_import):
    """Checked and sent to be written, but no worker came yet."""
    start_writing(checked(sheet_import))
    return reloaded(sheet_import)


def test_good_rows_are_imported_and_bad_ones_wait():
    make_user("李娜", username="lina")
    rows = [["A", "lina", "13800138000", "Wu Tao"], ["", "", "", ""], ["C", "", "", ""]]
    staged = imported(make_import(HEADER, rows))
    assert (staged.state, staged.good, staged.bad, staged.done) == ("done", 2, 1, 2)
    assert set(Customer.objects.values_list("name", flat=True)) == {"A", "C"}
    assert list(problems(staged)) == [3]


def test_an_imported_customer_is_like_one_that_was_typed():
    lina = make_user("李娜", username="lina")
    staged = imported(make_import(HEADER, [["北京科技", "lina", "138 0013 8000", ""]]))
    customer = Customer.objects.get()
    assert (customer.owner, customer.created_by) == (lina, staged.uploaded_by)
    assert timezone.now() - customer.owned_since < timedelta(minutes=1)
    assert customer.reader_ids == [lina.pk]
    assert Customer.objects.visible_to(lina).matching("bjkj").get() == customer


def test_every_imported_customer_opens_its_ledger():
    staged = imported(make_import(["Name"], [["A"]], filename="fair.xlsx"))
    entry = LedgerEntry.objects.get()
    assert (entry.verb, entry.by, entry.to_pool) == ("created", staged.uploaded_by, staged.pool)
    assert entry.details == {"import": staged.pk, "file": "fair.xlsx"}


def test_a_row_knows_the_customer_it_became():
    staged = imported(make_import(["Name"], [["A"], ["B"]]))
    became = [(row.number, row.customer.name) for row in staged.checks.select_related("customer")]
    assert became == [(2, "A"), (3, "B")]


def test_the_customers_stand_in_the_order_of_the_sheet(small_chunks):
    imported(make_import(["Name"], named(5)))
    names = list(Customer.objects.order_by("pk").values_list("name", flat=True))
    assert names == [name for [name] in named(5)]


def test_a_job_run_twice_imports_no_row_twice():
    staged = imported(make_import(["Name"], named(3)))
    run_writing(staged.pk)
    assert Customer.objects.count() == 3


def test_a_worker_that_dies_between_chunks_is_followed_by_one_that_ends_the_work(
    small_chunks, monkeypatch
):
    staged = writing(make_import(["Name"], named(5)))
    with monkeypatch.context() as patch:
        patch.setattr(committing.Commit, "write", dying_at_the_second(committing.Commit.write))
        with pytest.raises(KeyboardInterrupt):
            run_writing(staged.pk)
    assert (reloaded(staged).state, staged.done, Customer.objects.count()) == ("writing", 2, 2)
    run_writing(staged.pk)
    assert (reloaded(staged).state, staged.done, Customer.objects.count()) == ("done", 5, 5)
    assert LedgerEntry.objects.count() == 5


def dying_at_the_second(write):
    chunks = []

    def dying(commit, rows):
        written = write(commit, rows)
        chunks.append(rows)
        if len(chunks) == 2:
            raise KeyboardInterrupt
        return written

    return dying


def test_stopping_keeps_what_is_written_and_going_on_imports_the_rest(small_chunks):
    staged = writing(make_import(["Name"], named(5)))
    one_chunk(staged)
    stop(staged)
    run_writing(staged.pk)
    assert (reloaded(staged).state, staged.done, staged.remaining) == ("stopped", 2, 3)
    start_writing(staged)
    run_writing(staged.pk)
    assert (reloaded(staged).state, Customer.objects.count()) == ("done", 5)


def one_chunk(staged):
    running.work_on_chunk(passes.CommitPass(staged), reloaded(staged), "writing")


def test_a_stopped_check_begins_anew_with_the_columns(small_chunks):
    staged = make_import(["Name"], named(3))
    running.start_check(staged, Mapping.of(staged))
    stop(staged)
    assert reloaded(staged).state == "mapping"
    assert checked(staged).good == 3


def test_a_worker_still_holding_the_old_mapping_checks_nothing():
    staged = make_import(["Name", "Address"], [["A", "B"]])
    running.start_check(staged, Mapping.plain({0: "name"}, staged.header))
    late, begun = passes.CheckPass(reloaded(staged)), SheetImport.objects.get()
    stop(staged)
    running.start_check(staged, Mapping.plain({1: "name"}, staged.header))
    assert not running.work_on_chunk(late, begun, "checking")
    assert not RowCheck.objects.exists()


def test_progress_counts_the_rows_of_the_work_in_hand(small_chunks):
    staged = writing(make_import(["Name"], [*named(3), [""]]))
    assert (staged.done, staged.expected) == (0, 3)
    one_chunk(staged)
    assert (reloaded(staged).done, staged.expected) == (2, 3)


# --- what changed between the check and the import ------------------------------------------


def test_an_owner_deactivated_since_the_check_has_the_row_refused():
    lina = make_user("李娜", username="lina")
    staged = writing(make_import(["Name", "Owner"], [["A", "lina"], ["B", ""]]))
    type(lina).objects.filter(pk=lina.pk).update(is_active=False)
    run_writing(staged.pk)
    assert problems(reloaded(staged)) == {2: "李娜 no longer works here."}
    assert Customer.objects.get().name == "B"


def test_a_pool_closed_since_the_check_has_its_rows_refused():
    make_user("李娜", username="lina")
    staged = writing(make_import(["Name", "Owner"], [["A", "lina"], ["B", ""]]))
    type(staged.pool).objects.update(has_pool=False)
    run_writing(staged.pk)
    assert problems(reloaded(staged)) == {3: f"{staged.pool} no longer keeps a pool."}
    assert Customer.objects.get().name == "A"


def test_an_axis_archived_since_the_check_still_gets_what_was_shown():
    axis = make_axis("mood", "Mood")
    grim = make_category(axis, "Grim")
    staged = writing(make_import(["Name", "Mood"], [["A", "Grim"]]))
    axis.archive()
    run_writing(staged.pk)
    assert Customer.objects.get().category_on(axis) == grim.pk


def test_a_category_archived_since_the_check_has_the_row_refused():
    grim = make_category(make_axis("mood", "Mood"), "Grim")
    staged = writing(make_import(["Name", "Mood"], [["A", "Grim"], ["B", ""]]))
    grim.archive()
    run_writing(staged.pk)
    assert problems(reloaded(staged)) == {2: "The category “Grim” is not offered any more."}


@pytest.mark.parametrize("bad", [{2}, {4}, {3, 5}, {2, 3, 4, 5, 6}])
def test_a_row_the_database_refuses_does_not_block_the_others(bad):
    """What no check foresaw, here a name that is too long, is found among the others."""
    staged = writing(make_import(["Name"], named(5)))
    for row in staged.checks.filter(number__in=bad):
        row.values["customer"]["name"] = "x" * 201
        row.save(update_fields=["values"])
    run_writing(staged.pk)
    sentence = "The database refused this row. Check it and import it again."
    assert problems(reloaded(staged)) == dict.fromkeys(bad, sentence)
    assert (staged.good, staged.bad, staged.done) == (5 - len(bad), len(bad), 5 - len(bad))
    assert Customer.objects.count() == LedgerEntry.objects.count() == 5 - len(bad)


def test_a_chunk_costs_the_same_queries_for_one_row_and_for_many():
    counts = []
    for size in (1, 20):
        staged = writing(make_import([*HEADER, "Address"], rows_for(size)))
        with CaptureQueriesContext(connection) as queries:
            one_chunk(staged)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert Contact.objects.count() == 21


def rows_for(size) -> list[list[str]]:
    return [
        [f"N {size} {number}", "", f"1380013{size:02}{number:02}", "Wu Tao", "Road 1"]
        for number in range(size)
    ]
