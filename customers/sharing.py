"""The verb share: a right to a customer for another user or team, until a date or until ended."""

from django.contrib.auth.models import Permission
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.refusals import Refused

SHARED, UNSHARED = "shared", "unshared"


class Sharing(models.Model):
    """The trait of being shared. `Ownership` adds who decides about it."""

    class Meta:
        abstract = True

    def share(self, receiver, *, by, scope, may_edit=False, until=None):
        """Gives a user or a team a right, or changes the one they have.

        `scope` is "card" or "everything"; `until` an aware datetime, or None for no end.
        """
        with self._changing_hands(SHARED, by=by, until=until) as entry:
            self._refuse_if_pooled()
            self.refuse_unless_held(by)
            self._refuse_share(receiver, until)
            entry.details = {"scope": scope, "may_edit": may_edit}
            self._name_receiver(entry, receiver)
            self._upsert_share(receiver, by, scope, may_edit, until)

    def unshare(self, receiver, *, by):
        """Ends a share: by whoever holds the customer, or by the receiver."""
        with self._changing_hands(UNSHARED, by=by) as entry:
            if receiver != by:
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

    def _upsert_share(self, receiver, by, scope, may_edit, until):
        shares, named = self._shares_of(receiver)
        right = {"scope": scope, "expires_at": until, "granted_by": by}
        right["permission"] = share_permission(may_edit)
        shares.update_or_create(**named, defaults=right)

    def _end_share_of(self, receiver) -> int:
        shares, named = self._shares_of(receiver)
        return shares.filter(**named).delete()[0]

    def _end_all_shares(self) -> int:
        return self.user_shares.all().delete()[0] + self.team_shares.all().delete()[0]

    def _name_receiver(self, entry, receiver):
        named = self._shares_of(receiver)[1]
        entry.receiver_user, entry.receiver_team = named.get("user"), named.get("group")

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
