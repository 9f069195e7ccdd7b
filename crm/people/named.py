"""People as others write them down: by display name or user name."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from crm.naming import fold
from crm.people.models import User


def person_finder() -> Callable[[str], User]:
    """A function from a name to the one active user it names; all users are read once.

    It raises ValidationError when it names nobody, several, or somebody who left.
    """
    people: dict[str, list[User]] = {}
    for user in User.objects.only("username", "display_name", "is_active"):
        for name in {fold(user.display_name), fold(user.username)}:
            people.setdefault(name, []).append(user)
    return lambda text: the_one_meant(people.get(fold(text), []), text)


def the_one_meant(found: list[User], text: str) -> User:
    here = [user for user in found if user.is_active]
    # A user name is somebody's alone, though another may be called the same.
    exact = [user for user in here if user.username.casefold() == text.strip().casefold()]
    if len(exact or here) == 1:
        return (exact or here)[0]
    raise ValidationError(why_nobody(found, here) % {"text": text, "count": len(here)})


def why_nobody(found: list[User], here: list[User]) -> str:
    if here:
        return _("%(count)d people are called “%(text)s”: write the user name.")
    return _("“%(text)s” no longer works here.") if found else _("“%(text)s” is unknown.")
