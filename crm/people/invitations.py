"""Inviting somebody: an account without a password, and a link to choose one.

The link is django-allauth's password reset link. It dies when it is used, when the address
changes, or after PASSWORD_RESET_TIMEOUT seconds.
"""

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from crm.people import accounts
from crm.people.models import User
from crm.refusals import Refused

MAIL = "crm/people/email/invitation"


@transaction.atomic
def invite(*, by, email, **facts) -> User:
    """A new account that nobody can sign in to until its link was followed.

    `facts` are those of `accounts.EDITABLE`; with `is_active=False` there is no link either,
    until somebody activates it.
    """
    accounts.require_admin(by)
    user = User(email=User.objects.normalize_email(email), **facts)
    user.set_unusable_password()
    return accounts.save_new(user)


def password_path(user) -> str:
    """The path of a page on which `user` chooses a password, good for one use."""
    if not user.is_active:
        raise Refused(_("%s is deactivated.") % user, _("Reactivate the account first."))
    uid, token = user_pk_to_url_str(user), default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", args=[uid, token])


def send_invitation(user, *, by) -> tuple[str, bool]:
    """Mail the link to `user`. Its path, for the admin to hand over, and whether a mail went out."""
    path = password_path(user)
    context = {"user": user, "by": by, "link": settings.SITE_URL + path, "days": days_valid()}
    if not user.email:
        return path, False
    with translation.override(user.language or translation.get_language()):
        return path, get_adapter().deliver(MAIL, user.email, context)


def days_valid() -> int:
    return settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60)
