"""Real records for tests: plain functions, everything that does not matter is filled in."""

from itertools import count

from crm.people.models import Team, User

_numbers = count(1)


def make_team(name=None, parent=None, manager=None):
    name = name or f"Team {next(_numbers)}"
    return Team.objects.create(name=name, parent=parent, manager=manager)


def make_user(name=None, team=None, manager_of=None, is_admin=False, password=None, **fields):
    """A user who can sign in. Give `password` only where a test types it: hashing takes time."""
    number = next(_numbers)
    fields.setdefault("username", f"user{number}")
    fields.setdefault("email", f"user{number}@example.com")
    fields.update(display_name=name or f"User {number}", team=team, is_admin=is_admin)
    user = User.objects.create_user(password=password, **fields)
    if manager_of:
        manager_of.manager = user
        manager_of.save(update_fields=["manager"])
    return user
