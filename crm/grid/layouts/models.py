"""The columns of a list as one person left them."""

from django.conf import settings
from django.db import models, transaction

from crm.grid.saved.models import SavedView

NARROWEST, WIDEST = 48, 900


class GridLayoutQuerySet(models.QuerySet):
    def of(self, grid):
        """What is remembered for the reader of `grid` in its view; an empty one if nothing is."""
        named = {"user": grid.user, "grid": grid.key, "view": grid.view}
        return self.filter(**named).first() or self.model(**named)

    @transaction.atomic
    def changing(self, grid, change):
        """Applies `change(layout)` to what is remembered; two at once come one after the other."""
        named = {"user": grid.user, "grid": grid.key, "view": grid.view}
        found, _is_new = self.select_for_update().get_or_create(**named)
        change(found)
        found.save(update_fields=["columns", "widths", "pinned"])
        return found


class GridLayout(models.Model):
    """One person's columns of the list `grid`, in one of its views or in none: what it says goes
    before what the view says.

    `columns` are names in order (none: the usual ones), `widths` pixels by name (None: as wide as
    its content), `pinned` the names of those that stay at the left edge (None: as usual).
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    grid = models.CharField(max_length=40)
    view = models.ForeignKey(SavedView, models.CASCADE, null=True, related_name="+")
    columns = models.JSONField(default=list)
    widths = models.JSONField(default=dict)
    pinned = models.JSONField(null=True)

    objects = GridLayoutQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "grid", "view"],
                nulls_distinct=False,
                name="one_layout_a_person_and_view",
            )
        ]

    @property
    def says_something(self) -> bool:
        return bool(self.columns or self.widths) or self.pinned is not None

    def show(self, names: list[str]):
        self.columns = names

    def pin(self, names: list[str]):
        self.pinned = names

    def resize(self, name: str, width: int | None):
        """In pixels; None is as wide as its content."""
        self.widths[name] = None if width is None else min(max(width, NARROWEST), WIDEST)

    def reset(self):
        self.columns, self.widths, self.pinned = [], {}, None
