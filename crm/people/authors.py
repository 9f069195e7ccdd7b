"""The authors of old records: people by the names that other systems wrote down.

Who left long ago, or never was here, becomes an inactive person marked as from an import: a name
that records can point to. Nobody signs in as them and nothing can be given to them.
"""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from crm.naming import fold, pinyin_readings
from crm.people import accounts
from crm.people.locking import one_at_a_time
from crm.people.models import User
from crm.people.named import only_one, people_by_name
from crm.sentences import Sentence, in_each_language

LONGEST = 80
USER_NAME = re.compile(r"[A-Za-z0-9.@+_-]+")
MADE_UP = "import."


class Authors(NamedTuple):
    """Whom each name means, and of each name that means nobody, or several, a sentence why."""

    people: dict[str, User]
    unclear: dict[str, Sentence]


@transaction.atomic
def people_by_names(names: Iterable[str], *, create_inactive: bool = True) -> Authors:
    """Everybody so called, by display name, user name or email, active or not.

    Unknown names become inactive people; without `create_inactive` they are unclear. Of two
    imports at once one waits for the other, so that a name becomes one person.
    """
    names = list(dict.fromkeys(names))
    known = people_by_name()
    if create_inactive and any(fold(name) not in known for name in names):
        one_at_a_time()
        known = people_by_name()
    authors = Authors({}, {})
    for name in names:
        find_or_make(name, known, authors, create_inactive)
    return authors


def author_finder() -> Callable[[str], User | str]:
    """A function from a name to whom it means, active or not; to the name itself where it would
    become an inactive person. All users are read once. Raises ValidationError."""
    people = people_by_name()

    def find(text: str) -> User | str:
        found = people.get(fold(text), [])
        if not found and not why_no_name(text):
            return text.strip()
        if user := only_one(found, text):
            return user
        raise ValidationError(why_unclear(text, len(found)))

    return find


def find_or_make(name: str, known: dict, authors: Authors, create_inactive: bool):
    found = known.get(fold(name), [])
    if not found and create_inactive and not why_no_name(name):
        found = [former(name)]
        for key in {fold(name), fold(found[0].username)}:
            known.setdefault(key, []).extend(found)
    if user := only_one(found, name):
        authors.people[name] = user
    else:
        authors.unclear[name] = in_each_language(lambda: why_unclear(name, len(found)))


def why_unclear(name: str, count: int) -> str:
    why = _("%(count)d people are called “%(text)s”: write the user name.")
    why = why if count else why_no_name(name) or _("“%(text)s” is unknown.")
    return why % {"text": name[:80], "count": count}


def why_no_name(name: str) -> str:
    if not fold(name):
        return _("“%(text)s” is no name of a person.")
    if len(name.strip()) > LONGEST:
        return _("“%(text)s…” is too long for a name of a person.")
    return ""


def former(name: str) -> User:
    """A new inactive person of this name."""
    name = name.strip()
    user = User(display_name=name, is_active=False, from_import=True)
    user.username, user.email = free_user_name(name), email_in(name)
    user.set_unusable_password()
    return accounts.save_new(user)


def free_user_name(name: str) -> str:
    """The name itself where it looks like a user name: its owner's row in a sheet of people will
    find it. Else one that no colleague would choose."""
    if USER_NAME.fullmatch(name):
        return name
    plain = re.sub("[^a-z0-9]", "", pinyin_readings(name, surname=True)[0])
    start = f"{MADE_UP}{plain or 'person'}"
    taken = set(User.objects.filter(username__istartswith=start).values_list("username", flat=True))
    number, free = 1, start
    while free in taken:
        number += 1
        free = f"{start}{number}"
    return free


def email_in(name: str) -> str:
    try:
        validate_email(name)
    except ValidationError:
        return ""
    return User.objects.normalize_email(name)
