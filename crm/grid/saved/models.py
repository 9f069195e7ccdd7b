"""A view of a list under a name, what each person made of it, and short links to a state."""

from django.conf import settings
from django.db import models
from django.db.models import F, FilteredRelation, Q
from django.db.models.functions import Coalesce, Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.grid.registry import grid_named
from crm.people.models import Team
from crm.trash import Deletable

PRIVATE, TEAM, EVERYBODY = "private", "team", "everybody"
LONGEST_NAME = 60
LONGEST_STATE = 4_000


class SavedViewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Their own, those for everybody, those of their teams; to an administrator all but
        what others keep to themselves."""
        teams = [-id for id in user.principals if id < 0]
        of_teams = Q(team__isnull=False) if user.reads_all else Q(team__in=teams)
        seen = Q(owner=user) | Q(for_everybody=True) | of_teams
        return self.filter(seen, deleted_at__isnull=True)

    def as_placed_by(self, user):
        """Each with `is_pinned` and `is_default` as that person wants it, in their order."""
        mine = FilteredRelation("places", condition=Q(places__user=user))
        return (
            self.alias(mine=mine)
            .annotate(
                is_pinned=Coalesce(F("mine__is_pinned"), False),
                is_default=Coalesce(F("mine__is_default"), False),
                position=F("mine__position"),
            )
            .order_by(F("position").asc(nulls_last=True), "pk")
        )


class SavedView(Deletable):
    """Conditions, order and columns of the list `grid` under a name.

    `query` is a state as the URL says it, without columns; `layout` holds {"columns": [name],
    "widths": {name: pixels}, "pinned": [name] or None where nobody chose}; `words` what the names
    in both meant when it was saved, for the day they are gone; `before` all three as they were
    until the last saving. It is shared with nobody, with a team and those below it, or with
    everybody.
    """

    grid = models.CharField(max_length=40, editable=False)
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="saved_views",
        verbose_name=_("owner"),
    )
    query = models.CharField(max_length=LONGEST_STATE, blank=True, editable=False)
    layout = models.JSONField(default=dict)
    words = models.JSONField(default=dict)
    team = models.ForeignKey(
        Team,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="saved_views",
        verbose_name=_("team"),
    )
    for_everybody = models.BooleanField(_("for everybody"), default=False)
    before = models.JSONField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("view")
        verbose_name_plural = _("views")
        constraints = [
            models.UniqueConstraint(
                F("owner"),
                F("grid"),
                Lower("name"),
                condition=Q(deleted_at__isnull=True),
                name="one_view_a_name",
            ),
            models.CheckConstraint(
                condition=Q(team__isnull=True) | Q(for_everybody=False),
                name="view_is_shared_one_way",
            ),
        ]
        indexes = [models.Index(fields=["grid", "owner"], name="views_of_a_list")]

    def __str__(self):
        return self.name

    @property
    def columns(self) -> list[str]:
        return self.layout.get("columns", [])

    @property
    def widths(self) -> dict[str, int]:
        return self.layout.get("widths", {})

    @property
    def pinned(self) -> list[str] | None:
        return self.layout.get("pinned")

    @property
    def is_shared(self) -> bool:
        return self.for_everybody or self.team_id is not None

    @property
    def sharing(self) -> str:
        """One of PRIVATE, TEAM, EVERYBODY."""
        return EVERYBODY if self.for_everybody else TEAM if self.team_id else PRIVATE

    def may_be_changed_by(self, user) -> bool:
        """By its owner; what is shared also by administrators, since owners leave."""
        return self.owner_id == user.pk or (self.is_shared and user.is_admin)

    def get_absolute_url(self):
        grid_class = grid_named(self.grid)
        page = reverse(grid_class.url_name) if grid_class else "/"
        return f"{page}?view={self.pk}"

    def url_of(self, verb: str) -> str:
        return reverse(f"grids:view_{verb}", args=[self.grid, self.pk])


class ViewPlace(models.Model):
    """What one person made of a view: pinned to the navigation, opened first, where it stands."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    view = models.ForeignKey(SavedView, models.CASCADE, related_name="places")
    grid = models.CharField(max_length=40, editable=False)
    is_pinned = models.BooleanField(default=False)
    is_default = models.BooleanField(default=False)
    position = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "view"], name="one_place_a_person_and_view"),
            models.UniqueConstraint(
                fields=["user", "grid"],
                condition=Q(is_default=True),
                name="one_default_view_a_list",
            ),
        ]


class ShortLink(models.Model):
    """A state of a list under a few letters that follow from the state itself."""

    code = models.CharField(max_length=32, unique=True, editable=False)
    grid = models.CharField(max_length=40, editable=False)
    query = models.TextField(editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    def get_absolute_url(self):
        return reverse("short_link", args=[self.code])
