"""Lists that the demo company comes back to; their conditions name what all the rooms hold."""

from crm.grid.addresses import query_text
from crm.grid.doors import grid_for
from crm.grid.saved import keeping, placing
from crm.grid.saved.models import SavedView
from crm.models import User
from crm.people.demo import Company
from customers.models import Category

COLUMNS = "name,industry,value,owner,last_activity,next_activity"
DEAR = ("A", "B")
UNVISITED = "activities:no(kind.any(visit),done.past(60))"
UNDECIDED = "people:no(roles.any(decider))"
PURSUED = "opportunities:has(status.any(open))"


def build(company: Company):
    """One for everybody, pinned by a rep; one for a group; one of the rep's own."""
    zhouwei, lina = company.named("zhouwei"), company.named("lina")
    quiet = {"where": f"owner.any(me,team),any({dear()},{PURSUED}),{UNVISITED}"}
    quiet["sort"] = "last_activity"
    placing.pin(saved("久未拜访的重点客户", zhouwei, quiet, for_everybody=True), lina, pinned=True)
    leaving = {"state": "leaving", "where": "next_activity.empty", "sort": "leaves"}
    saved("本周回落，还没安排", zhouwei, leaving, team=zhouwei.team)
    saved("有商机，不知道谁拍板", lina, {"state": "mine", "where": f"{PURSUED},{UNDECIDED}"})


def dear() -> str:
    ids = Category.objects.filter(axis__key="value", code__in=DEAR).values_list("pk", flat=True)
    return f"value.any({','.join(map(str, ids))})"


def saved(name: str, owner: User, state: dict[str, str], **shared) -> SavedView:
    grid = grid_for(owner, "customers", query_text({**state, "cols": COLUMNS}))
    return keeping.save(grid, name=name, by=owner, **shared)
