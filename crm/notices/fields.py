"""A text that the database keeps encrypted."""

import logging

from django.db import models

from crm.people.encryption import InvalidToken, decrypt, encrypt

logger = logging.getLogger(__name__)


class EncryptedField(models.TextField):
    """Plain in Python, encrypted in its column; "" where the server's key was changed since."""

    def get_prep_value(self, value):
        return encrypt(value) if value else ""

    def from_db_value(self, value, expression, connection):
        try:
            return decrypt(value) if value else ""
        except InvalidToken:
            logger.error("%s cannot be read: was SECRET_KEY changed?", self)
            return ""
