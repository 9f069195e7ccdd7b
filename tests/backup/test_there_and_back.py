"""What was backed up comes back to the last bit: rows, ids, sequences, history, uploads."""

import stat
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from customers.models import Customer, OwnField
from customers.own_fields import indexes
from intel.models import Dossier
from tests.backup.company import NASTY, TOTP_SECRET, everything, make_sorted_field, tables
from tests.backup.conftest import back_up, lose_everything, restore
from tests.factories import make_customer, make_user
from tests.house import browser_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_company_comes_back_exactly_into_an_empty_database(saved, settings):
    before = everything()
    lose_everything(settings)
    assert everything() != before
    restore(saved, replace=False)
    assert everything() == before


def test_the_company_has_rows_of_most_kinds(company):
    filled = {name for name, rows in tables().items() if rows}
    assert len(filled) >= 45, sorted(filled)


def test_what_changed_since_is_replaced(saved, settings):
    before = everything()
    customer = Customer.objects.get(name=NASTY)
    Customer.objects.filter(pk=customer.pk).update(name="Renamed")
    Dossier.objects.all().delete()
    make_customer("New since", owner=make_user())
    (settings.MEDIA_ROOT / "exports" / "new.csv").write_text("new")
    restore(saved)
    assert everything() == before


def test_access_is_right_and_ids_go_on_where_they_were(saved, settings):
    last = Customer.objects.latest("pk").pk
    lose_everything(settings)
    restore(saved)
    out = StringIO()
    call_command("check_access", stdout=out)
    assert f"{Customer.objects.count()} customers, 0 differences" in out.getvalue()
    assert make_customer("Next").pk == last + 1


def test_everybody_signs_in_anew(saved, company):
    browser_of(company)
    assert Session.objects.exists()
    restore(saved)
    assert not Session.objects.exists()


def test_an_index_that_an_admin_asked_for_is_made_again(company, tmp_path):
    field = make_sorted_field()
    path = back_up(tmp_path / "sorted.zip")
    before = everything()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {field.index_name}")
    stray = make_sorted_field("date")
    restore(path)
    assert everything() == before
    assert indexes.is_valid(field) and not indexes.is_valid(stray)
    OwnField.objects.all().delete()
    indexes.take_down_all()


def test_jobs_in_hand_wait_again_and_those_that_wait_still_do(company, tmp_path):
    waiting = ProcrastinateJob.objects.get(task_name="end_shares")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
        worker = cursor.fetchone()[0]
        cursor.execute(HELD, {"worker": worker})
    path = back_up(tmp_path / "held.zip")
    restore(path)
    states = dict(ProcrastinateJob.objects.values_list("task_name", "status"))
    assert states["held"] == "todo"
    assert states["held twin"] == "failed"
    assert states["end_shares"] == "todo"
    assert ProcrastinateJob.objects.get(task_name="end_shares").pk == waiting.pk
    assert not ProcrastinateJob.objects.exclude(worker_id=None).exists()


HELD = """
    INSERT INTO procrastinate_jobs (queue_name, task_name, status, queueing_lock, worker_id) VALUES
    ('default', 'held', 'doing', NULL, %(worker)s),
    ('default', 'held twin', 'doing', 'end_shares', %(worker)s)
"""


def test_second_factors_are_read_with_the_same_secret_key(saved, company, settings):
    restore(saved)
    kept = Authenticator.objects.get(user=company, type="totp").wrap()
    assert kept.instance.data["secret"] != TOTP_SECRET
    assert "SECRET_KEY is not the one" not in restore(saved)
    settings.SECRET_KEY = "another"
    assert "SECRET_KEY is not the one of the backup" in restore(saved)


def test_the_file_is_its_owners_alone_and_named_by_the_time_in_a_folder(company, tmp_path):
    back_up(tmp_path)
    (path,) = tmp_path.glob("zhibi-*.zip")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [other.name for other in tmp_path.iterdir() if other.suffix == ".part"] == []
