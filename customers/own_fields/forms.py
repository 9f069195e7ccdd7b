"""The own fields of a record in its form, and the admin's form for a field."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from crm.editing import ThreeWayForm, plain
from crm.widgets import DayInput
from customers.axes.forms import NAMES, NamedForm
from customers.models import Axis, OwnField
from customers.models.own_field import FORM_FIELD

HOLD = "SELECT id FROM customers_ownfield WHERE id = ANY(%s) AND archived_at IS NULL FOR SHARE"
LONGEST_TOLD = 200
ARCHIVED = _(
    "“%(field)s” has been archived meanwhile: “%(text)s” is saved nowhere. "
    "Copy it if you need it, then save again."
)
YES_NO = [("", "—"), ("yes", _("yes")), ("no", _("no"))]


class OwnValueField(forms.CharField):
    """Reads and writes one own field's value; cleans to None where it is empty."""

    def __init__(self, own: OwnField):
        self.own = own
        super().__init__(
            label=own.labelled,
            required=own.is_required,
            help_text=escape(own.help_text),
            widget=widget_of(own),
        )

    def to_python(self, value):
        return self.own.read(str(value)) if value is not None else None

    def prepare_value(self, value):
        is_text = value is None or isinstance(value, str)
        return value if is_text else self.own.type.typed(value)

    def run_validators(self, value):
        """What `read` let through is sound; the validators of a text would not know it."""


def widget_of(own: OwnField):
    if own.kind == "flag":
        return forms.Select(choices=YES_NO)
    if own.kind == "date":
        return DayInput()
    mode = {"number": "decimal", "money": "decimal", "link": "url"}.get(own.kind, "text")
    return forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off"})


class OwnFieldsForm(ThreeWayForm):
    """The trait of showing the own fields of its model, as fields named `own_<key>`.

    Each is merged by itself: two people who change different ones of a row both win.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.own = {field.form_field: field for field in self._wanted_own_fields()}
        for name, field in self.own.items():
            self.fields[name] = OwnValueField(field)
            self.initial[name] = self.instance.own_value(field)
        self._leave_out_what_is_covered()

    def _leave_out_what_is_covered(self):
        """What one does not see whole one does not change: a rule of the record's pool."""
        mask = getattr(self.instance, "mask", None)
        for name in mask.covered_fields(self.instance) if mask else ():
            self.fields.pop(name, None)
            self.own.pop(name, None)

    def _wanted_own_fields(self) -> list[OwnField]:
        # A cell of another column has no use for them.
        if self.only is not None and not any(name.startswith(FORM_FIELD) for name in self.only):
            return []
        in_use = OwnField.objects.of(self._meta.model).in_use()
        return [field for field in in_use if self.wants(field.form_field)]

    @property
    def own_fields(self):
        return [self[name] for name in self.own]

    def read(self, row, name):
        field = self.own.get(name)
        return self._meta.model.own_value(row, field) if field else super().read(row, name)

    def write(self, row, name, value):
        if field := self.own.get(name):
            row.set_own(field, value)
            return "own"
        return super().write(row, name, value)

    def show(self, name, value):
        if field := self.own.get(name):
            return field.worded(value)
        return super().show(name, value)

    def clean(self):
        cleaned = super().clean()
        self._tell_of_archived([field for field in self._archived() if self._is_new(field)])
        return cleaned

    def _archived(self) -> list[OwnField]:
        """The fields that the form had when it was opened and that are archived since."""
        start = self.add_prefix(FORM_FIELD)
        posted = {name.removeprefix(start) for name in self.data if name.startswith(start)}
        unknown = posted - {field.key for field in self.own.values()}
        if not unknown:
            return []
        fields = OwnField.objects.of(self._meta.model)
        return list(fields.filter(archived_at__isnull=False, key__in=unknown))

    def _is_new(self, field) -> bool:
        """Whether something else was typed into it than stood there."""
        made, seen = OwnValueField(field), self._unpacked()[0].get(field.form_field, "")
        try:
            return plain(made.prepare_value(made.to_python(self._typed(field)))) != seen
        except ValidationError:
            return True

    def _typed(self, field) -> str:
        return self.data.get(self.add_prefix(field.form_field), "")

    def _tell_of_archived(self, fields):
        """Nothing that was typed goes without a word; sent again, the rest is saved."""
        for field in fields:
            self.fields.pop(field.form_field, None)
            self.own.pop(field.form_field, None)
            words = {"field": field.name, "text": self._typed(field)[:LONGEST_TOLD]}
            self.add_error(None, ARCHIVED % words)

    def _store(self, row, names, by) -> bool:
        """What the row's own lock does not hold: an admin may archive a field this moment."""
        mine = [self.own[name] for name in names if name in self.own]
        in_use = held_in_use(mine)
        if gone := [field for field in mine if field.pk not in in_use]:
            self._tell_of_archived(gone)
            return False
        return super()._store(row, names, by)

    def _post_clean(self):
        super()._post_clean()
        if self.instance._state.adding:
            for name in self.own.keys() & self.cleaned_data.keys():
                self.write(self.instance, name, self.cleaned_data[name])


def held_in_use(fields: list[OwnField]) -> set[int]:
    """The ids of those in use, which stay so until the transaction ends."""
    if not fields:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(HOLD, [[field.pk for field in fields]])
        return {pk for (pk,) in cursor}


class OwnFieldForm(NamedForm):
    """Adds or changes a field; the kind is chosen once."""

    class Meta:
        model = OwnField
        fields = ["kind", *NAMES, "currency", "help_text", "is_required", "in_grid"]

    taken = _("There is a field of this name already.")

    def __init__(self, *args, host, **kwargs):
        super().__init__(*args, **kwargs)
        self.host = host
        self.fields["kind"].widget = forms.RadioSelect(choices=OwnField.kind_choices())
        if self.instance.pk:
            del self.fields["kind"]
        if self.instance.pk and self.instance.kind != "money":
            del self.fields["currency"]
        self.fields["is_required"].help_text = _(
            "Nobody saves a form without it, and no sheet is imported without it."
        )

    def namesakes(self):
        return super().namesakes().of(self.host)

    def clean(self):
        given = super().clean()
        kind = given.get("kind") or self.instance.kind
        if kind == "money" and not given.get("currency"):
            self.add_error("currency", _("Choose the currency of the amounts."))
        if kind != "money" and "currency" in self.fields:
            given["currency"] = ""
        return given

    def clean_name_zh(self):
        return self._refused_if_fixed("name_zh")

    def clean_name_en(self):
        return self._refused_if_fixed("name_en")

    def _refused_if_fixed(self, name):
        """A name that another column has would make two headings nobody can tell apart."""
        text = self.cleaned_data[name]
        if text and text.casefold() in fixed_names(self.host):
            raise ValidationError(
                _("“%(name)s” is a column already. Choose another name.") % {"name": text}
            )
        return text


def fixed_names(model) -> set[str]:
    """What the fields of the model and the axes are called, in every language."""
    fields = [field for field in model._meta.concrete_fields if field.editable]
    found = set()
    for code, _language in settings.LANGUAGES:
        with translation.override(code):
            found |= {str(field.verbose_name).casefold() for field in fields}
    axes = Axis.objects.in_use().values_list("name_zh", "name_en")
    return found | {name.casefold() for names in axes for name in names}
