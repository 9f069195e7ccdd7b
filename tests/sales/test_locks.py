"""An edit waits for its customer before it holds the row: the order in which hand-overs lock."""

import threading
import time

import pytest
from django.db import connection, connections, transaction
from django.urls import reverse

from customers.models import Customer
from sales.models import Opportunity
from tests.factories_sales import make_opportunity
from tests.house import browser_of

pytestmark = pytest.mark.django_db(transaction=True)
WAITING = """
SELECT count(*) FROM pg_stat_activity
WHERE wait_event_type = 'Lock' AND datname = current_database() AND query LIKE '%FOR NO KEY%'
"""
TRIES = 200


def posting(client, opportunity):
    url = reverse("sales:edit_opportunity", args=[opportunity.pk])
    shown = client.get(url).context["form"]
    data = {name: shown[name].value() or "" for name in shown.fields} | {"name": "Spindles"}

    def job():
        try:
            client.post(url, data)
        finally:
            connections.close_all()

    return threading.Thread(target=job)


def until_somebody_waits():
    for _ in range(TRIES):
        with connection.cursor() as cursor:
            # What a transaction once read of the activity it would read for ever.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    raise AssertionError("nobody waits for the customer")


def test_who_edits_an_opportunity_waits_for_the_customer_without_holding_the_row(house):
    opportunity = make_opportunity(house.customer, by=house.owner)
    edit = posting(browser_of(house.owner), opportunity)
    with transaction.atomic():
        Customer.objects.select_for_update(no_key=True).get(pk=house.customer.pk)
        edit.start()
        until_somebody_waits()
        held = Opportunity.objects.select_for_update(nowait=True).get(pk=opportunity.pk)
        assert held.name != "Spindles"
    edit.join()
    assert Opportunity.objects.get(pk=opportunity.pk).name == "Spindles"
