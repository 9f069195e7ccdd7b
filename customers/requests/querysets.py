"""Which requests wait for whom. The conditions say in SQL what `deciders.may_decide` says of one."""

from django.db import models
from django.db.models import F, Q

ACCESS, KEEPING, DISPUTE = "access", "keeping", "dispute"
HELD_BY_ASKER = Q(customer__owner=F("by"))


class RequestQuerySet(models.QuerySet):
    def open(self):
        return self.filter(status="open", customer__deleted_at=None)

    def decidable_by(self, user):
        """Open ones that `user` may decide, whoever was asked."""
        return self.filter(pk__in=ids_of_kinds(self.model, decidable(user).values()))

    def waiting_for(self, user):
        """Of those, the ones that nobody else is asked to decide."""
        return self.filter(pk__in=self.ids_waiting_for(user))

    def ids_waiting_for(self, user):
        """Their ids, to be counted on every page."""
        nobodys = Q(asked__is_active=False) | Q(asked=None, pk__isnull=not user.is_admin)
        mine = {ACCESS: Q(customer__owner=user)}
        return ids_of_kinds(
            self.model,
            (
                condition & (Q(asked=user) | nobodys | mine.get(kind, Q()))
                for kind, condition in decidable(user).items()
            ),
        )

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


def ids_of_kinds(model, conditions):
    """The ids of open ones, asked one kind after the other: for the kinds ORed together, across a
    join, PostgreSQL takes forty milliseconds to make a plan."""
    first, *others = (model.objects.open().filter(one).values("pk") for one in conditions)
    return first.union(*others, all=True)


def decidable(user) -> dict[str, Q]:
    """By kind, what still means something, since the customer is in the hands it is about, and
    `user` may decide: the owner or somebody above; somebody above the owner; above both sides."""
    by_others, held_by_me = ~Q(by=user), Q(customer__owner=user)
    below = held_below(user)
    access = Q(kind=ACCESS, customer__owner__isnull=False) & ~HELD_BY_ASKER & by_others
    if below is None:
        return {ACCESS: access & held_by_me}
    return {
        ACCESS: access & (below | held_by_me),
        KEEPING: Q(kind__in=["keep", "extend"]) & HELD_BY_ASKER & below & by_others,
        DISPUTE: Q(kind=DISPUTE) & over_both_sides(user, below) & by_others & ~held_by_me,
    }


def held_below(user) -> Q | None:
    """Customers of the people below, for an administrator everybody's; None for who leads nobody."""
    if user.is_admin:
        return Q(pk__isnull=False)
    people = people_below(user)
    return Q(customer__owner__in=people) if people else None


def over_both_sides(user, below: Q) -> Q:
    if user.is_admin:
        return Q()
    pools = [-id for id in user.principals if id < 0] if user.is_manager else []
    return Q(by__in=people_below(user)) & (below | Q(customer__pool__in=pools))


def people_below(user) -> list[int]:
    return [id for id in user.principals if id > 0 and id != user.pk]
