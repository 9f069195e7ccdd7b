"""Who imports, and whose pool takes what has no owner, where the command does not say it."""

from django.utils.translation import gettext as _

from crm.models import Team
from crm.people.models import User
from crm.refusals import Refused
from crm.words import listed
from customers.pools import pool_of, pools_open_to


def importer(username: str) -> User:
    """The administrator of that name; the only one, where no name is given. Raises Refused."""
    admins = User.objects.admins()
    found = list(admins.filter(username=username) if username else admins[:2])
    if len(found) == 1:
        return found[0]
    if username:
        why = _("There is no administrator with the user name “%(name)s”.") % {"name": username}
        raise Refused(why, _("Only administrators import. Name one with --user."))
    if not found:
        raise Refused(_("There is no administrator yet."), _("Make one: manage.py createsuperuser"))
    raise Refused(_("There are several administrators."), _("Say who imports: --user NAME"))


def pool_named(name: str, by: User) -> Team:
    """The pool of that team; the importer's own, else the only one, where none is named. Raises
    Refused."""
    found = pools_meant(name, by)
    if len(found) == 1:
        return found[0]
    names = listed(pools_open_to(by).order_by("name").values_list("name", flat=True))
    if not names:
        raise Refused(_("No team keeps a pool yet. Let one keep a pool first."))
    why = _("It is not clear which pool takes the customers without an owner.")
    raise Refused(why, _("Name one with --pool: %(pools)s") % {"pools": names})


def any_pool(name: str, by: User) -> Team:
    """One to begin with: only rows that are customers need the one that is meant. Raises Refused
    where a name is given that no pool has."""
    found = [] if name else pools_meant(name, by) or list(Team.objects.order_by("pk")[:1])
    return found[0] if found else pool_named(name, by)


def pools_meant(name: str, by: User) -> list[Team]:
    if name:
        return list(pools_open_to(by).filter(name=name))
    own = pool_of(by.team)
    return [own] if own and own.has_pool else list(pools_open_to(by).order_by("pk"))
