"""What rows get for a target that they say nothing of."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from customers.imports.mapping.targets import CONTACT

MOST = 50


@dataclass
class DefaultRow:
    target: BoundField
    text: BoundField


class DefaultRows:
    """The part of a mapping's form with pairs default_0, text_0 …, the last one blank."""

    def __init__(self, form):
        self.form = form

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        form = self.form
        if not form.is_bound:
            return list(form.stored.defaults.items())
        sent = ((form.now(f"default_{n}"), form.now(f"text_{n}").strip()) for n in range(MOST))
        return [pair for pair in sent if any(pair)]

    @property
    def texts(self) -> dict[str, str]:
        return {target: text for target, text in self.pairs if target in self.form.known and text}

    def add(self):
        form, fields = self.form, self.form.fields
        offered = [("", "—"), *((t.name, t.label) for t in form.known.values())]
        pairs = [*self.pairs, ("", "")]
        for n, (target, text) in enumerate(pairs):
            fields[f"default_{n}"] = forms.ChoiceField(
                label=_("Field"), choices=offered, required=False, initial=target
            )
            fields[f"text_{n}"] = forms.CharField(
                label=_("Value"), required=False, initial=text, max_length=500
            )
        if form.is_bound:  # blank rows between them close up
            form.data = form.data.copy()
            for n, (target, text) in enumerate(pairs):
                form.data[f"default_{n}"], form.data[f"text_{n}"] = target, text

    def shown(self) -> list[DefaultRow]:
        pairs = range(len(self.pairs) + 1)
        return [DefaultRow(self.form[f"default_{n}"], self.form[f"text_{n}"]) for n in pairs]

    def clean(self):
        seen: set[str] = set()
        for n, (name, text) in enumerate(self.pairs):
            try:
                self._refuse_if_wrong(name, text, seen)
            except ValidationError as error:
                self.form.add_error(f"text_{n}", error)
            seen.add(name)

    def _refuse_if_wrong(self, name: str, text: str, seen: set[str]):
        target = self.form.known.get(name)
        if target is None:
            raise ValidationError(_("“%(text)s”: choose the field it is for.") % {"text": text})
        words = {"column": target.label}
        if not text:
            raise ValidationError(_("%(column)s: say what rows without one get.") % words)
        if name in seen:
            raise ValidationError(_("%(column)s stands twice.") % words)
        if name == f"{CONTACT}name":
            raise ValidationError(_("%(column)s: a contact's name is in the sheet.") % words)
        self._refuse_if_unreadable(target, text)

    @staticmethod
    def _refuse_if_unreadable(target, text: str):
        try:
            target.column.reader()(text)
        except ValidationError as error:
            words = {"column": target.label, "problem": " ".join(error.messages)}
            raise ValidationError(_("%(column)s: %(problem)s") % words) from error
