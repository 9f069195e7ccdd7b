"""The five verbs: claim, assign, share, protect, release (design, section 5).

Owner, pool, protection and shares change here and nowhere else. Every verb locks the row,
rechecks inside the lock, and writes one ledger entry in the same transaction. A verb that will
not do what was asked raises `Refused` with a sentence; a verb the actor has no right to raises
`NotAllowed`.
"""

from contextlib import contextmanager

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.refusals import Refused
from customers.permitting import Permitting
from customers.pools import keeps_pool, pool_of
from customers.sharing import Sharing

CLAIMED, ASSIGNED, RELEASED = "claimed", "assigned", "released"
PROTECTED, UNPROTECTED = "protected", "unprotected"
CREATED, DELETED, RESTORED = "created", "deleted", "restored"

HANDS = ["owner", "pool", "owned_since", "protected_until"]


class Ownership(Sharing, Permitting):
    """The trait of being held by one owner, or lying in one pool."""

    class Meta:
        abstract = True

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
            self._drop_into(pool)

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
        """Out of every list; `undelete` brings it back, to its pool if its owner has left."""
        with self._changing_hands(DELETED, by=by):
            self.refuse_unless_held_or_led(by)
            self.deleted_at, self.deleted_by = timezone.now(), by

    def undelete(self, *, by):
        with self._changing_hands(RESTORED, by=by, deleted=True):
            self.refuse_unless_held_or_led(by)
            self.deleted_at = self.deleted_by = None
            self._find_hands()

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

    def _find_hands(self):
        """While it was deleted its owner may have left, or its pool been closed."""
        if self.owner and not type(self.owner).objects.active().still_has(self.owner):
            self._end_all_shares()
            self._drop_into(self._home_pool())
        elif self.is_pooled:
            self.pool = pool_of(self.pool)

    def _drop_into(self, pool):
        self.owner, self.pool = None, pool
        self.owned_since = self.protected_until = None

    def _home_pool(self):
        pool = pool_of(self.owner.team)
        if pool is None:
            raise Refused(
                _("%(owner)s is in no team, so there is no pool to release to.")
                % {"owner": self.owner},
                _("Choose a pool."),
            )
        if pool.has_pool and not keeps_pool(pool):
            raise Refused(
                _("The pool of %(team)s is not open to you.") % {"team": pool},
                _("Choose another pool."),
            )
        return pool
