"""Lists of any length sort by a field once its index is made, in the background."""

import pytest
from django.db import DatabaseError, connection
from django.http import QueryDict
from procrastinate.contrib.django.models import ProcrastinateJob

from crm.refusals import Refused
from customers.grids import CustomerGrid
from customers.models import Customer, OwnField
from customers.own_fields import indexes, tending
from tests.factories import make_customer, make_own_field, make_user
from tests.own_fields.sampling import SAMPLES

State = OwnField.IndexState
every_kind = pytest.mark.parametrize("sample", SAMPLES, ids=str)


def state_of(field) -> str:
    return OwnField.objects.get(pk=field.pk).index_state


def indexes_there() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relname LIKE 'own\\_customer\\_%'")
        return [name for (name,) in cursor]


@pytest.fixture
def dropped(db):
    """Indexes are no rows: emptying the tables would leave them to the next test."""
    yield
    for name in indexes_there():
        with connection.cursor() as cursor:
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")


def asked(field) -> OwnField:
    tending.sort_by(field)
    return OwnField.objects.get(pk=field.pk)


def break_off(field):
    """What a worker that is killed leaves: an index that is kept up and never used."""
    indexes.create(field)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE pg_index SET indisvalid = false WHERE indexrelid = to_regclass(%s)",
            [field.index_name],
        )


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("dropped")
class TestTheIndex:
    @every_kind
    def test_it_is_made_outside_of_a_transaction_and_answers_the_order(self, sample):
        field = asked(make_own_field(sample.kind))
        make_customer(own={field.key: sample.stored})
        indexes.tend(field.pk)
        assert state_of(field) == State.READY
        assert indexes.is_valid(field)
        assert field.index_name in plan_of_sorting(field)

    def test_what_was_left_half_made_is_dropped_and_made_anew(self):
        field = asked(make_own_field("number"))
        break_off(field)
        assert not indexes.is_valid(field)
        indexes.tend(field.pk)
        assert (state_of(field), indexes.is_valid(field)) == (State.READY, True)

    def test_run_again_after_it_was_made_nothing_is_lost(self):
        field = asked(make_own_field("number"))
        indexes.create(field)
        indexes.tend(field.pk)
        indexes.tend(field.pk)
        assert (state_of(field), indexes_there()) == (State.READY, [field.index_name])

    def test_one_that_cannot_be_made_is_told_and_leaves_nothing(self):
        field = asked(make_own_field("number"))
        customer = make_customer()
        Customer.objects.filter(pk=customer.pk).update(own={field.key: "no number"})
        indexes.tend(field.pk)
        assert (state_of(field), indexes_there()) == (State.FAILED, [])
        Customer.objects.filter(pk=customer.pk).update(own={})
        indexes.tend(asked(field).pk)
        assert state_of(field) == State.READY

    def test_archived_it_goes_and_brought_back_it_is_made_again(self):
        field = asked(make_own_field("date"))
        indexes.tend(field.pk)
        tending.archive(OwnField.objects.get(pk=field.pk))
        assert not OwnField.objects.get(pk=field.pk).has_index
        indexes.tend(field.pk)
        assert indexes_there() == []
        tending.bring_back(OwnField.objects.get(pk=field.pk))
        indexes.tend(field.pk)
        assert (state_of(field), indexes_there()) == (State.READY, [field.index_name])

    def test_no_longer_wanted_while_it_was_made_it_is_not_kept(self, monkeypatch):
        field = asked(make_own_field("number"))
        create = indexes.create

        def create_meanwhile(field):
            create(field)
            tending.sort_no_more(field)

        monkeypatch.setattr(indexes, "create", create_meanwhile)
        indexes.tend(field.pk)
        assert (state_of(field), indexes_there()) == (State.NONE, [])

    def test_the_page_can_tell_how_far_it_is(self):
        assert indexes.progress(make_own_field("number")) == (0, 0)


def plan_of_sorting(field) -> str:
    rows = Customer.objects.filter(**{f"{field.path}__isnull": False}).order_by(field.path, "pk")
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off; SET enable_sort = off")
    try:
        return rows.values("pk").explain()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET enable_seqscan; RESET enable_sort")


@pytest.mark.django_db
class TestAsking:
    def test_it_sends_one_job_that_knows_the_field(self):
        field = asked(make_own_field("number"))
        assert (field.is_sorted, field.index_state) == (True, State.MAKING)
        [job] = ProcrastinateJob.objects.filter(task_name="tend_own_index")
        assert job.args == {"pk": field.pk}

    def test_an_archived_field_is_refused(self):
        field = make_own_field("number")
        field.archive()
        with pytest.raises(Refused, match="archived"):
            tending.sort_by(field)

    def test_no_index_is_made_inside_of_a_transaction(self):
        with pytest.raises(DatabaseError):
            indexes.create(make_own_field("number"))

    def test_without_an_index_a_short_list_sorts_all_the_same(self):
        rep, field = make_user(), make_own_field("number")
        for number in ("10", "9", "-3", "10.5"):
            make_customer(owner=rep, own={field.key: number})
        rows = CustomerGrid(rep, QueryDict(f"sort=-{field.key}")).page.rows
        assert [row.own[field.key] for row in rows] == ["10.5", "10", "9", "-3"]
