"""Import plans: several files in order, rehearsed, run, and run again."""

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import translation

from crm.refusals import Refused
from crm.sentences import as_read, reasons
from customers.imports.running import run_check
from customers.models import Customer, ImportPlan, SheetImport
from customers.plans import rehearsing, running
from customers.plans.preparing import replay, upload
from tests.factories import make_pool
from tests.house import browser_of
from tests.source_keys.planned import added, last_run, rehearsed, run, sheet

pytestmark = pytest.mark.django_db


# --- running --------------------------------------------------------------------------------


def test_a_run_imports_one_file_after_another(plan, erp):
    added(plan, erp, ["7", "One", ""])
    added(plan, erp, ["7", "One", "Road"], name="addresses.csv")
    assert run(plan).state == "done"
    assert list(Customer.objects.values_list("name", "address")) == [("One", "Road")]


def test_a_run_stops_before_a_file_with_too_many_refused_rows(plan, erp):
    bad = added(plan, erp, ["7", "", "Road"], ["8", "Two", ""])
    added(plan, erp, ["9", "Three", ""], name="later.csv")
    stopped = run(plan)
    assert stopped.state == "stopped"
    assert stopped.reason == "customers.csv: 1 row is refused or to be decided."
    assert not Customer.objects.exists()
    plan.most_left = 1
    plan.save(update_fields=["most_left"])
    assert run(plan).state == "done"
    assert set(Customer.objects.values_list("name", flat=True)) == {"Two", "Three"}
    bad.sheet_import.refresh_from_db()
    assert bad.sheet_import.state == "done"


def test_a_run_goes_on_where_its_worker_died(plan, erp):
    first = added(plan, erp, ["7", "One", ""]).sheet_import
    added(plan, erp, ["8", "Two", ""], name="later.csv")
    running.begin(plan, "running", by=plan.created_by)
    running.bring_in(last_run(plan).steps.get(sheet_import=first), 0, by=plan.created_by)
    running.run_plan(last_run(plan).pk)
    assert Customer.objects.count() == 2
    assert last_run(plan).state == "done"


def test_a_file_whose_columns_nobody_matched_holds_the_run_back(plan):
    upload(plan, sheet(["7", "One", ""]), by=plan.created_by)
    with pytest.raises(Refused, match="customers.csv"):
        running.begin(plan, "running", by=plan.created_by)


# --- rehearsing -----------------------------------------------------------------------------


def test_a_rehearsal_meets_what_earlier_files_would_make_and_leaves_nothing(plan, erp):
    added(plan, erp, ["7", "One", ""])
    added(plan, erp, ["7", "One", "Road"], ["8", "", ""], name="addresses.csv")
    first, second = rehearsed(plan)
    assert (first["counts"], first["why"]) == ({"new": 1}, None)
    assert second["counts"] == {"changed": 1, "refused": 1}
    assert reasons(second["problems"]) == [(3, "Name: This must not be empty.")]
    assert as_read(second["why"]) == "1 row is refused or to be decided."
    assert not Customer.objects.exists()
    assert last_run(plan).state == "preparing"
    assert set(SheetImport.objects.values_list("state", flat=True)) == {"checked"}


def test_a_rehearsal_goes_on_behind_a_file_that_would_stop_the_run(plan, erp):
    added(plan, erp, ["7", "One", ""], ["8", "", ""])
    added(plan, erp, ["7", "One", "Road"], name="addresses.csv")
    first, second = rehearsed(plan)
    assert as_read(first["why"]) == "1 row is refused or to be decided."
    assert (second["counts"], second["why"]) == ({"changed": 1}, None)
    assert not Customer.objects.exists()


def test_what_a_plan_says_is_in_the_language_of_whoever_looks(admin, plan, erp):
    added(plan, erp, ["8", "", ""])
    with translation.override("zh-hans"):
        rehearsed(plan)
        stopped = run(plan)
    assert stopped.reason == "customers.csv: 1 row is refused or to be decided."
    page = browser_of(admin).get(plan.get_absolute_url()).content.decode()
    assert "Name: This must not be empty." in page
    assert "The run would stop here: 1 row is refused or to be decided." in page
    assert stopped.reason in page


def test_too_many_rows_are_not_rehearsed(plan, erp, settings):
    settings.PLAN_REHEARSAL_ROWS = 1
    added(plan, erp, ["7", "One", ""], ["8", "Two", ""])
    with pytest.raises(Refused, match="2 rows"):
        rehearsing.begin(plan, by=plan.created_by)


# --- again ----------------------------------------------------------------------------------


def test_new_files_of_the_same_columns_are_matched_as_the_last_time(plan, erp):
    added(plan, erp, ["7", "One", "Road"])
    run(plan)
    replay(plan, by=plan.created_by)
    file = plan.files.get()
    step = upload(plan, sheet(["7", "One", "Street"]), by=plan.created_by, file=file)
    assert step.is_ready
    assert (step.sheet_import.system, step.sheet_import.policy) == (erp, "overwrite")
    assert run(plan).state == "done"
    assert Customer.objects.get().address == "Street"


def test_a_file_of_other_columns_has_to_be_matched_anew(plan, erp):
    added(plan, erp, ["7", "One", "Road"])
    run(plan)
    replay(plan, by=plan.created_by)
    other = sheet(["One"], header=["Name"])
    assert not upload(plan, other, by=plan.created_by, file=plan.files.get()).is_ready


# --- the pages ------------------------------------------------------------------------------


def test_a_plan_is_made_and_run_through_its_pages(admin, erp):
    client = browser_of(admin)
    made = {"name": "Move in", "pool": make_pool().pk, "most_left": 0}
    client.post(reverse("customers:new_import_plan"), made)
    plan = ImportPlan.objects.get()
    answer = client.post(
        reverse("customers:add_plan_file", args=[plan.pk]), {"sheet": sheet(["7", "One", ""])}
    )
    found = SheetImport.objects.get()
    assert answer.url == reverse("customers:import", args=[found.pk])
    columns = {"column_0": "source_keys", "column_1": "name", "column_2": "address"}
    client.post(reverse("customers:import_check", args=[found.pk]), columns | {"system": erp.pk})
    run_check(found.pk)
    client.post(reverse("customers:rehearse_import_plan", args=[plan.pk]))
    rehearsing.rehearse(last_run(plan).pk)
    page = client.get(plan.get_absolute_url()).content.decode()
    assert "What the rehearsal said" in page
    assert "New 1" in page
    client.post(reverse("customers:run_import_plan", args=[plan.pk]))
    running.run_plan(last_run(plan).pk)
    assert "Run again with new files" in client.get(plan.get_absolute_url()).content.decode()
    found = client.get(reverse("customers:reconcile_as_json", args=[plan.pk])).json()
    assert found["lines"][0]["found"] == 1


def test_a_run_with_refused_rows_shows_how_many_beside_their_file(admin, plan, erp):
    added(plan, erp, ["7", "", "Road"], ["8", "Two", ""])
    plan.most_left = 1
    plan.save(update_fields=["most_left"])
    assert run(plan).state == "done"
    page = browser_of(admin).get(plan.get_absolute_url()).content.decode()
    assert '<span class="tag seal">Refused rows 1</span>' in page


def test_an_upload_that_is_no_sheet_is_refused_on_the_page(admin, plan):
    broken = BytesIO(b"PK\3\4nothing")
    broken.name = "broken.xlsx"
    url = reverse("customers:add_plan_file", args=[plan.pk])
    assert browser_of(admin).post(url, {"sheet": broken}).status_code == 422
    assert not plan.files.exists()
