"""Why somebody can see a customer: the same facts as the access arrays, in sentences."""

from django.utils.translation import gettext as _

from crm.days import short_moment


def reasons(customer, user) -> list[str]:
    """Every way by which `user` reads this customer, the strongest first."""
    return [*_by_office(customer, user), *_by_place(customer, user), *_by_shares(customer, user)]


def _by_office(customer, user):
    if user.reads_all:
        yield _("You are an administrator: administrators see every customer.")


def _by_place(customer, user):
    if customer.is_pooled:
        if -customer.pool_id in user.principals:
            yield _("It is in the pool of %(team)s, which is open to you.") % {
                "team": customer.pool
            }
    elif customer.owner_id == user.pk:
        yield _("You are its owner.")
    elif user.manages(customer.owner):
        yield _("You manage %(owner)s, its owner.") % {"owner": customer.owner}


def _by_shares(customer, user):
    for share in customer.shares():
        words = {
            "by": share.granted_by,
            "what": share.get_scope_display(),
            "receiver": share.receiver,
            "until": _until(share),
        }
        if share.receiver == user:
            yield _("%(by)s shared %(what)s with you%(until)s.") % words
        elif (
            user.manages(share.receiver)
            if share.is_personal
            else -share.group_id in user.principals
        ):
            yield _("%(by)s shared %(what)s with %(receiver)s%(until)s.") % words


def _until(share) -> str:
    if not share.expires_at:
        return ""
    return _(" until %(at)s") % {"at": short_moment(share.expires_at)}
