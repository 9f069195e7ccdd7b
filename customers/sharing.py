"""The verb share: a right to a customer for another user or team, until a date or until ended.

Whoever has a share that may be shared on passes on at most what they have themselves, and what
they passed on ends when theirs does.
"""

from datetime import timedelta

from django.contrib.auth.models import Permission
from django.db import models, transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from crm.refusals import NotAllowed, Refused
from customers.noticing import tell_of
from customers.rules.resolving import rules_of

RIGHT = ["scope", "permission_id", "granted_by_id", "may_reshare", "is_reshared"]
SHARED, UNSHARED = "shared", "unshared"


class Sharing(models.Model):
    """The trait of being shared. `Ownership` adds who decides about it."""

    class Meta:
        abstract = True

    def share(
        self, receiver, *, by, scope, may_edit=False, until=None, may_reshare=False, batch=None
    ):
        """Gives a user or a team a right, or changes the one they have.

        `scope` is "card" or "everything"; `until` an aware datetime, or None for no end;
        `may_reshare` whether the receiver passes it on.
        """
        with self._changing_hands(SHARED, by=by, until=until, batch=batch) as entry:
            self.refuse_unless_shareable(by)
            self._refuse_share(receiver, until)
            self._refuse_by_rules(until, may_reshare)
            right = {"scope": scope, "expires_at": until, "may_reshare": may_reshare}
            if not self.is_held_by(by):
                self._refuse_beyond_own(receiver, by, may_edit, right)
                right["is_reshared"] = True
            entry.details = {"scope": scope, "may_edit": may_edit}
            if may_reshare:
                entry.details["may_reshare"] = True
            self._name_receiver(entry, receiver)
            self._upsert_share(receiver, by, may_edit, right)

    def unshare(self, receiver, *, by, batch=None):
        """Ends a share: by whoever holds the customer, by the receiver, or by who passed it on."""
        with self._changing_hands(UNSHARED, by=by, batch=batch) as entry:
            if receiver != by and not self._passed_on_by(by, receiver):
                self.refuse_unless_held(by)
            self._name_receiver(entry, receiver)
            if not self._end_share_of(receiver):
                raise Refused(
                    _("%(customer)s is not shared with %(receiver)s.")
                    % {"customer": self, "receiver": receiver}
                )

    def end_expired_shares(self) -> int:
        """Ends the shares whose time is up, each with an entry by nobody; says how many."""
        with transaction.atomic():
            self._lock()
            expired = self._with_receivers(models.Q(expires_at__lte=timezone.now()))
            for share in expired:
                self._end_share_of(share.receiver)
                self._note_expiry(share)
        return len(expired)

    def _note_expiry(self, share):
        entry = self.ledger.model(customer=self, verb=UNSHARED, until=share.expires_at)
        entry.from_owner = entry.to_owner = self.owner
        entry.details = {"expired": True}
        self._name_receiver(entry, share.receiver)
        entry.save()
        tell_of(entry)

    # --- shares -------------------------------------------------------------------------

    def shares(self) -> list:
        """The live shares, users' first."""
        endless = models.Q(expires_at__isnull=True)
        return self._with_receivers(endless | models.Q(expires_at__gt=timezone.now()))

    def _with_receivers(self, condition) -> list:
        related = ("permission", "granted_by")
        return [
            *self.user_shares.filter(condition).select_related("user", *related),
            *self.team_shares.filter(condition).select_related("group", *related),
        ]

    def _shares_of(self, receiver):
        """The share rows of `receiver`, and the field they name them by."""
        if isinstance(receiver, type(self)._meta.get_field("pool").related_model):
            return self.team_shares, {"group": receiver}
        return self.user_shares, {"user": receiver}

    def _upsert_share(self, receiver, by, may_edit, right):
        shares, named = self._shares_of(receiver)
        given = {"granted_by": by, "permission": share_permission(may_edit), "is_reshared": False}
        shares.update_or_create(**named, defaults=given | right)
        self._end_what_nobody_may_pass_on()

    def _end_share_of(self, receiver) -> int:
        """Ends the receiver's share, and with it what they passed on."""
        shares, named = self._shares_of(receiver)
        ended = shares.filter(**named).delete()[0]
        if ended:
            self._end_what_nobody_may_pass_on()
        return ended

    def _end_what_nobody_may_pass_on(self):
        """What was passed on stands only while its giver has a right as wide and as long."""
        for share in self._with_receivers(models.Q(is_reshared=True)):
            own = self.own_reshareable(share.granted_by)
            if not any(right.covers(share.may_edit, **share.right) for right in own):
                share.delete()

    def _share_as_json(self, user) -> dict | None:
        """The user's share as `_restore_share` puts it back."""
        share = self.user_shares.filter(user=user).select_related("permission").first()
        if share is None:
            return None
        right = {name: getattr(share, name) for name in RIGHT}
        return {**right, "expires_at": share.expires_at and share.expires_at.isoformat()}

    def _restore_share(self, user, right):
        """Unless its time is up by now."""
        until = right["expires_at"] and parse_datetime(right["expires_at"])
        if until is None or until > timezone.now():
            self.user_shares.create(user=user, **{**right, "expires_at": until})

    def _end_all_shares(self) -> int:
        return self.user_shares.all().delete()[0] + self.team_shares.all().delete()[0]

    def _name_receiver(self, entry, receiver):
        named = self._shares_of(receiver)[1]
        entry.receiver_user, entry.receiver_team = named.get("user"), named.get("group")

    # --- passing on ---------------------------------------------------------------------

    def refuse_unless_shareable(self, by):
        self._refuse_if_pooled()
        if not (self.own_reshareable(by) and rules_of(self.owner).sharing.may_reshare):
            self.refuse_unless_held(by)

    def own_reshareable(self, user) -> list:
        """The live shares that `user` may pass on: their own and their team's."""
        mine = [share for share in self.shares() if share.may_reshare]
        return [share for share in mine if share.receiver in (user, user.team)]

    def _passed_on_by(self, user, receiver) -> bool:
        shares, named = self._shares_of(receiver)
        return shares.filter(**named, is_reshared=True, granted_by=user).exists()

    def _refuse_beyond_own(self, receiver, by, may_edit, right):
        shares, named = self._shares_of(receiver)
        if shares.filter(**named).exists() and not self._passed_on_by(by, receiver):
            raise Refused(
                _("%(receiver)s has a share of %(customer)s already.")
                % {"receiver": receiver, "customer": self},
                _("Ask %(owner)s to change it.") % {"owner": self.owner},
            )
        if not any(share.covers(may_edit, **right) for share in self.own_reshareable(by)):
            raise NotAllowed(
                _("You can pass on at most what was shared with you, and for no longer."),
                _("Choose less or an earlier end, or ask %(owner)s.") % {"owner": self.owner},
                rule="sharing",
            )

    # --- refusals -----------------------------------------------------------------------

    def _refuse_by_rules(self, until, may_reshare):
        rules = rules_of(self.owner).sharing
        if may_reshare and not rules.may_reshare:
            raise Refused(
                _("The rules do not let a receiver share on."),
                _("Share without it; whoever else needs it, you share with yourself."),
                rule="sharing",
            )
        days = rules.longest_days
        if days and (until is None or until > timezone.now() + timedelta(days=days + 1)):
            raise Refused(
                _("The rules let a share last %(days)d days at most.") % {"days": days},
                _("Choose an earlier end; it can be renewed."),
                rule="sharing",
            )

    def _refuse_share(self, receiver, until):
        if receiver == self.owner:
            raise Refused(_("The owner sees everything already."))
        if not getattr(receiver, "is_active", True):
            raise Refused(_("%(user)s no longer works here.") % {"user": receiver})
        if until is not None and until <= timezone.now():
            raise Refused(_("The end of the share is in the past."), _("Choose a later day."))


def share_permission(may_edit: bool) -> Permission:
    codename = "change_customer" if may_edit else "view_customer"
    return Permission.objects.get(
        codename=codename, content_type__app_label="customers", content_type__model="customer"
    )
