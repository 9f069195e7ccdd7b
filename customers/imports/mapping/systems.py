"""Which system the rows of a sheet come from."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from customers.imports.mapping.targets import KEYS, SOURCE_SYSTEM
from customers.models import SourceSystem

FIELD = "system"


class SystemChoice:
    """The part of a mapping's form with the field `system`, where there are systems at all."""

    def __init__(self, form):
        self.form = form

    @cached_property
    def offered(self) -> dict[str, str]:
        return {str(s.pk): s.name for s in SourceSystem.objects.in_use()}

    @property
    def chosen(self) -> int | None:
        now = self.form.now(FIELD, str(self.form.stored.system or ""))
        return int(now) if now in self.offered else None

    def add(self):
        if self.offered:
            self.form.fields[FIELD] = forms.ChoiceField(
                label=_("Source system"),
                choices=[("", _("none")), *self.offered.items()],
                required=False,
                initial=str(self.form.stored.system or ""),
                help_text=_("Rows with a key are known by it, before anything else is compared."),
            )

    def clean(self):
        """Keys must be of some system: the sheet's, the row's, or one that the cell names."""
        mapping = self.form.drawn
        if self.chosen or SOURCE_SYSTEM in mapping.chosen:
            return
        keyed = (source for source in mapping.sources if source.target.name.endswith(KEYS))
        for source in keyed:
            read = source.target.column.reader()
            texts = (str(source.said(row.cells)) for row in self.form.rows)
            if any(system is None for text in texts if text for system, _key in read(text)):
                raise ValidationError(
                    {FIELD: _("Choose the source system that the keys of this sheet are of.")}
                )
