"""A list opened through a saved view: the one place where `?view=` gets its meaning."""

from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from crm.grid.addresses import LISTS, MOVING, query_text
from crm.grid.filters import SeveralInput
from crm.grid.saved.models import SavedView

ALL = "all"
"""`?view=all` opens the list without a view, also to those who have a default one."""


class Viewed:
    """The trait of having views. `given` is what the URL says, `params` what that means.

    `?view=12` alone is the view as it was saved. As soon as the URL says anything of the state it
    says all of it, and the view is only what it began as.
    """

    @cached_property
    def views(self) -> list[SavedView]:
        """Those of this list that the user may open, in their order."""
        if not self.key:
            return []
        views = SavedView.objects.visible_to(self.user).filter(grid=self.key)
        return list(views.as_placed_by(self.user).select_related("owner", "team"))

    @cached_property
    def view(self) -> SavedView | None:
        asked = self.given.get("view", "")
        if asked in ("", ALL):
            return None
        found = next((view for view in self.views if str(view.pk) == asked), None)
        if found is None:
            self.problems.append(
                _("The view “%(name)s” is gone or not shared with you.") % {"name": asked[:60]}
            )
        return found

    @cached_property
    def default_view(self) -> SavedView | None:
        """What the list opens with where the URL says nothing."""
        return next((view for view in self.views if view.is_default), None)

    @cached_property
    def params(self) -> QueryDict:
        says_state = self.given.keys() - MOVING - {"view"}
        if says_state or self.view is None:
            return self.given
        params = QueryDict(self.view.query, mutable=True)
        for name in self.given:
            params.setlist(name, self.given.getlist(name))
        return params

    # --- the state, and whether it is still the view's ---

    @cached_property
    def state(self) -> dict[str, str]:
        """What the URL means, one text a name; without the view and the place in the list."""
        return self._flat(self.params)

    def _flat(self, params) -> dict[str, str]:
        names = [name for name in params if name not in MOVING | {"view"}]
        texts = {name: self._text(name, params.getlist(name)) for name in names}
        return {name: text for name, text in texts.items() if text}

    def _text(self, name, values) -> str:
        if name in LISTS or self._takes_several(name):
            return ",".join(value for value in values if value)
        return values[-1] if values else ""

    def _takes_several(self, name) -> bool:
        field = self.filterset.form.fields.get(name)
        return field is not None and isinstance(field.widget, SeveralInput)

    @cached_property
    def _saved_state(self) -> dict[str, str]:
        query = self.view.query if self.view else ""
        return self._ordered(self._flat(QueryDict(query)))

    def _ordered(self, state) -> dict[str, str]:
        """The state with its order said, so that it is never empty."""
        return {**state, "sort": state.get("sort") or self.default_order}

    def is_as_saved(self, state) -> bool:
        """Whether the state is the view's. Columns count where the URL names them."""
        columns = ",".join(self.view.columns if self.view else ())
        rest = {name: text for name, text in state.items() if name != "cols"}
        same_columns = state.get("cols", columns) == columns
        return same_columns and self._ordered(rest) == self._saved_state

    @cached_property
    def is_changed(self) -> bool:
        return self.view is not None and not self.is_as_saved(self.state)

    def said(self, state) -> dict[str, str]:
        """What a URL must say to mean the state."""
        state = {name: text for name, text in state.items() if text not in (None, "")}
        if self.view is None:
            return state or ({"view": ALL} if self.default_view else {})
        view = {"view": str(self.view.pk)}
        return view if self.is_as_saved(state) else view | self._ordered(state)

    @property
    def carried(self) -> dict[str, str]:
        """What a form sends along with its own fields to stay in this list and this view."""
        if self.view is None:
            return self.state
        return {"view": str(self.view.pk), **self._ordered(self.state)}

    @property
    def whole_state(self) -> str:
        """Everything that is seen, for others who may have other columns and no such view."""
        columns = ",".join(column.name for column in self.shown_columns)
        return query_text({**self._ordered(self.state), "cols": columns})

    def _name_unknown(self, names, kind):
        words = self.view.words if self.view else {}
        gone = [name for name in names if name in words]
        super()._name_unknown([name for name in names if name not in words], kind)
        for name in sorted(gone):
            self.problems.append(
                _("“%(name)s” is gone; the view “%(view)s” shows without it.")
                % {"name": words[name][:60], "view": self.view.name}
            )
