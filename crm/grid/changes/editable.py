"""A list whose cells can be changed where they stand."""

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.grid.actions import BulkAction
from crm.grid.changes.editing import Editing
from crm.refusals import Refused


class Editable:
    """The trait of being changed in place; a list without `editing` is only read."""

    editing: Editing | None = None
    is_opened = False
    """Whether rows are drawn with all that can be changed of them: one of them, on a phone."""

    @cached_property
    def editable_columns(self) -> dict:
        """The columns that may be changed here, by name; none for who looks as somebody else."""
        if self.editing is None or self.user.viewed_by:
            return {}
        return {c.name: c for c in self.columns if c.form_field}

    def editing_door(self, pk: int):
        """The record to change. Raises Http404 to strangers, NotAllowed to readers, and Refused
        where the whole list is only read."""
        return self.refuse_unless_editable().door(self.user, pk)

    def refuse_unless_editable(self) -> Editing:
        if self.editing is None or not self.editable_columns:
            raise Refused(_("Nothing is changed in this list."), _("Open the record instead."))
        return self.editing

    def editable_column(self, name: str):
        """Raises Refused for one that is not changed in the list."""
        if name not in self.editable_columns:
            heading = getattr(self.columns_by_name.get(name), "heading", name[:60])
            raise Refused(
                _("“%(column)s” is not changed in the list.") % {"column": heading},
                _("Open the record: what may be done with it stands there."),
            )
        return self.editable_columns[name]

    @cached_property
    def columns_beyond(self) -> list:
        """The columns that are drawn of an opened row only."""
        if not self.is_opened:
            return []
        return [c for c in self.editable_columns.values() if c not in self.shown_columns]

    @property
    def drawn_columns(self) -> list:
        return [*self.shown_columns, *self.columns_beyond]

    @property
    def edit_action(self) -> list[BulkAction]:
        """The verb on a selection that every list has whose cells can be changed."""
        if not (self.key and self.editable_columns):
            return []
        return [BulkAction(gettext_lazy("Edit"), "grids:edit", args=(self.key,))]

    @cached_property
    def rows_to_edit(self) -> set[int]:
        """The ids of those rows on the page that the user may change; one query."""
        if not self.editable_columns:
            return set()
        ids = [record.pk for record in self.page.rows]
        return self.may_edit(ids)

    def may_edit(self, ids) -> set[int]:
        if not ids or self.editing is None:
            return set()
        return set(self.editing.rows(self.user).filter(pk__in=ids).values_list("pk", flat=True))

    @cached_property
    def covered(self):
        return self.editing.covered(self.user)

    def editable_names(self, record, may_edit: bool) -> set[str]:
        """The names of the columns of one row that open to a double click."""
        if not may_edit:
            return set()
        closed = self.covered(record)
        return {name for name, c in self.editable_columns.items() if c.form_field not in closed}
