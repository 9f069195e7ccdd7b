"""The tree of teams: add, rename, move, staff, remove.

Moves lock the whole tree, so that two of them together cannot close a circle.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from crm.people import departures
from crm.people.models import Team, User
from crm.refusals import Refused


@dataclass(frozen=True)
class Node:
    """A team at its place in the tree; `depth` counts from 0 at the top."""

    team: Team
    depth: int
    branches: list["Node"]

    def walk(self):
        """This node and all below it, each parent before its children."""
        yield self
        for branch in self.branches:
            yield from branch.walk()


def tree() -> list[Node]:
    """The top teams, each with its branches, by name."""
    teams = Team.objects.with_counts().select_related("manager").order_by("name")
    children = {}
    for team in teams:
        children.setdefault(team.parent_id, []).append(team)
    return _grow(children, parent_id=None, depth=0)


def walk() -> Iterator[Node]:
    """Every team of the tree, each parent before its children."""
    for top in tree():
        yield from top.walk()


def _grow(children, parent_id, depth):
    return [
        Node(team, depth, _grow(children, team.pk, depth + 1))
        for team in children.get(parent_id, ())
    ]


def team_and_below(team) -> set[int]:
    """The ids of `team` and of every team under it."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE below(id) AS (
                VALUES (%s)
                UNION
                SELECT t.group_ptr_id FROM crm_team t JOIN below ON t.parent_id = below.id
            )
            SELECT id FROM below
            """,
            [team.pk],
        )
        return {id for (id,) in cursor}


@transaction.atomic
def save_team(team, **facts) -> Team:
    """Add `team`, or change its `name`, `parent`, `manager` or `has_pool`; the rest stays.

    Returns the saved team. Refused when the name is taken, the manager has left, the move
    would close a circle, or the pool that goes is not empty.
    """
    _lock_tree()
    team = _fresh(team)
    if parent := facts.get("parent"):
        _refuse_circle(team, parent)
    if manager := facts.get("manager"):
        _refuse_inactive(manager)
    if team.has_pool and not facts.get("has_pool", True):
        departures.check_pool(team)
    for name, value in facts.items():
        setattr(team, name, value)
    return _save_named(team)


def move(team, *, to) -> Team:
    """Put `team` under the team `to`, or at the top when that is None."""
    return save_team(team, parent=to)


def set_manager(team, manager) -> Team:
    """Hand `team` to `manager`; None leaves it without one."""
    return save_team(team, manager=manager)


def _lock_tree():
    list(Team.objects.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk"))


def _fresh(team):
    if team.pk is None:
        return Team()
    if found := Team.objects.filter(pk=team.pk).first():
        return found
    raise Refused(_("%s was deleted.") % team.name, _("Choose another team."))


def _refuse_circle(team, parent):
    if team.pk and parent.pk in team_and_below(team):
        raise Refused(
            _("%(team)s cannot move under %(parent)s, which is itself or one of its own teams.")
            % {"team": team.name, "parent": parent.name},
            _("Choose a team outside %s.") % team.name,
        )


def _refuse_inactive(manager):
    # Locked, so that they are not deactivated before they are appointed.
    if not User.objects.select_for_update(no_key=True).get(pk=manager.pk).is_active:
        raise Refused(_("%s is deactivated.") % manager, _("Name somebody who can sign in."))


def _save_named(team):
    try:
        with transaction.atomic():
            team.save()
    except IntegrityError as error:
        raise Refused(
            _("There is already a team named %s.") % team.name, _("Choose another name.")
        ) from error
    return team


@transaction.atomic
def remove_team(team):
    """Delete an empty team; refused while people, teams or records belong to it."""
    _lock_tree()
    team = _fresh(team)
    _refuse_removal_if(team.children.exists(), _("%s still has teams under it."), team)
    _refuse_removal_if(team.members.exists(), _("%s still has people in it."), team)
    departures.check_team(team)
    try:
        with transaction.atomic():
            team.delete()
    except ProtectedError:
        _refuse_removal_if(True, _("%s still has records in it."), team)


def _refuse_removal_if(holds, sentence, team):
    if holds:
        raise Refused(sentence % team.name, _("Move them to another team first."))
