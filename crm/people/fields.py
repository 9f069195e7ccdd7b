"""Form fields in which somebody is chosen."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext as _

from crm.people.models import Team, User
from crm.widgets import Combobox

OPTIONS = reverse_lazy("people:options")


class PersonField(forms.Field):
    """One active person; `among` narrows whom. `query` is how the options are asked for."""

    query = ""

    def __init__(self, *, among=None, query="", **kwargs):
        self.among = User.objects.active() if among is None else among
        url = format_lazy("{}{}", OPTIONS, query or self.query)
        super().__init__(widget=Combobox(url, self.label_of), **kwargs)

    def label_of(self, value) -> str:
        return str(found) if (found := self.find(value)) else ""

    def prepare_value(self, value):
        return value.pk if isinstance(value, User) else value

    def to_python(self, value):
        if value in self.empty_values:
            return None
        return self.find(value) or self.named(str(value).replace("\0", ""))

    def find(self, value):
        return self.among.filter(pk=int(value)).first() if is_id(value) else None

    def named(self, text):
        """The only one so named, for those who type a name and choose nothing."""
        found = list(self.among.filter(display_name=text)[:2]) or list(
            self.among.matching(text)[:2]
        )
        if len(found) != 1:
            raise ValidationError(
                _("“%(text)s” is not one of the people to choose from.") % {"text": text[:80]}
            )
        return found[0]


class ReceiverField(PersonField):
    """A person or a team, as principals: a team is its negative id."""

    query = "?with=teams"

    def find(self, value):
        if is_id(str(value).removeprefix("-")) and str(value).startswith("-"):
            return Team.objects.filter(pk=-int(value)).first()
        return super().find(value)

    def named(self, text):
        return Team.objects.filter(name=text).first() or super().named(text)

    def prepare_value(self, value):
        return -value.pk if isinstance(value, Team) else super().prepare_value(value)


def is_id(value) -> bool:
    """Whether the text names a row id, one that fits PostgreSQL's integer."""
    text = str(value)
    return text.isascii() and text.isdigit() and len(text) < 11 and int(text) < 2**31
