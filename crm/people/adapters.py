"""How django-allauth behaves in this house: closed sign-up, our links, encrypted secrets."""

import logging
from types import SimpleNamespace
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _

from crm import mail
from crm.people import encryption
from crm.refusals import Refused

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False

    def get_reset_password_from_key_url(self, key):
        """Links in mails lead to SITE_URL, whatever host the request claimed to be for."""
        uid, _dash, token = key.partition("-")
        return settings.SITE_URL + reverse("account_reset_password_from_key", args=[uid, token])

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        context = {"is_notice": True, **(context or {})}
        super().send_notification_mail(template_prefix, user, context, email or user.email)

    def send_mail(self, template_prefix, email, context):
        """Send a mail, and say so when one that somebody waits for did not go out."""
        went_out = self.deliver(template_prefix, email, context)
        if not went_out and not context.get("is_notice"):
            messages.error(
                allauth_context.request,
                _("The mail could not be sent. An administrator can give you a link instead."),
            )

    def deliver(self, template_prefix, email, context) -> bool:
        """Whether the mail went out; a mail server that is down must not cost the page."""
        site = SimpleNamespace(name=settings.MFA_TOTP_ISSUER, domain=_host_of_site())
        request = allauth_context.request
        context = {"request": request, "email": email, "current_site": site, **context}
        try:
            self.render_mail(template_prefix, email, context).send()
        except OSError:
            logger.exception("A mail to %s could not be sent (%s).", email, template_prefix)
            return False
        return settings.EMAIL_BACKEND != mail.TO_THE_LOG


def _host_of_site():
    return urlsplit(settings.SITE_URL).netloc


class MFAAdapter(DefaultMFAAdapter):
    def encrypt(self, text):
        return encryption.encrypt(text)

    def decrypt(self, encrypted_text):
        try:
            return encryption.decrypt(encrypted_text)
        except encryption.InvalidToken as error:
            logger.error("A two-factor secret cannot be read: was SECRET_KEY changed?")
            raise Refused(
                _("Your two-factor codes cannot be checked: the server's key was changed."),
                _("Ask an administrator to reset your two-factor sign-in."),
            ) from error

    def _get_site_name(self):
        return settings.MFA_TOTP_ISSUER
