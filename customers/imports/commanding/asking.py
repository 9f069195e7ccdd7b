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
    pools = pools_open_to(by)
    if name:
        found = list(pools.filter(name=name))
    else:
        own = pool_of(by.team)
        found = [own] if own and own.has_pool else list(pools)
    if len(found) == 1:
        return found[0]
    names = listed(pools.order_by("name").values_list("name", flat=True))
    if not names:
        raise Refused(_("No team keeps a pool yet. Let one keep a pool first."))
    why = _("It is not clear which pool takes the customers without an owner.")
    raise Refused(why, _("Name one with --pool: %(pools)s") % {"pools": names})
