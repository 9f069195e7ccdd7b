"""The verbs that move a customer: claim, assign, hand over, release (design, section 5).

Owner, pool, protection and shares change by verbs and by nothing else; protecting and sharing
have files of their own. Every verb locks the row, rechecks inside the lock, and writes one
ledger entry in the same transaction. A verb that will not do what was asked raises `Refused`
with a sentence; a verb the actor has no right to raises `NotAllowed`. `batch` names what it was
said in, where it was said to many customers at once.
"""

from contextlib import contextmanager

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from crm.refusals import Refused
from customers.noticing import tell_of
from customers.permitting import Permitting
from customers.pools import keeps_pool, pool_of, routed_pool
from customers.protecting import Protecting
from customers.rules import reasons
from customers.sharing import Sharing

CLAIMED, ASSIGNED, RELEASED = "claimed", "assigned", "released"
HANDED_OVER, TAKEN_BACK = "handed_over", "taken_back"
CREATED, DELETED, RESTORED = "created", "deleted", "restored"
MOVING = (CLAIMED, ASSIGNED, RELEASED, HANDED_OVER, TAKEN_BACK, DELETED)

HANDS = [
    "owner",
    "pool",
    "owned_since",
    "pooled_since",
    "origin",
    "protected_until",
    "returned",
    "return_reason",
    "is_whitelisted",
    "is_frozen",
    "deleted_at",
    "deleted_by",
    "merged_into",
]


class Ownership(Sharing, Protecting, Permitting):
    """The trait of being held by one owner, or lying in one pool."""

    class Meta:
        abstract = True

    def register(self, *, by):
        """Saves a new customer and opens its ledger; without a pool, `by` holds it."""
        if self.pool is None and self.owner is None:
            self.owner = by
        now = timezone.now()
        self.owned_since, self.pooled_since = (now, None) if self.owner else (None, now)
        self.created_by = self.updated_by = by
        with transaction.atomic():
            self._refuse_closed_pool()
            self.save()
            self.ledger.create(verb=CREATED, by=by, to_owner=self.owner, to_pool=self.pool)

    def claim(self, *, by, batch=None):
        """A pooled customer becomes `by`'s; claiming one's own again ends its shares."""
        with self._changing_hands(CLAIMED, by=by, batch=batch) as entry:
            self._refuse_if_owned_by_another(by)
            entry.details["shares_ended"] = self._end_all_shares()
            if self.is_pooled:
                self._one_at_a_time(by)
                self.refuse_unless_claimable(by)
                self._give_to(by, self.Origin.CLAIMED)

    def assign(self, to, *, by, reason="", batch=None):
        """A manager gives a customer to a rep. A protected one, or full hands, want a reason."""
        with self._changing_hands(ASSIGNED, by=by, reason=reason, batch=batch) as entry:
            self.refuse_unless_assignable(by)
            self._refuse_receiver(to, by)
            self._want_reason_for(to, entry)
            self._end_share_of(to)
            self._give_to(to, self.Origin.ASSIGNED)

    def hand_over(self, to, *, by, reason="", batch=None):
        """From an owner who leaves or moves to another; protection and shares go along."""
        with self._changing_hands(HANDED_OVER, by=by, reason=reason, batch=batch) as entry:
            self._refuse_if_pooled()
            self.refuse_unless_assignable(by)
            self._refuse_receiver(to, by)
            self._want_reason_to_fill(to, entry)
            entry.details["was"] = self._as_it_was(to)
            self._end_share_of(to)
            protected_until = self.protected_until
            self._give_to(to, self.Origin.HANDED_OVER)
            self.protected_until = protected_until

    def take_back(self, entry, *, by, batch=None):
        """Undoes a hand-over: the former owner holds it again, since when and how they did."""
        with self._changing_hands(TAKEN_BACK, by=by, batch=batch):
            self.refuse_unless_assignable(by)
            was = entry.details["was"]
            self.owner = entry.from_owner
            self.origin, self.owned_since = was["origin"], parse_datetime(was["owned_since"])
            if was["share"]:
                self._restore_share(entry.to_owner, was["share"])

    def release(self, *, by, reason, text="", pool=None, batch=None):
        """The customer goes back to a pool: the chosen one, else the one the rules name."""
        why = reasons.stored(reason, text)
        with self._changing_hands(RELEASED, by=by, reason=why, batch=batch) as entry:
            self.refuse_unless_releasable(by)
            self._refuse_return(reason, text)
            self._refuse_pool(pool, by)
            pool = pool or self._home_pool()
            entry.details["shares_ended"] = self._end_all_shares()
            self._drop_into(pool)
            self.returned, self.return_reason = self.returned + 1, why

    def delete(self, *, by, batch=None):
        """Out of every list; `undelete` brings it back, to its pool if its owner has left."""
        with self._changing_hands(DELETED, by=by, batch=batch):
            self.refuse_unless_held_or_led(by)
            self.deleted_at, self.deleted_by = timezone.now(), by

    def undelete(self, *, by):
        with self._changing_hands(RESTORED, by=by, deleted=True):
            self.refuse_if_merged()
            self.refuse_unless_held_or_led(by)
            if not self.is_led_by(by):
                self._refuse_swap(by)
            self.deleted_at = self.deleted_by = None
            self._find_hands()

    # --- inside the lock ----------------------------------------------------------------

    @contextmanager
    def _changing_hands(self, verb, *, by, deleted=False, **said):
        """Locks the row, lets the verb recheck and change it, saves, writes the ledger."""
        with transaction.atomic(), pghistory.context(user=by.pk):
            self._lock()
            self._refuse_if_deleted(deleted)
            if verb in MOVING:
                self.refuse_if_frozen()
            entry = self.ledger.model(
                customer=self,
                verb=verb,
                by=by,
                from_owner=self.owner,
                from_pool=self.pool,
                **said,
            )
            yield entry
            self.save(update_fields=HANDS)
            entry.to_owner, entry.to_pool = self.owner, self.pool
            entry.save()
            tell_of(entry)

    def _lock(self):
        """Reads the row's present state under a lock that lets foreign keys pass."""
        rows = type(self).objects.select_for_update(no_key=True)
        self.refresh_from_db(from_queryset=rows)

    def _as_it_was(self, receiver) -> dict:
        """What a hand-over overwrites, to be put back."""
        return {
            "origin": self.origin,
            "owned_since": self.owned_since.isoformat(),
            "version": self.version,
            "share": self._share_as_json(receiver),
        }

    def _give_to(self, user, origin):
        self.owner, self.pool = user, None
        self.owned_since, self.pooled_since = timezone.now(), None
        self.origin = origin
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
        self.owned_since, self.pooled_since = None, timezone.now()
        self.protected_until = None
        self.is_whitelisted = False

    def _home_pool(self):
        """Where the rules of the owner's team send this customer, else the team's own pool."""
        pool = routed_pool(self) or pool_of(self.owner.team)
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

    def _refuse_closed_pool(self):
        if self.pool and self.pool.has_pool and not keeps_pool(self.pool):
            raise Refused(
                _("The pool of %(team)s has just been closed.") % {"team": self.pool},
                _("Choose another pool."),
            )
