"""Who may do which verb to a customer, and the sentences of those who may not.

A verb asks these inside its lock, and a page asks the same to say beforehand why not. What binds
a claim (limits, capacity, cooldown) is in `customers/quotas.py`.
"""

from django.db import connection, models
from django.utils.translation import gettext as _

from crm.days import short_moment
from crm.refusals import NotAllowed, Refused
from customers.pools import keeps_pool
from customers.rules.resolving import rules_of
from customers.visibility import Access


class Permitting(models.Model):
    """The trait of knowing who may do what."""

    class Meta:
        abstract = True

    @property
    def is_pooled(self) -> bool:
        return self.owner_id is None

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

    # --- refusals -----------------------------------------------------------------------

    def _refuse_if_deleted(self, expected):
        if self.deleted_at and not expected:
            raise Refused(
                _("%(customer)s has been deleted.") % {"customer": self}, _("Restore it first.")
            )
        if expected and not self.deleted_at:
            raise Refused(_("%(customer)s is not deleted.") % {"customer": self})

    def refuse_if_merged(self):
        if self.merged_into_id:
            words = {"customer": self, "survivor": self.merged_into}
            raise Refused(
                _("%(customer)s was merged into %(survivor)s.") % words,
                _("Open the merge on the page of %(survivor)s to undo it.") % words,
            )

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
                rule="owned",
                ask="dispute",
            )

    def refuse_if_frozen(self):
        if self.is_frozen:
            raise Refused(
                self.why_frozen(),
                _("Wait for the ruling, or add your evidence."),
                rule="dispute",
            )

    def refuse_unless_claimable(self, by):
        """Whatever keeps `by` from claiming: the pool, a dispute, limits, capacity, cooldown."""
        quotas = self._quotas()
        self._refuse_if_owned_by_another(by)
        self.refuse_if_frozen()
        if self.is_pooled and not self.is_claimable_by(by):
            raise NotAllowed(
                _("%(customer)s is in the pool of %(pool)s, which is not yours.")
                % {"customer": self, "pool": self.pool},
                _("Ask a manager to assign it."),
                rule="pool",
            )
        if self.is_pooled:
            quotas.refuse_claim(self, by)

    def refuse_unless_assignable(self, by):
        self.refuse_if_frozen()
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

    def refuse_unless_merged_by(self, by):
        """Who decides about it may merge it: what goes is put aside, what stays is changed."""
        if self.is_held_by(by) or self.is_led_by(by):
            return
        words = {"customer": self, "owner": self.owner, "pool": self.pool}
        if self.is_pooled:
            why = _("%(customer)s lies in the pool of %(pool)s and is not yours to merge.") % words
            claimable = self.is_claimable_by(by)
            raise NotAllowed(why, _("Claim it first.") if claimable else _("Ask a manager."))
        raise NotAllowed(
            _("%(owner)s holds %(customer)s: it is not yours to merge.") % words,
            _("Ask %(owner)s, or a manager of you both, to merge them.") % words,
        )

    def refuse_unless_releasable(self, by):
        self._refuse_if_pooled()
        self.refuse_unless_held(by)
        self.refuse_if_frozen()

    def refuse_unless_held_or_led(self, by):
        if not (self.is_held_by(by) or self.is_led_by(by)):
            self.refuse_unless_held(by)

    def _refuse_receiver(self, to, by):
        if not type(to).objects.active().still_has(to):
            raise Refused(_("%(user)s no longer works here.") % {"user": to})
        if to.pk == self.owner_id:
            raise Refused(
                _("%(user)s already holds %(customer)s.") % {"user": to, "customer": self},
                rule="owned",
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
        if pool and not ((by.reads_all or -pool.pk in by.principals) and keeps_pool(pool)):
            raise NotAllowed(
                _("The pool of %(team)s is not open to you.") % {"team": pool},
                _("Choose another pool."),
            )

    def _refuse_without(self, reason, next_step):
        if not reason.strip():
            raise Refused(_("A reason is missing."), next_step)

    def _refuse_return(self, reason, text):
        rules = rules_of(self.owner).returning
        self._refuse_without(reason, _("Say why you release it: the next owner reads it."))
        if rules.reasons and reason not in rules.reasons:
            raise Refused(
                _("“%(reason)s” is not one of the reasons to return a customer.")
                % {"reason": reason},
                _("Choose one of the list, and add the rest in words."),
                rule="returning",
            )
        if rules.needs_text:
            self._refuse_without(text, _("Add in words what the next owner should know."))

    # --- full hands ---------------------------------------------------------------------

    def _one_at_a_time(self, user):
        self._quotas().one_at_a_time(user)

    def _refuse_swap(self, by):
        self._one_at_a_time(by)
        self._quotas().refuse_swap(self, by)

    def _want_reason_for(self, to, entry):
        """Assigning what is protected, or to full hands, is allowed for a reason."""
        if self.is_protected and not entry.reason:
            raise Refused(
                _("%(customer)s is protected.") % {"customer": self},
                _("Give a reason to assign it all the same."),
                rule="protection",
            )
        if self.is_pooled and to == entry.by and not entry.reason:
            self._refuse_unclaimable_unreasoned(to)
        self._want_reason_to_fill(to, entry)

    def _refuse_unclaimable_unreasoned(self, by):
        """Who assigns to themselves what they might not claim says why."""
        try:
            self._quotas().refuse_claim(self, by)
        except Refused as refusal:
            next_step = _("Give a reason to assign it all the same.")
            raise Refused(refusal.message, next_step, rule=refusal.rule) from None

    def _want_reason_to_fill(self, to, entry):
        quotas = self._quotas()
        figure = quotas.holding(to)
        if figure.is_full and not entry.reason:
            raise Refused(
                quotas.over_capacity(to, figure),
                _("Give a reason to give them another all the same."),
                rule="capacity",
            )
        if figure.is_full:
            entry.details["over"] = [figure.used, figure.most]

    def _quotas(self):
        # Quotas count customers and entries, so they can only be met once those are there.
        from customers import quotas

        return quotas
