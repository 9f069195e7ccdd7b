"""Asking about a customer. The trait of being asked about."""

from django.db import models
from django.utils.translation import gettext as _

from crm.days import short_moment
from crm.refusals import NotAllowed, Refused
from customers.requests import telling
from customers.requests.deciders import decider_for

ASKED, FROZEN = "asked", "frozen"
KEEP, EXTEND, ACCESS, DISPUTE = "keep", "extend", "access", "dispute"


class Asking(models.Model):
    """`Ownership` adds the lock and the ledger."""

    class Meta:
        abstract = True

    def ask(self, kind, *, by, reason="", known_as="", **wanted):
        """Makes a request and tells who decides; a dispute freezes the customer.

        `known_as` is what `by` calls a customer they may not read but were told of. `wanted`
        may hold scope and may_edit of an access, until (an ISO date) of an extension.
        """
        verb = FROZEN if kind == DISPUTE else ASKED
        with self._changing_hands(verb, by=by, reason=reason) as entry:
            self.refuse_asking(kind, by, known_as, wanted)
            request = self.requests.create(
                kind=kind,
                by=by,
                asked=decider_for(self, kind, by),
                holder=self.owner,
                known_as=known_as,
                reason=reason,
                wanted=wanted,
            )
            entry.details = {"kind": kind, "request": request.pk}
            self.is_frozen = self.is_frozen or kind == DISPUTE
            telling.tell_asked(request)
        return request

    def open_dispute(self):
        """The dispute that freezes it, or None."""
        return self.requests.filter(kind=DISPUTE, status="open").select_related("by").first()

    def why_frozen(self) -> str:
        """Who disputes it since when."""
        dispute = self.open_dispute()
        if dispute is None:
            return _("A dispute about %(customer)s is open, so nobody moves it.") % {
                "customer": self
            }
        return _("%(asker)s disputes who holds %(customer)s, since %(at)s: nobody moves it.") % {
            "asker": dispute.by,
            "customer": self,
            "at": short_moment(dispute.created_at),
        }

    def refuse_asking(self, kind, by, known_as="", wanted=None):
        """Raises `Refused` where asking makes no sense, `NotAllowed` where it is not `by`'s."""
        if not known_as and not self.access_of(by).reads:
            raise NotAllowed(_("You may not see this customer."), _("Ask your manager."))
        try:
            ASKABLE[kind](self, by, wanted or {})
        except Refused:
            if known_as and not self.access_of(by).reads:
                raise Refused(_("This cannot be asked for."), _("Ask your manager.")) from None
            raise
        self._refuse_second_request(kind, by)

    def _refuse_second_request(self, kind, by):
        open_one = self.requests.filter(kind=kind, by=by, status="open").first()
        if open_one:
            raise Refused(
                _("You asked already, at %(at)s.") % {"at": short_moment(open_one.created_at)},
                _("It waits for %(decider)s.") % {"decider": telling.decider(open_one, by)},
            )


def wish(kind, access) -> dict:
    """What one tap asks for: of an access the next that is missing."""
    return {"scope": "everything", "may_edit": access.inside} if kind == ACCESS else {}


def own_only(customer, by, wanted):
    if customer.owner_id != by.pk:
        raise NotAllowed(
            _("Only its owner asks for that."),
            _("Ask %(owner)s.") % {"owner": customer.owner or _("a manager")},
        )


def keepable(customer, by, wanted):
    own_only(customer, by, wanted)
    if customer.is_whitelisted:
        raise Refused(_("No rule releases %(customer)s.") % {"customer": customer})


def accessible(customer, by, wanted):
    if customer.is_pooled:
        raise Refused(_("Nobody holds it: there is nobody to ask."), _("Claim it."))
    access = customer.access_of(by)
    has_it = access.inside if wanted.get("scope") == "everything" else access.reads
    if has_it and (access.edits or not wanted.get("may_edit")):
        raise Refused(_("You have that right already."), _("Reload the page."))


def disputable(customer, by, wanted):
    if customer.owner_id == by.pk:
        raise Refused(_("You hold it already."))
    if customer.is_led_by(by):
        raise Refused(_("You decide about it yourself."), _("Assign it."))
    if dispute := customer.open_dispute():
        raise Refused(
            _("It is disputed already, since %(at)s.") % {"at": short_moment(dispute.created_at)},
            _("Wait for the ruling."),
        )


ASKABLE = {KEEP: keepable, EXTEND: own_only, ACCESS: accessible, DISPUTE: disputable}
