"""To which pool a released customer goes: the one its owner's rules name, else the team's own."""

from crm.models import Team
from customers.release.compiling import Branches
from customers.rules.resolving import RuleBook


class Targets:
    """The pools as they stand, locked: whoever would close one waits until the transaction ends.

    Make it after the customers are locked: customers come first, in every verb.
    """

    def __init__(self, book: RuleBook):
        self.book = book
        pools = Team.objects.filter(has_pool=True).order_by("pk")
        locked = pools.select_for_update(no_key=True, of=("self",))
        self.pools = set(locked.values_list("pk", flat=True))
        self._routes: dict[int, list[tuple[set[int], int]]] = {}

    def pool_for(self, team_id: int, category_ids) -> int:
        """The first route that one of the categories lies under, else the team's pool."""
        held = {pk for pk in category_ids if pk}
        routed = (pool for ids, pool in self._routes_of(team_id) if held & ids)
        return next(routed, None) or self._home(team_id)

    def _routes_of(self, team_id):
        if team_id not in self._routes:
            routes = self.book.rules_for(team_id).pools.routes
            branches = Branches([str(route.category) for route in routes]).found
            self._routes[team_id] = [
                (set(branches[str(route.category)].ids), route.pool)
                for route in routes
                if str(route.category) in branches and route.pool in self.pools
            ]
        return self._routes[team_id]

    def _home(self, team_id: int) -> int:
        """The team's own pool, the nearest above, or the topmost team's if none has one."""
        above = self.book.parents.get(team_id)
        while team_id not in self.pools and above is not None:
            team_id, above = above, self.book.parents.get(above)
        return team_id
