"""Encryption of the secrets kept in the database.

Fernet (AES-128-CBC with HMAC-SHA256, https://github.com/fernet/spec) under keys derived from
SECRET_KEY; SECRET_KEY_FALLBACKS still decrypt, so a key can be rotated.
"""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

_SALT = "crm.people.encryption"


def encrypt(text: str) -> str:
    return _cipher().encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """The text behind `token`; raises `InvalidToken` when no key of today fits."""
    return _cipher().decrypt(token.encode()).decode()


def _cipher():
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(secret):
    digest = salted_hmac(_SALT, "key", secret=secret, algorithm="sha256").digest()
    return urlsafe_b64encode(digest)


__all__ = ["InvalidToken", "decrypt", "encrypt"]
