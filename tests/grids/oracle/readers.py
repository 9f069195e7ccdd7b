"""Who may see what, by the people, the teams and the shares themselves."""

from customers.models import Contact, LedgerEntry

READERS_TOO = (Contact, LedgerEntry)
"""What belongs to a customer and is seen by whoever sees the card; the rest is for insiders."""


class Reader:
    """One person's eyes on the rows of a world."""

    def __init__(self, user, world):
        self.user, self.world = user, world
        house = world.house
        above = {house.east.pk: house.company.pk, house.west.pk: house.company.pk}
        led = {
            house.manager: {house.east.pk},
            house.director: {house.company.pk, house.east.pk, house.west.pk},
        }.get(user, set())
        own = {user.team_id, above.get(user.team_id)} - {None}
        self.leads = bool(led)
        self.teams = own | led
        self.people = {user.pk, *(one.pk for one in self._all_people if one.team_id in led)}
        mates = {one.pk for one in self._all_people if user.team_id and one.team_id == user.team_id}
        self.my_team = self.people if len(self.people) > 1 else mates | {user.pk}
        self.east = house.east.pk
        self.revealed = world.revealed if user == house.mate else set()

    @property
    def _all_people(self):
        return self.world.people

    def reads(self, customer, *, inside=False) -> bool:
        """The card, or everything that belongs to it."""
        if customer.deleted_at:
            return False
        if self.user.is_admin or customer.owner_id in self.people:
            return True
        if customer.pool_id:
            return customer.pool_id in self.teams and not inside
        shares = self.world.shares[customer.pk]
        return any(
            (share.user_id in self.people if share.is_personal else share.group_id in self.teams)
            for share in shares
            if share.scope == "everything" or not inside
        )

    def sees(self, row) -> bool:
        if not is_there(row):
            return False
        return self.reads(self.world.customer_of(row), inside=is_of_insiders(row))

    def is_masked(self, row) -> bool:
        """Whether the row is of a pool that masks and this reader is bound by it."""
        customer = self.world.customer_of(row)
        bound = not (self.user.is_admin or self.leads) and self.east in self.teams
        return bound and customer.pool_id == self.east and customer.pk not in self.revealed


def is_of_insiders(row) -> bool:
    return hasattr(type(row), "customer_path") and not isinstance(row, READERS_TOO)


def is_there(row) -> bool:
    """A deleted contact takes its place on the map along."""
    contact_of_place = row.contact if hasattr(row, "stance") else row
    return not getattr(row, "deleted_at", None) and not getattr(
        contact_of_place, "deleted_at", None
    )
