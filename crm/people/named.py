"""People as others write them down: by display name, user name or email."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from crm.naming import fold
from crm.people.models import User


def person_finder() -> Callable[[str], User]:
    """A function from a name to the one active user it names; all users are read once.

    It raises ValidationError when it names nobody, several, or somebody who left.
    """
    people = people_by_name()
    return lambda text: the_one_meant(people.get(fold(text), []), text)


def people_by_name() -> dict[str, list[User]]:
    """Everybody, active or not, under each of their folded names."""
    people: dict[str, list[User]] = {}
    for user in User.objects.only("username", "display_name", "email", "is_active"):
        for name in {fold(user.display_name), fold(user.username), fold(user.email)} - {""}:
            people.setdefault(name, []).append(user)
    return people


def the_one_meant(found: list[User], text: str) -> User:
    here = [user for user in found if user.is_active]
    if user := only_one(here, text):
        return user
    raise ValidationError(why_nobody(found, here) % {"text": text, "count": len(here)})


def only_one(found: list[User], text: str) -> User | None:
    """The one of them meant; None for several. A user name or an email is somebody's alone,
    though another may be called the same."""
    typed = text.strip().casefold()
    exact = [each for each in found if typed in (each.username.casefold(), each.email.casefold())]
    return (exact or found)[0] if len(exact or found) == 1 else None


def why_nobody(found: list[User], here: list[User]) -> str:
    if here:
        return _("%(count)d people are called “%(text)s”: write the user name.")
    return _("“%(text)s” no longer works here.") if found else _("“%(text)s” is unknown.")
