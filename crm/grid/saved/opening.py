"""A list opened through a saved view: the one place where `?view=` gets its meaning."""

from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from crm.grid.addresses import LISTS, MOVING, PAGING, query_text
from crm.grid.asked import RESERVED
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
        found = self.filter_named(name)
        return found is not None and isinstance(found.field.widget, SeveralInput)

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
    def _shown_names(self) -> str:
        return ",".join(column.name for column in self.shown_columns)

    @property
    def whole_state(self) -> str:
        """Everything that is seen, for others who may have other columns and no such view."""
        return query_text({**self._ordered(self.state), "cols": self._shown_names})

    # --- saving it ---

    @property
    def state_to_save(self) -> str:
        """The same for a view: with the one it began as, whose widths and pins are on the screen."""
        began = {"view": str(self.view.pk)} if self.view else {}
        return query_text({**began, **self._ordered(self.state), "cols": self._shown_names})

    @property
    def known_state(self) -> dict[str, str]:
        """The state without columns and without names that mean nothing here."""
        state = {name: text for name, text in self.state.items() if self._is_known(name)}
        terms = [term for term in state.get("sort", "").split(",") if self._orders_by(term)]
        return self._ordered({**state, "sort": ",".join(terms)})

    def _is_known(self, name) -> bool:
        return name in RESERVED - {"cols"} or self.filter_named(name) is not None

    def _orders_by(self, term) -> bool:
        return term.removeprefix("-") in self.columns_by_name

    def words_for(self, columns) -> dict[str, str]:
        """What the names in the state and those columns mean, as their reader sees them now."""
        state = self.known_state
        filters = {name: found for name in state if (found := self.filter_named(name))}
        words = {name: str(found.label) for name, found in filters.items()}
        sorts = {term.removeprefix("-") for term in state["sort"].split(",")}
        named = {*columns, *sorts} & self.columns_by_name.keys()
        return words | {name: self.columns_by_name[name].heading for name in named}

    # --- the bar over the list ---

    @property
    def can_be_saved(self) -> bool:
        """Whether the list stands as no view has it yet."""
        return bool(self.key and self.view is None and self.state)

    @property
    def may_save_view(self) -> bool:
        return self.view is not None and self.view.may_be_changed_by(self.user)

    @property
    def changeable_views(self) -> list[SavedView]:
        return [view for view in self.views if view.may_be_changed_by(self.user)]

    @property
    def here_url(self) -> str:
        """This very page of the list, in the one spelling it has."""
        place = {name: self.given.get(name) for name in PAGING}
        return "?" + query_text(self.said(self.state) | place)

    @property
    def whole_list_url(self) -> str:
        return f"?view={ALL}" if self.default_view else "?"

    def _name_unknown(self, names, kind):
        words = self.view.words if self.view else {}
        gone = [name for name in names if name in words]
        super()._name_unknown([name for name in names if name not in words], kind)
        for name in sorted(gone):
            self.problems.append(
                _("“%(name)s” is gone; the view “%(view)s” shows without it.")
                % {"name": words[name][:60], "view": self.view.name}
            )
