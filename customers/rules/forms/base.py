"""Forms of a draft: they hold what was typed, and are only checked when it is to be reviewed."""

import re
from dataclasses import fields
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.functional import cached_property

MOST_ROWS = 60
NUMBER = re.compile(r"[0-9]{1,4}")


class DraftForm(forms.Form):
    """One form of a draft. `value` is what it shows at first, as its `made()` gives it back."""

    # What is inherited is in the page too, out of sight: the browser must not ask for it.
    use_required_attribute = False

    def __init__(self, data, *, draft, prefix, value: Any = None):
        self.draft, self.value = draft, value
        # A row that was just added has no fields in the data yet: it shows what is usual.
        is_there = data is not None and any(key.startswith(f"{prefix}-") for key in data)
        super().__init__(
            data if is_there else None, prefix=prefix, initial=self.shown(value) if value else {}
        )
        self.build()
        if data is not None and not is_there:
            for field in self.visible_fields()[:1]:
                field.field.widget.attrs["autofocus"] = True

    def build(self):
        """The place to add fields that are not the same in every draft."""

    def shown(self, value) -> dict[str, Any]:
        """The first values of the fields."""
        return {field.name: getattr(value, field.name) for field in fields(value)}

    def full_clean(self):
        if self.is_bound and not self.draft.is_checked:
            self._errors, self.cleaned_data = ErrorDict(), {}
            return
        super().full_clean()

    @property
    def rows(self) -> list["Rows"]:
        """The lists of rows inside this form."""
        return []

    def is_valid(self):
        return super().is_valid() and all(rows.is_valid() for rows in self.rows)


class SectionForm(DraftForm):
    """A section whose fields are named as those of its dataclass."""

    section: type

    def made(self):
        """The section as it was typed; only of a valid form."""
        given = self.cleaned_data
        return self.section(
            **{f.name: given[f.name] for f in fields(self.section) if f.name in given}
        )


class Rows:
    """Forms of one kind, as many as the draft holds, each under a number that stays with it."""

    def __init__(self, form_class, data, *, draft, prefix, values=(), blank=None):
        self.prefix, self.draft, self.data = prefix, draft, data
        self.form_class, self.values, self.blank = form_class, list(values), blank

    @property
    def name(self) -> str:
        return f"{self.prefix}-rows"

    @cached_property
    def numbers(self) -> list[str]:
        if self.data is None or self.name not in self.data:
            return [str(number) for number in range(len(self.values))]
        return numbers_in(self.data[self.name])

    @property
    def text(self) -> str:
        return ",".join(self.numbers)

    @cached_property
    def forms(self) -> list[Any]:
        return [self._form(number) for number in self.numbers]

    def _form(self, number):
        is_first = self.data is None or self.name not in self.data
        value = self.values[int(number)] if is_first else self.blank
        form = self.form_class(
            self.data, draft=self.draft, prefix=f"{self.prefix}-{number}", value=value
        )
        form.number, form.among = number, self
        return form

    def __iter__(self):
        return iter(self.forms)

    def __len__(self):
        return len(self.forms)

    def is_valid(self) -> bool:
        return all(form.is_valid() for form in self.forms)

    def made(self) -> list:
        return [form.made() for form in self.forms]


def numbers_in(text: str) -> list[str]:
    """The numbers of rows in "0,1,4", each once."""
    known = [part for part in text.split(",") if NUMBER.fullmatch(part)]
    return list(dict.fromkeys(known))[:MOST_ROWS]
