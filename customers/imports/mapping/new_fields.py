"""Columns that become own fields, made when the mapping is confirmed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.naming import is_chinese
from customers.imports.kinds import KINDS as KINDS_OF_SHEETS
from customers.imports.mapping.choices import NEW
from customers.models import OwnField
from customers.models.own_field import hosts
from customers.own_fields import tending
from customers.own_fields.currencies import CURRENCIES
from customers.own_fields.forms import OwnFieldForm
from customers.own_fields.kinds import KINDS


class NewFields:
    """The part of a mapping's form that is about fields to be made."""

    def __init__(self, form):
        self.form, self.asked = form, {}

    def wanted(self) -> dict[int, type]:
        """The model that each column wants a field of."""
        kind = KINDS_OF_SHEETS[self.form.stored.kind]
        models = {f"{NEW}{name}": m for name, m in hosts().items() if name in kind.new_fields}
        choices = self.form.choices.items()
        return {column: models[choice] for column, choice in choices if choice in models}

    def add(self):
        fields = self.form.fields
        for column in self.wanted():
            fields[f"name_{column}"] = forms.CharField(
                label=_("Name"), max_length=80, required=False, initial=self.form.header[column]
            )
            fields[f"kind_{column}"] = forms.ChoiceField(
                label=_("Kind"),
                choices=[(key, kind.label) for key, kind in KINDS.items()],
                required=False,
                initial=self.form.kind_of(column),
            )
            if self.form.now(f"kind_{column}") == "money":
                fields[f"currency_{column}"] = forms.ChoiceField(
                    label=_("Currency"), choices=[(code, code) for code in CURRENCIES]
                )
        self._fill_what_was_not_asked_yet()

    def _fill_what_was_not_asked_yet(self):
        """A column that has just been made a new field was sent without a name and a kind."""
        form = self.form
        if not form.being_filled_in:
            return
        lacking = {
            name: form.fields[name].initial or "CNY"
            for name in form.fields
            if name.startswith(("name_", "kind_", "currency_")) and name not in form.data
        }
        if lacking:
            form.data = form.data.copy()
            form.data.update(lacking)

    def shown(self, column: int) -> list:
        names = (f"{what}_{column}" for what in ("name", "kind", "currency"))
        return [self.form[name] for name in names if name in self.form.fields]

    def clean(self):
        """Asks the own fields' form; what it has against a field stands by the field's name."""
        names: set[str] = set()
        for column, model in self.wanted().items():
            given = self._given(column)
            self.asked[column] = asked = OwnFieldForm(given, host=model)
            for name, sentences in asked.errors.items():
                self._tell(column, "currency" if name == "currency" else "name", sentences)
            name = f"{model._meta.model_name} {self.form.now(f'name_{column}').strip().casefold()}"
            if name in names:
                self._tell(column, "name", [OwnFieldForm.taken])
            names.add(name)

    def _given(self, column: int) -> dict:
        form = self.form
        return {
            **named(form.now(f"name_{column}").strip()),
            "kind": form.now(f"kind_{column}"),
            "currency": form.now(f"currency_{column}"),
        }

    def _tell(self, column: int, what: str, sentences):
        heading = self.form.heading(column)
        for sentence in sentences:
            words = {"column": heading, "problem": sentence}
            place = f"{what}_{column}" if f"{what}_{column}" in self.form.fields else None
            self.form.add_error(place, _("%(column)s: %(problem)s") % words)

    def make(self) -> dict[int, str]:
        """Makes the fields, in the caller's transaction; the target of each column. Raises
        Refused where there are too many."""
        return {column: self._target(self._made(column, m)) for column, m in self.wanted().items()}

    def _target(self, made: OwnField) -> str:
        return KINDS_OF_SHEETS[self.form.stored.kind].new_fields[made.host] + made.key

    def _made(self, column: int, model) -> OwnField:
        given = self.asked[column].cleaned_data | {"in_grid": False}
        return tending.add_field(model, **given)


def named(name: str) -> dict[str, str]:
    """A name in the field of the language it is in; the form of what it names fills the other."""
    return {"name_zh" if is_chinese(name) else "name_en": name}
