"""Sign-in forms where django-allauth's own would confuse a reader or fall over bad input."""

from allauth.account.forms import LoginForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        login = self.fields["login"]
        login.label = _("User name or email")
        login.widget.attrs.update(autocomplete="username", autofocus=True)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


def unless_malformed(clean):
    """A browser sends what its passkey signed; anything else may send any JSON at all."""
    try:
        return clean()
    except (AttributeError, IndexError, KeyError, OverflowError, TypeError, ValueError) as error:
        raise get_adapter().validation_error("incorrect_code") from error


class CheckedPasskey:
    def clean_credential(self):
        return unless_malformed(super().clean_credential)


class PasskeySignInForm(CheckedPasskey, LoginWebAuthnForm):
    pass


class PasskeyAuthenticateForm(CheckedPasskey, AuthenticateWebAuthnForm):
    pass


class PasskeyReauthenticateForm(CheckedPasskey, ReauthenticateWebAuthnForm):
    pass


class NamedPasskey:
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")


class EditPasskeyForm(NamedPasskey, EditWebAuthnForm):
    pass


class AddPasskeyForm(NamedPasskey, AddWebAuthnForm):
    def clean(self):
        return unless_malformed(super().clean)
