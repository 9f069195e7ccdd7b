"""Axes and their categories: rows, so that an admin adds one without a migration."""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.validators import MinValueValidator
from django.db import connection, models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def speaks_chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


class Named(models.Model):
    """Something named in Chinese and English; the reader's language chooses."""

    name_zh = models.CharField(_("Chinese name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return self.name_zh if speaks_chinese() else self.name_en

    @property
    def other_name(self) -> str:
        """The name in the other language, where it is another one."""
        other = self.name_en if speaks_chinese() else self.name_zh
        return other if other != self.name else ""


class Archivable(models.Model):
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None

    def archive(self):
        self._set_archived(timezone.now())

    def unarchive(self):
        self._set_archived(None)

    def _set_archived(self, at):
        self.archived_at = at
        self.save(update_fields=["archived_at"])


class AxisQuerySet(models.QuerySet):
    def with_category_counts(self):
        in_use = Q(categories__archived_at__isnull=True)
        return self.annotate(category_count=models.Count("categories", filter=in_use))

    def in_use(self):
        return self.filter(archived_at__isnull=True).order_by("order", "position")


class Axis(Named, Archivable):
    """A way of classifying customers. Its position in `category_ids` never changes."""

    key = models.SlugField(_("key"), max_length=40, unique=True)
    position = models.PositiveSmallIntegerField(
        unique=True, editable=False, validators=[MinValueValidator(1)]
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    in_grid = models.BooleanField(_("a column of every list"), default=True)
    has_bands = models.BooleanField(_("its categories have an amount band"), default=False)

    FORM_FIELD = "axis_"

    objects = AxisQuerySet.as_manager()

    class Meta:
        verbose_name = _("axis")
        verbose_name_plural = _("axes")
        ordering = ["order", "position"]

    @property
    def form_field(self) -> str:
        """What the customer's form calls its place on this axis."""
        return f"{self.FORM_FIELD}{self.key}"


class CategoryQuerySet(models.QuerySet):
    def in_use(self):
        return self.filter(archived_at__isnull=True)

    def with_children(self):
        below = self.model.objects.filter(parent=models.OuterRef("pk"))
        return self.annotate(has_children=models.Exists(below))

    def with_ancestors(self, ids) -> dict[int, "Category"]:
        """Categories by id, with all above them, each with its `parent` at hand; one query."""
        found = {
            category.pk: category
            for category in self.model.objects.raw(
                """
                WITH RECURSIVE up AS (
                    SELECT * FROM customers_category WHERE id = ANY(%s)
                    UNION
                    SELECT c.* FROM customers_category c JOIN up ON c.id = up.parent_id
                )
                SELECT * FROM up
                """,
                [list(ids)],
            )
        }
        for category in found.values():
            category.parent = found.get(category.parent_id)
        return found

    def subtree_ids(self) -> list[int]:
        """The ids of these categories and of everything below them."""
        with connection.cursor() as cursor:
            cursor.execute(
                """
                WITH RECURSIVE below AS (
                    SELECT unnest(%s::int[]) AS id
                    UNION
                    SELECT c.id FROM customers_category c JOIN below b ON c.parent_id = b.id
                )
                SELECT id FROM below
                """,
                [list(self.values_list("pk", flat=True))],
            )
            return [id for (id,) in cursor]


class Category(Named, Archivable):
    """One value on an axis. Categories of an axis form a tree."""

    class Tone(models.TextChoices):
        NONE = "", _("none")
        JADE = "jade", _("jade")
        AMBER = "amber", _("amber")
        SKY = "sky", _("sky")
        SEAL = "seal", _("seal red")

    axis = models.ForeignKey(Axis, models.PROTECT, related_name="categories")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    code = models.CharField(_("code"), max_length=20, blank=True)
    order = models.PositiveIntegerField(
        _("order"), default=0, help_text=_("Its place in the whole tree, depth first.")
    )
    tone = models.CharField(_("colour"), max_length=8, blank=True, choices=Tone.choices)
    amount_from = models.DecimalField(
        _("amount from"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    amount_to = models.DecimalField(
        _("amount to"), max_digits=16, decimal_places=2, null=True, blank=True
    )

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["axis", "code"], condition=~Q(code=""), name="category_code_once_per_axis"
            ),
            models.CheckConstraint(
                condition=Q(amount_to__gt=F("amount_from")), name="category_band_is_ordered"
            ),
        ]

    @property
    def band(self) -> str:
        """The amounts it stands for, "100,000 – 500,000"."""
        ends = (self.amount_from, self.amount_to)
        low, high = ("" if end is None else intcomma(f"{end:.0f}", use_l10n=False) for end in ends)
        return f"{low} – {high}" if low and high else f"≥ {low}" if low else f"< {high}"

    @property
    def path(self) -> str:
        """The names from the top of the tree, "浙江 / 杭州 / 西湖"; one query a level above."""
        return f"{self.parent.path} / {self.name}" if self.parent else self.name

    @property
    def short_path(self) -> str:
        """The name; behind its parent's from the third level on, where names repeat."""
        if self.parent and self.parent.parent_id:
            return f"{self.parent.name} · {self.name}"
        return self.name
