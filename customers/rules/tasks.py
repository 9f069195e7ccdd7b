"""What the worker does for rules, by the clock and when it is asked."""

from procrastinate.contrib.django import app

from customers.rules import dry_runs
from customers.rules.setting import tell_of_those_in_force


@app.periodic(cron="3 * * * *")
@app.task(queueing_lock="tell_of_rules")
def tell_of_rules(timestamp: int):
    """Every hour: it is midnight at some hour of the clock that this runs by."""
    tell_of_those_in_force()


@app.task(name=dry_runs.TASK)
def try_rules(pk: int):
    dry_runs.work(pk)
