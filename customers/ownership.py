"""The five verbs: claim, assign, share, protect, release (design, section 5).

Owner, pool, protection and shares change here and nowhere else. Every verb locks the row,
rechecks inside the lock, and writes one ledger entry in the same transaction. A verb that will
not do what was asked raises `Refused` with a sentence; a verb the actor has no right to raises
`NotAllowed`.
"""

from contextlib import contextmanager
from datetime import timedelta

import pghistory
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.days import short_moment
from crm.refusals import NotAllowed, Refused
from customers.pools import pool_of
from customers.sharing import Sharing
from customers.visibility import Access

CLAIMED, ASSIGNED, RELEASED = "claimed", "assigned", "released"
PROTECTED, UNPROTECTED = "protected", "unprotected"
CREATED, DELETED, RESTORED = "created", "deleted", "restored"

HANDS = ["owner", "pool", "owned_since", "protected_until"]


class Ownership(Sharing):
    """The trait of being held by one owner, or lying in one pool."""

    class Meta:
        abstract = True

    # --- what is so ---------------------------------------------------------------------

    @property
    def is_pooled(self) -> bool:
        return self.owner_id is None

    @property
    def is_protected(self) -> bool:
        return self.protected_until is not None and self.protected_until >= timezone.localdate()

    def access_of(self, user) -> Access:
        """What `user` may do at this instant; expired shares do not count, by the second."""
        if self.deleted_at:
            return Access(False, False, False, False)
        if user.reads_all:
            return Access.to_everything()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT readers, insiders, editors FROM customers_access(%s, %s, %s)",
                [self.pk, self.owner_id, self.pool_id],
            )
            return Access.of_principals(user.principals, *cursor.fetchone())

    def is_led_by(self, user) -> bool:
        """Whether `user` is an admin or manages the owner or, when pooled, the pool's people."""
        if user.is_admin:
            return True
        if self.is_pooled:
            return user.is_manager and -self.pool_id in user.principals
        return user.manages(self.owner)

    def is_held_by(self, user) -> bool:
        """Whether `user` decides about this customer: its owner, or somebody above."""
        return self.owner_id == user.pk or (not self.is_pooled and self.is_led_by(user))

    def is_assignable_by(self, user) -> bool:
        """Whether `user` gives it to others: whoever leads it, or a manager who holds it."""
        return self.is_led_by(user) or (self.owner_id == user.pk and user.is_manager)

    def is_claimable_by(self, user) -> bool:
        return self.is_pooled and -self.pool_id in user.principals

    # --- the verbs ----------------------------------------------------------------------

    def register(self, *, by):
        """Saves a new customer and opens its ledger; without a pool, `by` holds it."""
        if self.pool is None and self.owner is None:
            self.owner = by
        self.owned_since = timezone.now() if self.owner else None
        self.created_by = self.updated_by = by
        with transaction.atomic():
            self.save()
            self.ledger.create(verb=CREATED, by=by, to_owner=self.owner, to_pool=self.pool)

    def claim(self, *, by):
        """A pooled customer becomes `by`'s; claiming one's own again ends its shares."""
        with self._changing_hands(CLAIMED, by=by) as entry:
            self._refuse_if_owned_by_another(by)
            entry.details["shares_ended"] = self._end_all_shares()
            if self.is_pooled:
                self.refuse_unless_claimable(by)
                self._give_to(by)

    def assign(self, to, *, by, reason=""):
        """A manager gives a customer to a rep. A protected one wants a reason."""
        with self._changing_hands(ASSIGNED, by=by, reason=reason):
            self.refuse_unless_assignable(by)
            self._refuse_receiver(to, by)
            if self.is_protected and not reason:
                raise Refused(
                    _("%(customer)s is protected.") % {"customer": self},
                    _("Give a reason to assign it all the same."),
                )
            self._end_share_of(to)
            self._give_to(to)

    def release(self, *, by, reason, pool=None):
        """The customer goes back to a pool, by default the one its owner's team uses."""
        with self._changing_hands(RELEASED, by=by, reason=reason) as entry:
            self._refuse_if_pooled()
            self.refuse_unless_held(by)
            self._refuse_without(reason, _("Say why you release it: the next owner reads it."))
            self._refuse_pool(pool, by)
            pool = pool or self._home_pool()
            entry.details["shares_ended"] = self._end_all_shares()
            self.owner, self.pool = None, pool
            self.owned_since = self.protected_until = None

    def protect(self, *, by, until, reason):
        """Shields from automatic release until the end of the day `until`."""
        with self._changing_hands(PROTECTED, by=by, reason=reason) as entry:
            self._refuse_if_pooled()
            self.refuse_unless_held(by)
            self._refuse_period(until)
            self._refuse_without(reason, _("Say what the protection is for."))
            entry.details["day"] = until
            self.protected_until = until

    def unprotect(self, *, by):
        with self._changing_hands(UNPROTECTED, by=by):
            self.refuse_unless_held(by)
            if not self.is_protected:
                raise Refused(_("%(customer)s is not protected.") % {"customer": self})
            self.protected_until = None

    def delete(self, *, by):
        """Out of every list; `undelete` brings it back."""
        with self._changing_hands(DELETED, by=by):
            self.refuse_unless_held_or_led(by)
            self.deleted_at, self.deleted_by = timezone.now(), by

    def undelete(self, *, by):
        with self._changing_hands(RESTORED, by=by, deleted=True):
            self.refuse_unless_held_or_led(by)
            self.deleted_at = self.deleted_by = None

    # --- inside the lock ----------------------------------------------------------------

    @contextmanager
    def _changing_hands(self, verb, *, by, deleted=False, **said):
        """Locks the row, lets the verb recheck and change it, saves, writes the ledger."""
        with transaction.atomic(), pghistory.context(user=by.pk):
            self._lock()
            self._refuse_if_deleted(deleted)
            entry = self.ledger.model(
                customer=self,
                verb=verb,
                by=by,
                from_owner=self.owner,
                from_pool=self.pool,
                **said,
            )
            yield entry
            self.save(update_fields=[*HANDS, "deleted_at", "deleted_by"])
            entry.to_owner, entry.to_pool = self.owner, self.pool
            entry.save()

    def _lock(self):
        """Reads the row's present state under a lock that lets foreign keys pass."""
        rows = type(self).objects.select_for_update(no_key=True)
        self.refresh_from_db(from_queryset=rows)

    def _give_to(self, user):
        self.owner, self.pool = user, None
        self.owned_since = timezone.now()
        self.protected_until = None

    def _home_pool(self):
        pool = pool_of(self.owner.team)
        if pool is None:
            raise Refused(
                _("%(owner)s is in no team, so there is no pool to release to.")
                % {"owner": self.owner},
                _("Choose a pool."),
            )
        return pool

    # --- refusals -----------------------------------------------------------------------

    def _refuse_if_deleted(self, expected):
        if self.deleted_at and not expected:
            raise Refused(
                _("%(customer)s has been deleted.") % {"customer": self}, _("Restore it first.")
            )
        if expected and not self.deleted_at:
            raise Refused(_("%(customer)s is not deleted.") % {"customer": self})

    def _refuse_if_owned_by_another(self, by):
        if not self.is_pooled and self.owner_id != by.pk:
            raise Refused(
                _("%(owner)s already holds %(customer)s, since %(since)s.")
                % {
                    "owner": self.owner,
                    "customer": self,
                    "since": short_moment(self.owned_since),
                },
                _("Ask them to share it, or their manager to assign it."),
            )

    def refuse_unless_claimable(self, by):
        """The place for limits, capacity and cooldown: whatever binds a claim."""
        if not self.is_claimable_by(by):
            raise NotAllowed(
                _("%(customer)s is in the pool of %(pool)s, which is not yours.")
                % {"customer": self, "pool": self.pool},
                _("Ask a manager to assign it."),
            )

    def refuse_unless_assignable(self, by):
        if not self.is_assignable_by(by):
            raise NotAllowed(
                _("Only a manager may assign %(customer)s.") % {"customer": self},
                _("Ask your manager."),
            )

    def refuse_unless_held(self, by):
        if not self.is_held_by(by):
            raise NotAllowed(
                _("Only the owner or a manager decides about %(customer)s.") % {"customer": self},
                _("Ask %(owner)s.") % {"owner": self.owner or _("a manager")},
            )

    def refuse_unless_held_or_led(self, by):
        if not (self.is_held_by(by) or self.is_led_by(by)):
            self.refuse_unless_held(by)

    def _refuse_receiver(self, to, by):
        if not to.is_active:
            raise Refused(_("%(user)s no longer works here.") % {"user": to})
        if to.pk == self.owner_id:
            raise Refused(
                _("%(user)s already holds %(customer)s.") % {"user": to, "customer": self}
            )
        if not (by.is_admin or to == by or by.manages(to)):
            raise NotAllowed(
                _("%(user)s is not in your teams.") % {"user": to},
                _("Assign to somebody you manage, or ask an administrator."),
            )

    def _refuse_if_pooled(self):
        if self.is_pooled:
            raise Refused(
                _("%(customer)s has no owner.") % {"customer": self},
                _("Claim or assign it first."),
            )

    def _refuse_pool(self, pool, by):
        if pool and not (pool.has_pool and (by.reads_all or -pool.pk in by.principals)):
            raise NotAllowed(
                _("The pool of %(team)s is not open to you.") % {"team": pool},
                _("Choose another pool."),
            )

    def _refuse_without(self, reason, next_step):
        if not reason.strip():
            raise Refused(_("A reason is missing."), next_step)

    def _refuse_period(self, until):
        today, longest = timezone.localdate(), settings.LONGEST_PROTECTION_DAYS
        if not today < until <= today + timedelta(days=longest):
            raise Refused(
                _("A protection lasts from tomorrow up to %(days)d days.") % {"days": longest},
                _("Choose an earlier or later day."),
            )
