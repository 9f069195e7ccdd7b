"""`manage.py import_customers`: the engine of the pages, for scripts and large files."""

import json
from io import StringIO
from threading import Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from crm.sheets.choices import Reading
from customers.imports import passes, running
from customers.imports.commanding.working import Order, check, staged
from customers.imports.reading import files
from customers.models import Contact, Customer, KnownHeader, SheetImport
from tests.factories import (
    make_axis,
    make_category,
    make_customer,
    make_own_field,
    make_pool,
    make_user,
)
from tests.factories_keys import make_source_system
from tests.sheets.makers import text, xlsx

pytestmark = pytest.mark.django_db

HEADER = ["Name", "Email", "Mood", "Star sign", "No."]


@pytest.fixture(autouse=True)
def mood(pool, admin, monkeypatch):
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    axis = make_axis("mood", "Mood")
    return make_category(axis, "Glad")


@pytest.fixture
def file(tmp_path):
    def file(rows, name="customers.csv", make=text):
        path = tmp_path / name
        path.write_bytes(make(rows))
        return path

    return file


def run(path, *options) -> tuple[dict, int, str]:
    """(the report, the exit code, what was said on the way out)"""
    out = StringIO()
    code, said = 0, ""
    try:
        call_command("import_customers", str(path), *map(str, options), stdout=out)
    except CommandError as error:
        code, said = error.returncode, str(error)
    return json.loads(out.getvalue() or "{}"), code, said


def test_good_rows_are_in_and_the_report_says_so(file, admin, pool):
    path = file([HEADER, ["A", "a@example.com", "Glad", "Leo", "1"], ["B", "", "", "", "2"]])
    report, code, said = run(path)
    staged = SheetImport.objects.get()
    assert (code, said, staged.state) == (0, "", "done")
    assert (staged.uploaded_by, staged.pool) == (admin, pool)
    assert set(Customer.objects.values_list("name", flat=True)) == {"A", "B"}
    assert report["verdicts"]["new"] == report["written"] == report["rows"] == 2
    assert report["import"] == staged.pk
    assert report["address"].endswith(staged.get_absolute_url())
    assert report["left_out"] == ["No."]
    assert set(report["seconds"]) == {"reading", "checking", "writing"}
    found = {column["target"]: column for column in report["columns"]}
    assert found["email"] == {
        "target": "email", "field": "Email", "from": ["Email"], "guessed_by": "heading",
    }  # fmt: skip
    assert found["remarks"]["from"] == ["Star sign"]


def test_refused_rows_are_told_one_by_one_and_the_others_are_in(file):
    path = file([HEADER, ["A", "nobody", "Grumpy", "", ""], ["B", "", "", "", ""]])
    report, code, said = run(path)
    assert (code, said) == (1, "1 row was refused; the report says why.")
    assert report["unknown_categories"] == [
        {"axis": "mood", "texts": [{"text": "Grumpy", "rows": 1, "nearest": []}], "more": 0}
    ]
    assert report["problems"]["count"] == 2
    assert [(p["row"], p["column"]) for p in report["problems"]["shown"]] == [
        (2, "Email"), (2, "Mood"),
    ]  # fmt: skip
    assert report["written"] == 1


def test_a_rehearsal_leaves_nothing(file):
    path = file([HEADER, ["A", "", "", "", ""]])
    kept = set(files.folder().iterdir())
    report, code, _said = run(path, "--dry-run")
    assert (code, report["verdicts"]["new"], report["import"]) == (0, 1, None)
    assert not (Customer.objects.exists() or SheetImport.objects.exists())
    assert not KnownHeader.objects.exists()
    assert set(files.folder().iterdir()) == kept


@pytest.mark.django_db(transaction=True)
def test_nobody_else_ever_sees_a_rehearsal(file, admin):
    path, seen = file([HEADER, ["A", "", "", "", ""]]), []
    order = Order(by=admin, reading=Reading(), is_rehearsal=True)

    def look():
        seen.append(SheetImport.objects.exists())
        connection.close()

    with staged(path, order) as outcome:
        check(outcome, order)
        thread = Thread(target=look)
        thread.start()
        thread.join()
        assert outcome.sheet_import.counted("new") == 1
    assert seen == [False]


