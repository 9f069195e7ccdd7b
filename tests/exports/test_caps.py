"""An administrator says how many rows an export of a role may have."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from crm.grid.exporting import running
from crm.grid.exporting.capping import cap_for
from crm.grid.exporting.models import ExportCap
from tests.exports.conftest import ask, content_of, last, make_many, names_of
from tests.factories import make_pool, make_user
from tests.house import browser_of

pytestmark = pytest.mark.django_db
URL = "grids:export_caps"


@pytest.fixture
def admin():
    return make_user("Admin", is_admin=True)


def set_caps(user, **caps):
    usual = {"rep": "", "manager": "", "admin": ""}
    return browser_of(user).post(reverse(URL), usual | caps)


def test_each_role_has_its_own(admin, rep):
    east = make_pool("North")
    manager = make_user("Manager", east, manager_of=east)
    set_caps(admin, rep="10", manager="200")
    assert [cap_for(user) for user in (rep, manager, admin)] == [10, 200, None]
    set_caps(admin, rep="")
    assert [cap_for(user) for user in (rep, manager)] == [None, None]


def test_only_administrators_set_them(rep):
    assert browser_of(rep).get(reverse(URL)).status_code == 403
    assert set_caps(rep, rep="1").status_code == 403
    assert not ExportCap.objects.exists()


@pytest.mark.parametrize("text", ["-1", "x", "1.5", "9" * 30])
def test_what_is_no_number_stays_in_the_field(admin, text):
    response = set_caps(admin, rep=text)
    assert response.status_code == 422
    assert f'value="{text}"' in response.content.decode()


def test_as_many_as_the_cap_go_out_and_one_more_does_not(rep):
    ExportCap.objects.create(role="rep", rows=2)
    make_many(rep, 2)
    assert len(names_of(content_of(ask(rep)))) == 2
    make_many(rep, 1)
    assert ask(rep).status_code == 302
    assert last().state == "failed"


def test_ticked_rows_are_counted_not_the_list(rep):
    ExportCap.objects.create(role="rep", rows=1)
    first, *_others = make_many(rep, 3)
    assert names_of(content_of(ask(rep, ids=str(first.pk), cols="name"))) == ["Works 000"]


def test_nought_is_no_export_and_the_sheet_says_so(rep):
    ExportCap.objects.create(role="rep", rows=0)
    make_many(rep, 1)
    page = browser_of(rep).get(reverse("grids:export", args=["customers"])).content.decode()
    assert "You may not export." in page
    assert 'form="export"' not in page
    message = str(list(get_messages(ask(rep).wsgi_request))[-1])
    assert "Ask an administrator" in message


def test_a_cap_set_while_the_job_waits_binds_it(rep):
    make_many(rep, 2)
    ask(rep, background="1")
    ExportCap.objects.create(role="rep", rows=1)
    running.work(last().pk)
    assert (last().state, last().file) == ("failed", "")
    assert "at most 1 row" in last().why


def test_an_excel_sheet_that_would_overflow_is_refused_before(rep, monkeypatch):
    monkeypatch.setattr("crm.grid.exporting.capping.XLSX_ROWS", 2)
    make_many(rep, 2)
    assert ask(rep, "xlsx").status_code == 302
    assert "An Excel sheet ends after 1 rows. Choose csv" in last().why
    assert len(names_of(content_of(ask(rep)))) == 2
