"""Runs said through the page, and what to look at afterwards."""

from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from customers.bulk import running
from customers.bulk.choosing import CustomerSelection
from customers.bulk.outcomes import Outcome
from customers.bulk.verbs import VERBS
from customers.models import BulkRun, RuleVersion
from tests.factories import make_customer
from tests.house import browser_of, house, in_english  # noqa: F401 - fixtures


def say(user, verb, customers, **data):
    """The answer to a verb said to ticked customers, or to their ids."""
    ids = [getattr(customer, "pk", customer) for customer in customers]
    return browser_of(user).post(reverse("customers:bulk", args=[verb]), {"ids": ids, **data})


def say_to_all(user, verb, grid, query="", **data):
    everything = {"all": "1", "grid": grid, "query": query}
    return browser_of(user).post(reverse("customers:bulk", args=[verb]), {**everything, **data})


def started(user, verb, customers, **data):
    """A run as its start leaves it, said without a page."""
    asked = QueryDict(mutable=True)
    asked.setlist("ids", [str(customer.pk) for customer in customers])
    form = VERBS[verb].form(data, user=user)
    assert form.is_valid(), form.errors
    return running.start(VERBS[verb], CustomerSelection(user, asked), form)


def set_rules(**sections):
    """The whole company's, from today."""
    RuleVersion.objects.create(sections=sections, effective_from=timezone.localdate())


def last_run() -> BulkRun:
    return BulkRun.objects.latest("pk")


def states(run) -> list[str]:
    return list(run.rows.order_by("position").values_list("state", flat=True))


def sentence(run) -> str:
    return Outcome(run).sentence


def make_many(count, **fields) -> list:
    return [make_customer(f"Works {number:02}", **fields) for number in range(count)]


def queries_of(client, url) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)
