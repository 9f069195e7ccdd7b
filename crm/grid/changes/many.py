"""One column of many rows gets one value."""

from django.forms import ModelChoiceField
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from crm.grid.changes.models import ChangeSet
from crm.grid.changes.writing_down import draft_many
from crm.grid.choosing import Selection
from crm.refusals import NotAllowed

PREFIX = "new"
CLEAR = f"{PREFIX}-clear"


class Many:
    """The rows of a selection and the column chosen; by default the first there is.

    Raises NotAllowed where none of the rows is the user's to change.
    """

    def __init__(self, selection: Selection, name: str):
        self.selection = selection
        self.grid = selection.grid
        self.grid.refuse_unless_editable()
        self.column = self.columns.get(name) or next(iter(self.columns.values()))
        self.field = self.column.form_field

    @cached_property
    def columns(self) -> dict:
        """Those whose value means the same in every row: a contact is one of its customer's."""
        names = [column.form_field for column in self.grid.editable_columns.values()]
        made = self.grid.editing.form_of(self.example, names).fields
        columns = self.grid.editable_columns.items()
        return {
            name: column
            for name, column in columns
            if not isinstance(made.get(column.form_field), ModelChoiceField | None)
        }

    @cached_property
    def example(self):
        """A row that may be changed, whose form asks for the value."""
        chosen = self.selection.rows.order_by().values("pk")
        found = self.grid.editing.rows(self.grid.user).filter(pk__in=chosen).first()
        if found is None:
            raise NotAllowed(
                _("You may see these rows, but change none of them."),
                _("Ask their owners to share them so that you may."),
            )
        return self.grid.as_shown([found])[0]

    def form(self, data=None):
        form = self.grid.editing.form_of(self.example, {self.field}, data, prefix=PREFIX)
        if data is None:
            form.initial[self.field] = None
        return form

    @property
    def may_clear(self) -> bool:
        made = self.form().fields[self.field]
        return not made.required and not self.is_yes_or_no

    @property
    def is_yes_or_no(self) -> bool:
        return getattr(self.form().fields[self.field].widget, "input_type", "") == "checkbox"

    def draft(self, form) -> ChangeSet | None:
        """None: the form says why there is none. An empty value is meant only if it was said."""
        if not form.is_valid():
            return None
        value = form.cleaned_data[self.field]
        plain = form.plain(self.field, value)
        if form.data.get(CLEAR) and self.may_clear:
            value, plain = None, [] if isinstance(plain, list) else ""
        elif plain in ("", []):
            form.add_error(self.field, _("Say the new value, or tick “Clear it”."))
            return None
        text = form.show(self.field, value) if value is not None else ""
        return draft_many(self.selection, self.column, plain, text)
