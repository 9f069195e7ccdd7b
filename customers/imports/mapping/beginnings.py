"""When a record began, and by whom: a sheet says it of new records, and of no other."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.grid import Column, Date, Person
from crm.people.authors import author_finder


class Entered(Date):
    """An instant that is past; a day begins at midnight."""

    def reader(self):
        read = super().reader()

        def entered(text: str) -> datetime:
            at: datetime = read(text)
            if at > timezone.now():
                raise ValidationError(
                    _("“%(text)s” lies in the future. Write when it was created.") % {"text": text}
                )
            return at

        return entered


class Began(Entered):
    """The same as JSON holds it."""

    def reader(self):
        read = super().reader()
        return lambda text: read(text).isoformat()


class Author(Person):
    """Somebody who wrote an old record: here, gone, or unknown so far."""

    def reader(self):
        return author_finder()


def beginnings(model) -> list[Column]:
    author = Author(gettext_lazy("created by"), path="created_by")
    return [Began(path="created_at").bind("created", model), author.bind("created_by", model)]
