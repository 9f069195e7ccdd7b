"""The form of one person, for many of them in a sheet."""

from django.core.exceptions import ValidationError

from crm.people.forms import PersonForm
from crm.people.models import User

PLAIN = ("display_name", "username", "email", "phone", "is_admin")
KEYS = ("username", "email")


class SheetPersonForm(PersonForm):
    """`taken` says whose every user name and email is by now, so that no row has to ask the
    database; whatever slips through, its constraints refuse."""

    team = None  # type: ignore[assignment]

    class Meta(PersonForm.Meta):
        fields = PLAIN

    def __init__(self, *args, taken: dict[tuple, int], **kwargs):
        super().__init__(*args, **kwargs)
        self.taken = taken

    def clean_username(self):
        username = super().clean_username()
        User.username_validator(username)
        return username

    def _unless_taken(self, value, sentence, field):
        if self.taken.get((field, value.casefold()), self.instance.pk) != self.instance.pk:
            raise ValidationError(sentence)
        return value

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() | set(KEYS)


def keys_of(person) -> list[tuple[str, str]]:
    """What somebody is known by, as pairs of a field and its folded text."""
    found = [(name, getattr(person, name).casefold()) for name in KEYS]
    return [(name, text) for name, text in found if text]
