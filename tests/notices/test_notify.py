"""Telling people: whom, once, in one statement, rolled up by batch."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from crm.notices import Told, notify, notify_many
from crm.notices.models import Notice
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def told(user) -> list[tuple]:
    return list(user.notices.order_by("pk").values_list("kind", "count", "read_at"))


def test_each_is_told_once_and_whoever_did_it_not_at_all(house):
    people = [house.owner, house.mate, house.owner, house.manager]
    notify(people, "rung", url="/customers/", by=house.manager)
    assert [told(user) for user in (house.owner, house.mate, house.manager)] == [
        [("rung", 1, None)],
        [("rung", 1, None)],
        [],
    ]


def test_who_no_longer_works_here_is_not_told():
    gone = make_user(is_active=False)
    notify([gone], "rung", url="/customers/")
    assert told(gone) == []


def test_those_of_one_batch_are_one_notice_with_a_count(house):
    for number in range(3):
        notify([house.owner], "rung", url=f"/customers/{number}/", list_url="/customers/", batch=7)
    (notice,) = house.owner.notices.all()
    assert (notice.count, notice.link) == (3, "/customers/")


def test_one_alone_leads_to_what_it_is_about(house):
    notify([house.owner], "rung", url="/customers/1/", list_url="/customers/", batch=7)
    assert house.owner.notices.get().link == "/customers/1/"


def test_without_a_batch_nothing_is_rolled_up(house):
    for _number in range(2):
        notify([house.owner], "rung", url="/customers/")
    assert len(told(house.owner)) == 2


def test_a_notice_that_grows_after_it_was_read_is_news_again(house):
    notify([house.owner], "rung", url="/customers/", batch=7)
    assert house.owner.notices.mark_read() == 1
    notify([house.owner], "rung", url="/customers/", batch=7)
    assert told(house.owner) == [("rung", 2, None)]


def test_thousands_are_told_in_one_statement(house, django_assert_num_queries):
    rows = [Told(house.owner.pk, "rung", f"/customers/{n}/", batch="night") for n in range(2000)]
    rows += [Told(house.mate.pk, "rung", f"/customers/{n}/") for n in range(2000)]
    with django_assert_num_queries(2):  # the INSERT, and whether a webhook listens
        notify_many(rows)
    assert (told(house.owner), len(told(house.mate))) == ([("rung", 2000, None)], 2000)


def test_nothing_to_tell_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        notify([], "rung", url="/customers/")


def test_what_was_told_goes_with_the_transaction_that_told_it(house):
    with pytest.raises(RuntimeError), transaction.atomic():
        notify([house.owner], "rung", url="/customers/")
        raise RuntimeError
    assert told(house.owner) == []


def test_a_kind_nobody_registered_is_an_error(house):
    with pytest.raises(ValueError, match="registered"):
        notify([house.owner], "unheard", url="/customers/")


@pytest.mark.parametrize("url", ["https://example.com/", "//example.com/", "customers/", ""])
def test_a_notice_leads_nowhere_else(url, house):
    with pytest.raises(ValueError, match="path"):
        notify([house.owner], "rung", url=url)


@pytest.mark.django_db(transaction=True)
def test_two_that_tell_of_one_batch_at_once_lose_nothing(house):
    start, people = Barrier(2), [house.owner, house.mate]

    def tell_ten(order):
        start.wait()
        for _number in range(10):
            notify(order, "rung", url="/customers/", batch="both")
        connection.close()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(tell_ten, [people, people[::-1]]))
    assert set(Notice.objects.values_list("user", "count")) == {
        (house.owner.pk, 20),
        (house.mate.pk, 20),
    }
