"""What must be settled before somebody leaves, or a team or its pool goes.

The ground cannot know of customers, so the apps above register checks here, from their
`AppConfig.ready`. A check raises `Refused` saying what is left and what to do with it.
"""

from collections.abc import Callable

from crm.people.models import Team, User

_user_checks: list[Callable[[User], None]] = []
_team_checks: list[Callable[[Team], None]] = []
_move_notes: list[Callable[[User], str]] = []
_pool_checks: list[Callable[[Team], None]] = []


def before_user_leaves(check: Callable[[User], None]):
    """Register `check(user)`, asked before a user is deactivated. Use as a decorator."""
    _user_checks.append(check)
    return check


def before_team_goes(check: Callable[[Team], None]):
    """Register `check(team)`, asked before a team is deleted. Use as a decorator."""
    _team_checks.append(check)
    return check


def before_pool_closes(check: Callable[[Team], None]):
    """Register `check(team)`, asked before a team stops keeping a pool. Use as a decorator."""
    _pool_checks.append(check)
    return check


def after_user_moves(note: Callable[[User], str]):
    """Register `note(user)`, a sentence for whoever moved somebody to another team, or an empty
    one. Use as a decorator."""
    _move_notes.append(note)
    return note


def note_of_move(user) -> str:
    return " ".join(filter(None, (note(user) for note in _move_notes)))


def check_user(user):
    for check in _user_checks:
        check(user)


def check_team(team):
    for check in _team_checks:
        check(team)


def check_pool(team):
    for check in _pool_checks:
        check(team)
