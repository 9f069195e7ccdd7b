"""What is written on the rows against what the rules say now."""

from collections.abc import Iterator

from customers.audit import Difference
from customers.models import Customer
from customers.release.forecast import forecast_for, groups_of, held_by
from customers.rules.resolving import RuleBook


def differences() -> Iterator[Difference]:
    """Customers whose row says another date, rule or version than the rules; in no order."""
    expected = {}
    book = RuleBook()
    for owners, team_id in groups_of(book):
        forecast = forecast_for(book, team_id)
        for pk, _owner, key, due_at in forecast.due(held_by(forecast.bind, owners)):
            expected[pk] = (due_at, key, forecast.version.pk)
    written = Customer.objects.filter(release_due_at__isnull=False)
    columns = ("release_due_at", "release_rule", "release_version_id")
    stored = {pk: tuple(rest) for pk, *rest in written.values_list("pk", *columns).iterator()}
    for pk in expected.keys() | stored.keys():
        if stored.get(pk) != expected.get(pk):
            yield Difference(f"customer {pk}", "release", stored.get(pk), expected.get(pk))
