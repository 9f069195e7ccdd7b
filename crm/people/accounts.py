"""What an admin does to an account: change it, end it, bring it back.

Each verb locks the admins first, so that two admins who demote each other leave one.
"""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from crm.people import departures
from crm.people.models import User
from crm.refusals import NotAllowed, Refused
from crm.words import listed

EDITABLE = ("display_name", "username", "email", "phone", "language", "team", "is_admin")


def require_admin(by):
    if not (by.is_admin and by.is_active):
        raise NotAllowed(_("Only administrators manage people and teams."))


@transaction.atomic
def change(user, *, by, **values) -> User:
    """Set any of EDITABLE. Refused when a name is taken or the last admin would lose the right."""
    require_admin(by)
    user = _lock(user)
    if user.is_admin and not values.get("is_admin", True):
        _refuse_for_last_admin(user)
    old_email = user.email
    for field, value in values.items():
        setattr(user, field, value)
    _save(user, values.keys())
    if user.email != old_email:
        _replace_address(user)
    return user


@transaction.atomic
def deactivate(user, *, by):
    """End a person's access at once. Refused while they hold something others must take over."""
    require_admin(by)
    user = _lock(user)
    if user == by:
        raise Refused(
            _("You cannot deactivate yourself."), _("Ask another administrator to do it.")
        )
    _refuse_for_last_admin(user)
    _refuse_for_manager(user)
    departures.check_user(user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions(user)


@transaction.atomic
def reactivate(user, *, by):
    require_admin(by)
    user = _lock(user)
    user.is_active, user.from_import = True, False
    user.save(update_fields=["is_active", "from_import"])


@transaction.atomic
def reset_two_factor(user, *, by):
    """Remove every second factor, for somebody who lost theirs; ends their sessions."""
    require_admin(by)
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)


def end_sessions(user):
    for session in UserSession.objects.filter(user=user):
        session.end()


def save_new(user) -> User:
    """Insert `user`; refused when the user name or the email is somebody's already."""
    _save(user)
    _replace_address(user)
    return user


def _lock(user):
    involved = User.objects.filter(Q(pk=user.pk) | Q(is_admin=True, is_active=True))
    # No key: whoever names one of them in a record meanwhile does not wait, and cannot deadlock.
    return {u.pk: u for u in involved.select_for_update(no_key=True).order_by("pk")}[user.pk]


def _refuse_for_last_admin(user):
    if user.is_admin and not User.objects.admins().exclude(pk=user.pk).exists():
        raise Refused(
            _("%s is the last active administrator.") % user,
            _("Make somebody else an administrator first."),
        )


def _refuse_for_manager(user):
    managed = listed(team.name for team in user.managed_teams.order_by("name"))
    if managed:
        raise Refused(
            _("%(user)s still manages %(teams)s.") % {"user": user, "teams": managed},
            _("Name another manager first."),
        )


def _save(user, fields=None):
    try:
        with transaction.atomic():
            user.save(update_fields=fields)
    except IntegrityError as error:
        raise Refused(
            _("Somebody already has this user name or email."), _("Choose another one.")
        ) from error


def _replace_address(user):
    """Only the address of today signs in and receives reset links; an old mailbox does neither."""
    EmailAddress.objects.filter(user=user).delete()
    if user.email:
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
