"""Shielding from automatic release: until a date, or for good."""

from datetime import timedelta

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm import workdays
from crm.days import short_day
from crm.refusals import NotAllowed, Refused
from customers.noticing import tell_of
from customers.rules.resolving import rules_of

PROTECTED, UNPROTECTED = "protected", "unprotected"
WHITELISTED, UNLISTED = "whitelisted", "unlisted"
LOOK_BACK = timedelta(days=7)


class Protecting(models.Model):
    """The trait of being protected. `Ownership` adds who decides about it."""

    class Meta:
        abstract = True

    @property
    def is_protected(self) -> bool:
        return self.protected_until is not None and self.protected_until >= timezone.localdate()

    def protect(self, *, by, until, reason, next_step="", batch=None):
        """Shields from automatic release until the end of the day `until`.

        The owner is bound by the rules of protection; whoever leads the owner overrides them,
        and the ledger keeps which.
        """
        with self._changing_hands(PROTECTED, by=by, reason=reason, batch=batch) as entry:
            self.refuse_unless_protectable(by)
            self._refuse_period(until)
            self._refuse_without(reason, _("Say what the protection is for."))
            self._one_at_a_time(self.owner)
            said = {"next_step": next_step, "overrode": self._overridden(by, until, next_step)}
            entry.details = {"day": until} | {name: value for name, value in said.items() if value}
            self.protected_until = until

    def unprotect(self, *, by, batch=None):
        with self._changing_hands(UNPROTECTED, by=by, batch=batch):
            self.refuse_unless_held(by)
            if not self.is_protected:
                raise Refused(_("%(customer)s is not protected.") % {"customer": self})
            self.protected_until = None

    def note_end_of_protection(self) -> bool:
        """Writes down, once, that the protection has run out, and tells the owner."""
        with transaction.atomic():
            self._lock()
            has_ended = ran_out(type(self).objects.filter(pk=self.pk)).exists()
            if has_ended:
                entry = self.ledger.model(customer=self, verb=UNPROTECTED)
                entry.from_owner = entry.to_owner = self.owner
                entry.details = {"expired": True, "day": self.protected_until}
                entry.save()
                tell_of(entry)
        return has_ended

    def whitelist(self, *, by, reason, batch=None):
        """No rule of release touches it any more, until `unlist`."""
        with self._changing_hands(WHITELISTED, by=by, reason=reason, batch=batch):
            self._refuse_if_pooled()
            self.refuse_unless_led(by)
            self._refuse_without(reason, _("Say why it is never to be released."))
            if self.is_whitelisted:
                raise Refused(_("%(customer)s is never released already.") % {"customer": self})
            self.is_whitelisted = True

    def unlist(self, *, by, reason="", batch=None):
        with self._changing_hands(UNLISTED, by=by, reason=reason, batch=batch):
            self.refuse_unless_led(by)
            if not self.is_whitelisted:
                raise Refused(
                    _("%(customer)s is bound by the rules of release already.") % {"customer": self}
                )
            self.is_whitelisted = False

    # --- the rules ----------------------------------------------------------------------

    def refuse_unless_protectable(self, by):
        self._refuse_if_pooled()
        self.refuse_unless_held(by)

    def refuse_any_protection(self, by):
        """What refuses a protection whatever its last day: their number, stale evidence."""
        self.refuse_unless_protectable(by)
        rules = rules_of(self.owner).protection
        broken = [*self._broken_by_number(rules), *self._broken_by_stale_evidence(rules)]
        if broken and not self.is_led_by(by):
            raise broken[0]

    def refuse_unless_led(self, by):
        if not self.is_led_by(by):
            raise NotAllowed(
                _("Only a manager decides that %(customer)s is never released.")
                % {"customer": self},
                _("Ask your manager."),
                ask="keep",
            )

    def _refuse_period(self, until):
        today, longest = timezone.localdate(), settings.LONGEST_PROTECTION_DAYS
        if not today < until <= today + timedelta(days=longest):
            raise Refused(
                _("A protection lasts from tomorrow up to %(days)d days.") % {"days": longest},
                _("Choose an earlier or later day."),
                rule="protection",
            )

    def _overridden(self, by, until, next_step) -> list[str]:
        """The rules this protection breaks; they refuse everybody who does not lead the owner."""
        broken = list(self._broken_rules(until, next_step))
        if broken and not self.is_led_by(by):
            raise broken[0]
        return [refusal.rule for refusal in broken]

    def _broken_rules(self, until, next_step):
        rules = rules_of(self.owner).protection
        last_day = timezone.localdate() + timedelta(days=rules.longest_days)
        if until > last_day:
            yield Refused(
                _("The rules allow a protection of %(days)d days at most.")
                % {"days": rules.longest_days},
                _("Choose a day until %(day)s, or ask your manager for longer.")
                % {"day": short_day(last_day)},
                rule="protection.longest",
                ask="extend",
            )
        if rules.needs_next_step and not next_step.strip():
            yield Refused(
                _("The next step is missing."),
                _("Say what you will do while it is protected."),
                rule="protection.next_step",
            )
        yield from self._broken_by_number(rules)
        if not (self.is_protected and until <= self.protected_until):
            yield from self._broken_by_stale_evidence(rules)

    def _broken_by_number(self, rules):
        if rules.most is None or self.is_protected:
            return
        count = self.owner.customers.filter(
            deleted_at=None, protected_until__gte=timezone.localdate()
        ).count()
        if count >= rules.most:
            yield Refused(
                _("%(owner)s protects %(count)d customers already; the limit is %(most)d.")
                % {"owner": self.owner, "count": count, "most": rules.most},
                _("End another protection first, or ask your manager."),
                rule="protection.most",
                ask="extend",
            )

    def _was_protected_before(self) -> bool:
        """In these hands: ending a protection to begin it anew extends it as well."""
        earlier = self.ledger.filter(verb=PROTECTED, at__gte=self.owned_since)
        return self.is_protected or earlier.exists()

    def _broken_by_stale_evidence(self, rules):
        if rules.fresh_days is None or not self._was_protected_before():
            return
        last, today = self.last_activity_at, timezone.localdate()
        day = last and timezone.localdate(last)
        if day is None or workdays.between(day, today) > rules.fresh_days:
            yield Refused(
                _("An extension needs an activity of the last %(days)d working days.")
                % {"days": rules.fresh_days},
                _("Log what you did, or ask your manager."),
                rule="protection.fresh",
                ask="extend",
            )


def ran_out(customers):
    """Those whose protection ended in these days, and of whom the ledger does not say so yet."""
    today = timezone.localdate()
    noted = apps.get_model("customers.LedgerEntry").objects.filter(
        customer=models.OuterRef("pk"),
        verb=UNPROTECTED,
        by=None,
        at__date__gt=models.OuterRef("protected_until"),
    )
    ended = {"protected_until__lt": today, "protected_until__gte": today - LOOK_BACK}
    held = customers.filter(~models.Exists(noted), owner__isnull=False, deleted_at=None)
    return held.filter(**ended)
