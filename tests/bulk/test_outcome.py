"""The outcome: in a sentence, on a page, as a sheet; for its actor and administrators alone."""

from io import BytesIO

import pytest
from django.urls import reverse

from crm.sheets.reading import read_sheet
from customers.bulk import running, views
from tests.bulk.conftest import last_run, make_many, queries_of, say, started
from tests.factories import make_customer
from tests.house import browser_of

HTMX = {"HX-Request": "true", "HX-Target": "dialog"}


@pytest.fixture
def run(house):
    """One done, one refused."""
    taken = make_customer("=1+1", pool=house.east)
    taken.claim(by=house.owner)
    taken.share(house.mate, by=house.owner, scope="card")
    return started(house.mate, "claim", [house.pooled, taken])


def sheet_of(user, run, kind):
    response = browser_of(user).get(reverse("customers:bulk_sheet", args=[run.pk, kind]))
    return b"".join(response.streaming_content)


def test_in_the_dialog_the_outcome_stays_over_the_list(house):
    client = browser_of(house.mate)
    url = reverse("customers:bulk", args=["claim"])
    html = client.post(url, {"ids": [house.pooled.pk]}, headers=HTMX).content.decode()
    assert "1 claimed" in html
    assert last_run().get_absolute_url() in html


def test_a_large_run_leads_to_its_page(house, monkeypatch):
    monkeypatch.setattr(running, "AT_ONCE", 0)
    client = browser_of(house.mate)
    url = reverse("customers:bulk", args=["claim"])
    response = client.post(url, {"ids": [house.pooled.pk]}, headers=HTMX)
    assert response.headers["HX-Redirect"] == last_run().get_absolute_url()
    assert "progress" in client.get(last_run().get_absolute_url()).content.decode()


def test_refused_rows_come_first_with_their_reason(house, run):
    html = browser_of(house.mate).get(run.get_absolute_url()).content.decode()
    assert "1 claimed, 1 refused: already held" in html
    assert html.index("Owner already holds =1+1") < html.index("Pooled Tools")


def test_rows_are_shown_by_outcome_and_page_by_page(house, monkeypatch):
    monkeypatch.setattr(views, "ROWS_ON_A_PAGE", 2)
    run = started(house.mate, "claim", make_many(3, pool=house.east))
    client = browser_of(house.mate)
    assert "Works 02" not in client.get(run.get_absolute_url()).content.decode()
    assert "Works 02" in client.get(f"{run.get_absolute_url()}?page=2").content.decode()
    assert "Works" not in client.get(f"{run.get_absolute_url()}?outcome=refused").content.decode()


def test_the_sheet_has_every_row_and_no_formula(house, run):
    with read_sheet(BytesIO(sheet_of(house.mate, run, "xlsx")), "out.xlsx") as sheet:
        rows = [list(row.cells) for row in sheet.rows]
        assert sheet.header == ["Customer", "Outcome", "Why", "To"]
    assert [row[:2] for row in rows] == [["=1+1", "refused"], ["Pooled Tools", "done"]]
    assert '\r\n"\'=1+1",' in sheet_of(house.mate, run, "csv").decode("utf-8-sig")


def test_another_kind_of_sheet_is_not_found(house, run):
    url = reverse("customers:bulk_sheet", args=[run.pk, "pdf"])
    assert browser_of(house.mate).get(url).status_code == 404


@pytest.mark.parametrize("who", ["manager", "director", "owner", "stranger"])
def test_a_run_is_closed_to_everybody_else(house, run, who):
    client = browser_of(getattr(house, who))
    for name in ("bulk_run", "bulk_progress"):
        assert client.get(reverse(f"customers:{name}", args=[run.pk])).status_code == 404
    assert client.get(reverse("customers:bulk_sheet", args=[run.pk, "csv"])).status_code == 404
    for name in ("bulk_stop", "bulk_resume"):
        assert client.post(reverse(f"customers:{name}", args=[run.pk])).status_code == 404


def test_an_administrator_may_look_at_it(house, run):
    assert browser_of(house.admin).get(run.get_absolute_url()).status_code == 200


def test_everybody_lists_their_own_runs(house, run):
    url = reverse("customers:bulk_runs")
    assert "1 claimed, 1 refused" in browser_of(house.mate).get(url).content.decode()
    assert "1 claimed" not in browser_of(house.admin).get(url).content.decode()


def test_one_run_and_three_cost_the_same_queries(house):
    client, url = browser_of(house.mate), reverse("customers:bulk_runs")
    one, two, three = make_many(3, pool=house.east)
    say(house.mate, "claim", [one])
    client.get(url)
    cost = queries_of(client, url)
    say(house.mate, "claim", [two])
    say(house.mate, "claim", [three])
    assert queries_of(client, url) == cost


def test_the_progress_says_how_far_it_is_and_when_it_is_over(house, monkeypatch):
    monkeypatch.setattr(running, "AT_ONCE", 0)
    run = started(house.mate, "claim", make_many(3, pool=house.east))
    running.settle_one(run.pk)
    client, url = browser_of(house.mate), reverse("customers:bulk_progress", args=[run.pk])
    html = client.get(url).content.decode()
    assert "1 / 3" in html
    assert "a minute" in html
    running.work(run.pk)
    assert client.get(url).headers["HX-Refresh"] == "true"
