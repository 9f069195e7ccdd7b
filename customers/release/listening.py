"""What makes forecasts stale far and wide has a job make them anew, once the change is committed.

Rules, the calendar, somebody's leave or team, the tree of teams, the tree of categories. What
changes on one customer is forecast where it is changed.
"""

from functools import partial

from django.db import transaction
from django.db.models.signals import post_save

from crm.models import Team, User
from crm.workdays.signals import calendar_changed, leave_changed
from customers.models import Category
from customers.release import deferring
from customers.rules.signals import rules_changed


def refresh_everybody(**_signal):
    transaction.on_commit(deferring.refresh_soon)


def refresh_person(person, **_signal):
    transaction.on_commit(partial(deferring.refresh_soon, person.pk))


def team_may_have_changed(instance, created, update_fields, **_signal):
    if not created and (update_fields is None or "team" in update_fields):
        refresh_person(instance)


def tree_may_have_changed(created, **_signal):
    if not created:
        refresh_everybody()


rules_changed.connect(refresh_everybody)
calendar_changed.connect(refresh_everybody)
leave_changed.connect(refresh_person)
post_save.connect(team_may_have_changed, sender=User)
post_save.connect(tree_may_have_changed, sender=Team)
post_save.connect(tree_may_have_changed, sender=Category)
