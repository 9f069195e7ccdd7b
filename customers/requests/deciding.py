"""Deciding a request: one conditional step, so that of two deciders one is told who was quicker."""

from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.days import short_moment
from crm.refusals import NotAllowed, Refused
from customers.requests import telling
from customers.requests.deciders import may_decide

OPEN, GRANTED, DECLINED, WITHDRAWN = "open", "granted", "declined", "withdrawn"
USUAL_DAYS = 30


class Deciding(models.Model):
    """The trait of being granted, declined or withdrawn."""

    class Meta:
        abstract = True

    def may_be_decided_by(self, user) -> bool:
        return self.is_open and may_decide(self, user)

    def grant(self, *, by, days=USUAL_DAYS, for_good=False, note=""):
        """Gives what was asked, for `days` or `for_good`: never released, or a share without end."""
        with transaction.atomic():
            with self._closing(GRANTED, by=by, ruling=note):
                self._refuse_to_rule_here()
                self.refuse_unless_decided_by(by)
            GRANTS[self.kind](self, by, days, for_good)
        telling.tell_decided(self, granted=True)

    def decline(self, *, by, note=""):
        with self._closing(DECLINED, by=by, ruling=note):
            self._refuse_to_rule_here()
            self.refuse_unless_decided_by(by)
        telling.tell_decided(self, granted=False)

    def withdraw(self, *, by):
        """The asker takes it back; a dispute thaws the customer."""
        with self._closing(WITHDRAWN, by=by, verb=DECLINED) as (customer, entry):
            if by.pk != self.by_id:
                raise NotAllowed(_("Only who asked may take it back."), _("Decline it instead."))
            entry.details["withdrawn"] = True
            if self.is_dispute:
                customer.is_frozen = False

    def explain(self, text, *, by):
        """The asker's reason while it is open; afterwards, once, the decider's note."""
        field, whose = ("reason", "by") if self.is_open else ("ruling", "decided_by")
        blank = {} if self.is_open else {"ruling": ""}
        written = type(self).objects.filter(pk=self.pk, status=self.status, **{whose: by}, **blank)
        if not written.update(**{field: text}):
            raise Refused(_("There is nothing to add here any more."), _("Reload the page."))
        self.refresh_from_db(fields=[field])

    def refuse_unless_decided_by(self, user):
        if not may_decide(self, user):
            raise NotAllowed(
                _("This is not yours to decide."),
                _("It waits for %(decider)s.") % {"decider": telling.decider(self, user)},
            )

    # --- inside the lock ----------------------------------------------------------------

    @contextmanager
    def _closing(self, status, *, by, verb="", ruling="", outcome=""):
        """Locks the customer, closes the request if it is open, and writes the ledger."""
        closing = {"status": status, "decided_by": by, "decided_at": timezone.now()}
        with self.customer._changing_hands(verb or status, by=by, reason=ruling) as entry:
            still_open = type(self).objects.filter(pk=self.pk, status=OPEN)
            if not still_open.update(**closing, ruling=ruling, outcome=outcome):
                self._refuse_decided(by)
            entry.details = {"kind": self.kind, "request": self.pk, "asker": str(self.by)}
            yield self.customer, entry
        self.refresh_from_db(fields=[*closing, "ruling", "outcome"])

    def _refuse_decided(self, by):
        self.refresh_from_db(fields=["status", "decided_by", "decided_at"])
        words = {
            "decider": telling.named(self, self.decided_by, by),
            "at": short_moment(self.decided_at),
            "what": self.get_status_display(),
        }
        raise Refused(_("Already %(what)s by %(decider)s, at %(at)s.") % words)

    def _refuse_to_rule_here(self):
        if self.is_dispute:
            raise Refused(_("A dispute is ruled, not granted."), _("Open it and choose a side."))

    def _why(self) -> str:
        return self.reason or _("Asked for by %(by)s.") % {"by": self.by}


def keep(request, by, days, for_good):
    if for_good:
        request.customer.whitelist(by=by, reason=request._why())
    else:
        request.customer.protect(by=by, until=in_days(days), reason=request._why())


def extend(request, by, days, for_good):
    wanted = request.wanted.get("until")
    until = date.fromisoformat(wanted) if wanted else in_days(days)
    request.customer.protect(by=by, until=until, reason=request._why())


def share(request, by, days, for_good):
    scope = request.wanted.get("scope", "card")
    right = {"scope": scope, "may_edit": request.wanted.get("may_edit", False)}
    end = None if for_good else end_of(in_days(days))
    request.customer.share(request.by, by=by, until=end, **right)


GRANTS = {"keep": keep, "extend": extend, "access": share}


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))
