"""Which requests wait for whom. The conditions say in SQL what `deciders.may_decide` says of one."""

from django.db import models
from django.db.models import F, Q


class RequestQuerySet(models.QuerySet):
    def open(self):
        return self.filter(status="open", customer__deleted_at=None)

    def standing(self):
        """Open ones that still mean something: the customer is in the hands they are about."""
        own = Q(kind__in=["keep", "extend"], customer__owner=F("by"))
        others = Q(kind="access", customer__owner__isnull=False) & ~Q(customer__owner=F("by"))
        return self.open().filter(own | others | Q(kind="dispute"))

    def decidable_by(self, user):
        """Open ones that `user` may decide, whoever was asked."""
        parties = Q(by=user) | Q(kind="dispute", customer__owner=user)
        return self.standing().filter(within_reach(user)).exclude(parties)

    def waiting_for(self, user):
        """Of those, the ones that nobody else is asked to decide."""
        mine = Q(asked=user) | Q(kind="access", customer__owner=user)
        nobodys = Q(asked__is_active=False) | Q(asked=None, pk__isnull=not user.is_admin)
        return self.decidable_by(user).filter(mine | nobodys)

    def waiting_for_others(self, user):
        """What `user` may decide too, though somebody else was asked."""
        return self.decidable_by(user).exclude(pk__in=self.waiting_for(user).values("pk"))

    def concerning(self, user):
        """Everything `user` asked or decided, or is a party to."""
        return self.filter(Q(by=user) | Q(decided_by=user) | Q(kind="dispute", holder=user))

    def visible_to(self, user):
        """What `user` may open."""
        if user.is_admin:
            return self
        ids = self.decidable_by(user).values("pk")
        return self.filter(Q(pk__in=ids) | Q(pk__in=self.concerning(user).values("pk")))

    def with_people(self):
        return self.select_related(
            "customer__owner", "customer__pool", "by__team", "asked", "holder", "decided_by"
        )


def within_reach(user) -> Q:
    """What is decided by the owner or somebody above, above the owner, above both sides."""
    if user.is_admin:
        return Q()
    people = [id for id in user.principals if id > 0 and id != user.pk]
    pools = [-id for id in user.principals if id < 0] if user.is_manager else []
    held_below = Q(customer__owner__in=people)
    access = Q(kind="access") & (held_below | Q(customer__owner=user))
    above = Q(kind__in=["keep", "extend"]) & held_below
    both = Q(kind="dispute", by__in=people) & (held_below | Q(customer__pool__in=pools))
    return access | above | both
