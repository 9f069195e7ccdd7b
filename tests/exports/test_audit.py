"""Whoever takes rows out of a list leaves a record, whatever becomes of the export."""

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.http import QueryDict
from django.urls import reverse

from crm.grid.exporting import answering
from crm.grid.exporting.answering import answer
from crm.grid.exporting.models import ExportCap, ExportRecord
from crm.grid.exporting.recording import record_of
from customers.grids import CustomerGrid
from customers.release.grids import DryRunGrid
from tests.exports.conftest import ask, content_of, last, make_many, names_of, written
from tests.factories import make_axis, make_category, make_customer, make_pool, make_user
from tests.house import browser_of

pytestmark = pytest.mark.django_db


def test_a_download_says_who_took_what_and_how_much(rep):
    industry = make_axis("industry", "Industry")
    machines = make_category(industry, "Machines")
    make_customer("Heng", owner=rep, categories=[machines])
    query = f"industry={machines.pk}&q=he&state=mine"
    url = f"{reverse('customers:list')}?{query}&cols=name,owner&export=csv"
    content = content_of(browser_of(rep).get(url))
    record = last()
    assert (record.by, record.grid, record.kind, record.state) == (rep, "customers", "csv", "done")
    assert (record.rows, record.size) == (1, len(content))
    assert record.columns == ["name", "owner"]
    for word in ("he", "Mine", "Industry: is Machines"):
        assert word in record.sentence
    assert names_of(content) == ["Heng"]


def test_the_record_leads_back_to_the_list(rep):
    make_many(rep, 2)
    ask(rep, query="q=works&sort=-name", cols="name,owner")
    page = browser_of(rep).get(last().list_url)
    assert [c.name for c in page.context["grid"].shown_columns] == ["name", "owner"]
    assert [r.name for r in page.context["grid"].page.rows] == ["Works 001", "Works 000"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_refusal_is_written_down(rep, kind):
    make_many(rep, 2)
    ExportCap.objects.create(role="rep", rows=1)
    response = ask(rep, kind)
    told = str(list(get_messages(response.wsgi_request))[-1])
    assert "You may export at most 1 row at once." in told
    assert (last().state, last().rows) == ("failed", 0)
    assert "at most 1 row" in last().why


def test_a_fault_is_written_down(rep, monkeypatch):
    make_many(rep, 1)
    monkeypatch.setattr("crm.grid.column_types.Text.export", lambda *args: 1 / 0, raising=False)
    with pytest.raises(ZeroDivisionError):
        ask(rep, "xlsx")
    assert last().state == "failed"
    assert "fault in the program" in last().why


def test_a_download_that_nobody_takes_to_the_end_says_so(rep, monkeypatch):
    monkeypatch.setattr("crm.grid.exporting.answering.PIECE", 1)
    make_many(rep, 3)
    grid = CustomerGrid(rep, QueryDict())
    body = answering.streamed(record_of(grid, "csv", state="working"), grid)
    next(body)
    assert last().state == "working"
    body.close()
    assert last().state == "cancelled"


def test_an_answer_that_nobody_reads_ends_with_its_request(rep):
    make_many(rep, 3)
    grid = CustomerGrid(rep, QueryDict())
    body = answering.Begun(answering.streamed(record_of(grid, "csv", state="working"), grid))
    assert last().state == "working"
    body.close()
    assert last().state == "cancelled"


def test_a_list_without_a_key_leaves_a_record_too(rep):
    content_of(answer(DryRunGrid(rep, QueryDict()), "csv"))
    assert (last().grid, last().title, last().list_url) == ("", "Would be released", "")


def test_everybody_reads_their_own_and_administrators_all(rep):
    make_many(rep, 1)
    record = written(rep)
    other, admin = make_user("Other", make_pool()), make_user("Admin", is_admin=True)
    url, page = record.get_absolute_url(), reverse("grids:exports")
    assert browser_of(rep).get(url).status_code == 200
    assert browser_of(other).get(url).status_code == 404
    assert browser_of(admin).get(url).status_code == 200
    assert len(browser_of(rep).get(page).context["grid"].page.rows) == 1
    assert len(browser_of(other).get(page).context["grid"].page.rows) == 0
    assert len(browser_of(admin).get(page).context["grid"].page.rows) == 1


def test_nothing_is_exported_through_somebody_elses_eyes(rep):
    admin = make_user("Admin", is_admin=True)
    browser = browser_of(admin)
    browser.post(reverse("people:view_as"), {"person": rep.pk})
    for url in ("customers:list", "grids:exports"):
        assert browser.get(f"{reverse(url)}?export=csv").status_code == 403
    assert browser.post(reverse("grids:export", args=["customers"]), {}).status_code == 403


def test_a_title_with_markup_stays_text(rep):
    make_customer("<b>x</b>", owner=rep)
    ask(rep, query="q=<b>")
    page = browser_of(rep).get(last().get_absolute_url()).content.decode()
    assert "<b>;" not in page and "&lt;b&gt;" in page


def test_the_audit_keeps_the_person(rep):
    make_many(rep, 1)
    ask(rep)
    with connection.cursor() as cursor, pytest.raises(Exception, match="foreign key"):
        cursor.execute("DELETE FROM crm_user WHERE id = %s", [rep.pk])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    ("route", "args", "title"),
    [("people:sheet", ["people"], "People"), ("people:sheet", ["teams"], "Teams"),
     ("customers:axis_sheet", ["industry"], "Industry")],
)  # fmt: skip
def test_small_tables_that_go_out_whole_are_written_down(route, args, title):
    make_category(make_axis("industry", "Industry"), "Machines")
    client, url = browser_of(make_user(is_admin=True, team=make_pool())), reverse(route, args=args)
    content = b"".join(client.get(url).streaming_content)
    record = last()
    assert (record.title, record.sentence, record.state) == (title, "everything", "done")
    assert (record.rows, record.size) == (1, len(content))
    assert record.columns[0] == "Number"
    assert title in client.get(record.get_absolute_url()).content.decode()
    assert title in client.get(reverse("grids:exports")).content.decode()


def test_headings_alone_are_no_export(rep):
    client = browser_of(make_user(is_admin=True))
    client.get(reverse("people:sheet", args=["people"]), {"empty": "1"})
    assert not ExportRecord.objects.exists()
