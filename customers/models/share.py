"""Shares: guardian's direct foreign-key permissions, used as storage.

guardian's own look-ups know neither expiry nor parent teams, so nothing here is read through
them: the database derives the customer's access arrays from these rows.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

TOUCH_CUSTOMERS = """
    PERFORM 1 FROM customers_customer
        WHERE id IN (SELECT content_object_id FROM changed)
        ORDER BY id FOR NO KEY UPDATE;
    UPDATE customers_customer SET reader_ids = reader_ids
        WHERE id IN (SELECT content_object_id FROM changed);
    RETURN NULL;
"""
"""Only locks and touches the customers: computing the arrays here leaves revoked readers
behind under READ COMMITTED; the row trigger on the customer recomputes under the row lock."""


def touch_customers_after(name: str, operation, **tables) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=f"touch_customers_{name}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**tables),
        func=TOUCH_CUSTOMERS,
    )


def touching_triggers() -> list[pgtrigger.Trigger]:
    return [
        touch_customers_after("insert", pgtrigger.Insert, new="changed"),
        touch_customers_after("update", pgtrigger.Update, new="changed"),
        touch_customers_after("delete", pgtrigger.Delete, old="changed"),
    ]


class Share(models.Model):
    """A right to a customer, until a date or until ended. One per receiver."""

    class Scope(models.TextChoices):
        CARD = "card", _("the card and its contacts")
        EVERYTHING = "everything", _("everything")

    scope = models.CharField(_("what"), max_length=12, choices=Scope.choices)
    expires_at = models.DateTimeField(_("until"), null=True, blank=True)
    may_reshare = models.BooleanField(_("may share it on"), default=False)
    is_reshared = models.BooleanField(default=False, editable=False)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        abstract = True

    @property
    def may_edit(self) -> bool:
        return self.permission.codename == "change_customer"

    @property
    def right(self) -> dict:
        return {
            "scope": self.scope,
            "expires_at": self.expires_at,
            "may_reshare": self.may_reshare,
        }

    def covers(self, may_edit, *, scope, expires_at, may_reshare) -> bool:
        """Whether this right is as wide and as long as another, which may not travel further."""
        wide = self.scope == self.Scope.EVERYTHING or scope == self.Scope.CARD
        long = self.expires_at is None or (expires_at and expires_at <= self.expires_at)
        return bool(wide and long and not may_reshare and (self.may_edit or not may_edit))


class UserShare(UserObjectPermissionBase, Share):
    is_personal = True

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="customer_shares"
    )
    content_object = models.ForeignKey(
        "customers.Customer", models.CASCADE, related_name="user_shares"
    )

    class Meta:
        unique_together = [("user", "content_object")]
        triggers = touching_triggers()

    @property
    def receiver(self):
        return self.user


class TeamShare(GroupObjectPermissionBase, Share):
    is_personal = False

    group = models.ForeignKey("crm.Team", models.PROTECT, related_name="customer_shares")
    content_object = models.ForeignKey(
        "customers.Customer", models.CASCADE, related_name="team_shares"
    )

    class Meta:
        unique_together = [("group", "content_object")]
        triggers = touching_triggers()

    @property
    def receiver(self):
        return self.group