def test_what_breaks_off_while_it_writes_stays_and_goes_on(file, monkeypatch):
    def one_chunk(pk):
        begun = SheetImport.objects.get(pk=pk)
        running.work_on_chunk(passes.CommitPass(begun), begun, "writing")
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(passes, "CHUNK", 1)
        patch.setattr(running, "run_writing", one_chunk)
        with pytest.raises(KeyboardInterrupt):
            run(file([HEADER, ["A", "", "", "", ""], ["B", "", "", "", ""]]))
    staged = SheetImport.objects.get()
    assert (staged.state, Customer.objects.count()) == ("writing", 1)
    running.run_writing(staged.pk)
    assert Customer.objects.count() == 2


# --- the mapping --------------------------------------------------------------------------------


def test_the_guessed_mapping_can_be_printed_edited_and_given_back(file, tmp_path, mood):
    path = file([HEADER, ["A", "", "Grumpy", "Leo", "1"], ["B", "", "Odd", "", "2"]])
    printed, code, _said = run(path, "--print-mapping")
    assert (code, printed["left_out"]) == (0, ["No."])
    assert {"target": "name", "from": ["Name"]} in printed["columns"]
    assert not SheetImport.objects.exists()
    printed["left_out"] += ["star sign"]
    printed["columns"] = [c for c in printed["columns"] if c["target"] != "remarks"]
    printed["categories"] = {"Mood": {"Grumpy": "glad", "odd": None}}
    printed["defaults"] = {"Address": "Main Street"}
    mapping = tmp_path / "mapping.json"
    mapping.write_text(json.dumps(printed), "utf-8")
    report, code, _said = run(path, "--mapping", mapping)
    assert (code, report["left_out"]) == (0, ["No.", "Star sign"])
    first, second = Customer.objects.order_by("name")
    assert mood.pk in first.category_ids
    assert mood.pk not in second.category_ids
    assert (first.address, first.remarks) == ("Main Street", "")


def test_what_was_written_once_is_remembered(file, tmp_path):
    path = file([["Firm", "What"], ["A", "Road"]])
    mapping = tmp_path / "mapping.json"
    stored = {"columns": [{"target": "name", "from": 0}, {"target": "address", "from": ["what"]}]}
    mapping.write_text(json.dumps(stored), "utf-8")
    assert "was imported before" in run(path, "--mapping", "remembered")[2]
    run(path, "--mapping", mapping)
    again, code, _said = run(path, "--mapping", "remembered")
    assert (code, again["verdicts"]["same"]) == (0, 1)


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        ("no json", "is no mapping"),
        ("[]", "is no mapping"),
        ('{"kind": "ducks"}', "There is no kind of sheet “ducks”"),
        ('{"columns": [{"target": "name"}]}', "is no mapping"),
        ('{"columns": [{"target": "nome", "from": 0}]}', "There is no field “nome”"),
        ('{"columns": [{"target": "name", "from": "Nome"}]}', "The sheet has no column “Nome”"),
        ('{"columns": [{"target": "name", "from": 7}]}', "The sheet has no column “7”"),
        ('{"columns": [{"target": "name", "from": 0}]}', "says nothing of these columns: Email"),
        ('{"left_out": [0, 1]}', "Choose the column that holds “Name”."),
        ('{"categories": {"mood": {"x": "Sad"}}}', "“Sad” is unknown"),
        ('{"categories": {"name": {}}}', "has no categories"),
        ('{"system": "ERP"}', "There is no source system “ERP”"),
        ('{"day_orders": {"Name": "year"}}', "In 3/5/2024 comes first"),
    ],
)
def test_a_mapping_that_is_none_is_refused_and_leaves_nothing(file, tmp_path, stored, said):
    mapping = tmp_path / "mapping.json"
    mapping.write_text(stored, "utf-8")
    report, code, why = run(file([["Name", "Email"], ["A", ""]]), "--mapping", mapping)
    assert (report, code) == ({}, 2)
    assert said in why
    assert not SheetImport.objects.exists()


def test_a_system_and_the_order_of_days_are_said_by_name(file, tmp_path):
    erp, day = make_source_system("ERP"), make_own_field("date", "Founded")
    path = file([["Name", "Founded"], ["A", "3/5/2024"]])
    printed, _code, _said = run(path, "--print-mapping", "--system", "ERP")
    assert printed["system"] == "ERP"
    mapping = tmp_path / "mapping.json"
    mapping.write_text(json.dumps(printed | {"day_orders": {"Founded": "month"}}), "utf-8")
    assert run(path, "--mapping", mapping)[1] == 0
    assert Customer.objects.get().own == {day.key: "2024-03-05"}
    assert SheetImport.objects.get().system == erp


