"""When a record began, and by whom: a sheet says it of new customers, and of no other."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.grid import Column, Date, Person
from crm.people.authors import author_finder


class Began(Date):
    """The instant, as JSON holds it; a day begins at midnight."""

    def reader(self):
        read = super().reader()

        def began(text: str) -> str:
            at: datetime = read(text)
            if at > timezone.now():
                raise ValidationError(
                    _("“%(text)s” lies in the future. Write when it was created.") % {"text": text}
                )
            return at.isoformat()

        return began


class Author(Person):
    """Somebody who wrote an old record: here, gone, or unknown so far."""

    def reader(self):
        return author_finder()


def beginnings(model) -> list[Column]:
    author = Author(gettext_lazy("created by"), path="created_by")
    return [Began(path="created_at").bind("created", model), author.bind("created_by", model)]
