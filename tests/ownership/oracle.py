"""The rules of access and of the verbs a second time: brute force over plain dictionaries, no SQL,
no arrays, nothing shared with the product."""

from dataclasses import dataclass, field


@dataclass
class Company:
    """`parent` of each team, `manager` of some, `team` of each person, teams that keep a pool."""

    parent: dict
    manager: dict
    team: dict
    pools: set
    admins: set

    def above(self, team):
        """The team itself and those it stands under."""
        while team is not None:
            yield team
            team = self.parent[team]

    def led_by(self, user) -> set:
        return {t for t in self.parent if any(self.manager.get(a) == user for a in self.above(t))}

    def manages(self, user, other) -> bool:
        return user != other and self.team[other] in self.led_by(user)

    def holds(self, user, principal) -> bool:
        """Whether `user` acts under the principal ("user", name) or ("team", name)."""
        kind, name = principal
        if kind == "user":
            return user == name or self.manages(user, name)
        return name in self.above(self.team[user]) or name in self.led_by(user)

    def home_pool(self, user):
        team = self.team[user]
        while team is not None and team not in self.pools and self.parent[team] is not None:
            team = self.parent[team]
        return team


@dataclass
class Held:
    """One customer: `holder` is a principal; shares by receiver: (scope, may_edit)."""

    company: Company
    holder: tuple
    shares: dict = field(default_factory=dict)
    deleted: bool = False

    @property
    def owner(self):
        return self.holder[1] if self.holder[0] == "user" else None

    # --- who sees it --------------------------------------------------------------------

    def grants(self, wanted) -> list:
        """The principals with a right: "reads", "inside" or "edits"."""
        held = [self.holder] if self.owner or wanted == "reads" else []
        return held + [
            receiver
            for receiver, (scope, may_edit) in self.shares.items()
            if {"reads": True, "inside": scope == "everything", "edits": may_edit}[wanted]
        ]

    def allows(self, user, wanted) -> bool:
        if self.deleted:
            return False
        holds = self.company.holds
        return user in self.company.admins or any(holds(user, p) for p in self.grants(wanted))

    # --- who may do what ----------------------------------------------------------------

    def led_by(self, user) -> bool:
        if user in self.company.admins:
            return True
        if self.owner:
            return self.company.manages(user, self.owner)
        return bool(self.company.led_by(user)) and self.company.holds(user, self.holder)

    def held_by(self, user) -> bool:
        return self.owner is not None and (self.owner == user or self.led_by(user))

    def claim(self, by) -> bool:
        if self.deleted or (self.owner and self.owner != by):
            return False
        if not self.owner and not self.company.holds(by, self.holder):
            return False
        self.holder, self.shares = ("user", by), {}
        return True

    def assign(self, by, to) -> bool:
        may = by in self.company.admins or to == by or self.company.manages(by, to)
        own = self.owner == by and bool(self.company.led_by(by))
        if self.deleted or to == self.owner or not ((self.led_by(by) or own) and may):
            return False
        self.holder = ("user", to)
        self.shares.pop(("user", to), None)
        return True

    def release(self, by) -> bool:
        pool = self.owner and self.company.home_pool(self.owner)
        if self.deleted or not self.held_by(by) or pool is None:
            return False
        self.holder, self.shares = ("team", pool), {}
        return True

    def share(self, by, receiver, scope, may_edit) -> bool:
        if self.deleted or not self.held_by(by) or receiver == self.holder:
            return False
        self.shares[receiver] = (scope, may_edit)
        return True

    def unshare(self, by, receiver) -> bool:
        may = receiver == ("user", by) or self.held_by(by)
        if self.deleted or not may or receiver not in self.shares:
            return False
        del self.shares[receiver]
        return True

    def delete(self, by) -> bool:
        if self.deleted or not (self.held_by(by) or self.led_by(by)):
            return False
        self.deleted = True
        return True

    def undelete(self, by) -> bool:
        if not self.deleted or not (self.held_by(by) or self.led_by(by)):
            return False
        self.deleted = False
        return True