# --- customers that exist -----------------------------------------------------------------------


def test_rows_to_be_decided_wait_unless_the_command_decides(file):
    for _twice in range(2):
        make_customer("A")
    path = file([HEADER, ["A", "a@example.com", "", "", ""], ["B", "", "", "", ""]])
    report, code, said = run(path)
    assert (code, report["verdicts"]["asked"], report["written"]) == (1, 1, 0)
    assert said.startswith("1 row is still to be decided.")
    assert SheetImport.objects.get().state == "checked"
    report, code, _said = run(path, "--undecided", "skip")
    assert (code, report["written"], report["verdicts"]["skipped"]) == (0, 1, 1)


def test_a_policy_is_for_customers_that_exist(file):
    make_customer("A", email="old@example.com")
    path = file([HEADER, ["A", "new@example.com", "", "", ""]])
    run(path, "--policy", "overwrite")
    assert Customer.objects.get().email == "new@example.com"


# --- who, where, and which part of the file -----------------------------------------------------


def test_who_and_whose_pool_must_be_clear(file, admin):
    make_user("Bo Boss", username="bo", is_admin=True)
    make_pool("West")
    path = file([HEADER, ["A", "", "", "", ""]])
    assert run(path)[1:] == (2, "There are several administrators. Say who imports: --user NAME")
    assert "no administrator with the user name" in run(path, "--user", "nobody")[2]
    assert "Name one with --pool: East, West" in run(path, "--user", "bo")[2]
    assert run(path, "--user", "bo", "--pool", "West")[1] == 0
    staged = SheetImport.objects.get()
    assert (staged.uploaded_by.username, staged.pool.name) == ("bo", "West")


def test_rows_that_are_no_customers_need_no_pool(file):
    make_pool("West")
    make_customer("A")
    path = file([["Customer", "Name", "Mobile"], ["A", "Wu", "13800138000"]])
    assert run(path)[1] == 0
    assert Contact.objects.get().name == "Wu"
    assert run(path, "--pool", "North")[1] == 2


def test_what_the_rows_are_can_be_said(file, tmp_path):
    make_customer("A")
    path = file([["Customer", "Name"], ["A", "Line three"]])
    assert run(path, "--dry-run")[0]["kind"] == "contacts"
    report, code, _said = run(path, "--kind", "opportunities")
    assert (code, report["kind"], report["written"]) == (0, "opportunities", 1)
    assert SheetImport.objects.get().policy == "overwrite"
    mapping = tmp_path / "mapping.json"
    mapping.write_text(json.dumps(run(path, "--print-mapping")[0]), "utf-8")
    said = run(path, "--mapping", mapping, "--kind", "contacts")[2]
    assert said.startswith("The mapping is one of opportunities. Leave --kind out")
    with pytest.raises(CommandError, match="invalid choice: 'firms'"):
        call_command("import_customers", str(path), "--kind", "firms")


def test_the_row_of_the_column_names_can_be_said(file):
    path = file(
        [["A list"], ["Name", "Email"], ["A", ""], ["Name", "Email"], ["B", ""]], "l.xlsx", xlsx
    )
    report, _code, _said = run(path, "--header-row", "4", "--dry-run")
    assert report["rows"] == 1


def test_a_file_that_cannot_be_read_is_a_sentence(file, tmp_path):
    report, code, said = run(tmp_path / "nowhere.csv")
    assert (report, code) == ({}, 2)
    assert "cannot be read: No such file or directory" in said
    assert run(file([]))[1] == 2


def test_the_report_goes_into_a_file_too(file, tmp_path):
    path = tmp_path / "report.json"
    report, _code, _said = run(file([HEADER, ["A", "", "", "", ""]]), "--report", path)
    assert json.loads(path.read_text("utf-8")) == report
    nowhere = run(file([HEADER, ["B", "", "", "", ""]]), "--report", tmp_path / "no" / "report")
    assert nowhere[1] == 2
    assert "cannot be written: No such file or directory" in nowhere[2]
    assert Customer.objects.count() == 1
