"""What may be done with a leave, and by whom."""

from datetime import date, timedelta
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from crm.refusals import NotAllowed, Refused
from crm.workdays.signals import leave_changed

LONGEST = timedelta(days=3 * 366)


def leads_anybody(user) -> bool:
    return user.is_admin or any(pk > 0 and pk != user.pk for pk in user.principals)


def may_grant(by, person) -> bool:
    """Nobody enters their own leave: it would stop their own clocks. Administrators may."""
    return by.is_admin or by.manages(person)


class Leaving:
    """The verbs of a leave. Each tells `leave_changed` once it is committed."""

    @transaction.atomic
    def grant(self, *, by):
        """Enter this leave, not saved yet. Refused to whom does not manage its person."""
        self.refuse_unless_allowed(by)
        _refuse_unless_sensible(self.first_day, self.last_day)
        self.created_by = by
        self.save()
        self._tell()

    @transaction.atomic
    def end_on(self, last_day: date, *, by):
        """Move the last day."""
        self.refuse_unless_allowed(by)
        _refuse_unless_sensible(self.first_day, last_day)
        self.last_day = last_day
        self.save(update_fields=["last_day"])
        self._tell()

    @transaction.atomic
    def withdraw(self, *, by):
        """As if it had never been; `bring_back` undoes it."""
        self.refuse_unless_allowed(by)
        self.put_aside(by=by)
        self._tell()

    @transaction.atomic
    def bring_back(self, *, by):
        self.refuse_unless_allowed(by)
        self.restore()
        self._tell()

    def refuse_unless_allowed(self, by):
        """Raises NotAllowed unless `by` manages the person or is an administrator."""
        if not may_grant(by, self.person):
            raise NotAllowed(
                _("Only those who manage %(person)s can change this leave.")
                % {"person": self.person},
                _("Ask a manager or an administrator."),
            )

    def _tell(self):
        tell = partial(leave_changed.send, sender=type(self), person=self.person)
        transaction.on_commit(tell)


def _refuse_unless_sensible(first_day: date, last_day: date):
    if last_day < first_day:
        raise Refused(_("A leave cannot end before it begins."), _("Choose a later last day."))
    if last_day - first_day > LONGEST:
        raise Refused(
            _("A leave lasts three years at most."),
            _("Deactivate the person instead, or enter it in parts."),
        )
