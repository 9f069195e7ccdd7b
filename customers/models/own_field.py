"""Own fields, and the trait of having them."""

from functools import cache

from django.apps import apps
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from customers.models.axes import Archivable, Named
from customers.own_fields.currencies import CURRENCIES
from customers.own_fields.kinds import KINDS, Kind
from customers.own_fields.values import OwnValues

OWN, FORM_FIELD = "own.", "own_"


class OwnFieldQuerySet(models.QuerySet):
    def of(self, model):
        """Those of a model, archived ones too, in the admin's order."""
        return self.filter(host=model._meta.model_name).order_by("order", "pk")

    def in_use(self):
        return self.filter(archived_at__isnull=True)


class OwnField(Named, Archivable):
    """A field that an admin added to a model. Its key and kind never change: values depend on them."""

    class IndexState(models.TextChoices):
        NONE = "", _("not asked for")
        MAKING = "making", _("being prepared")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    host = models.CharField(max_length=40, editable=False)
    key = models.SlugField(_("key"), max_length=50, unique=True, editable=False)
    kind = models.CharField(
        _("kind"), max_length=8, choices={key: kind.label for key, kind in KINDS.items()}
    )
    help_text = models.CharField(_("hint"), max_length=200, blank=True)
    currency = models.CharField(
        _("currency"), max_length=3, blank=True, choices={code: code for code in CURRENCIES}
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0, editable=False)
    is_required = models.BooleanField(_("must be filled in"), default=False)
    in_grid = models.BooleanField(_("a column of every list"), default=True)
    is_sorted = models.BooleanField(_("sorts lists of any length"), default=False, editable=False)
    index_state = models.CharField(
        max_length=8, blank=True, default="", choices=IndexState, editable=False
    )

    objects = OwnFieldQuerySet.as_manager()

    class Meta:
        verbose_name = _("own field")
        verbose_name_plural = _("own fields")
        ordering = ["host", "order", "pk"]

    @property
    def type(self) -> Kind:
        return KINDS[self.kind]

    @property
    def labelled(self) -> str:
        """Its name above a form field, with the currency of its amounts."""
        return f"{self.name} ({self.currency})" if self.currency else self.name

    @property
    def path(self) -> str:
        """The way from a row to the typed value."""
        return f"own__{self.key}__{self.type.lookup}"

    @property
    def form_field(self) -> str:
        """What its record's form calls it."""
        return f"{FORM_FIELD}{self.key}"

    @property
    def mask_key(self) -> str:
        """Its name in the rules that say what a pool shows."""
        return f"{self.model.mask_prefix}{OWN}{self.key}"

    @staticmethod
    def kind_choices() -> list:
        """(kind, its label with an example) for a form."""
        return [(key, f"{kind.label} — {kind.example}") for key, kind in KINDS.items()]

    @property
    def model_name(self) -> str:
        return str(self.model._meta.verbose_name_plural)

    @property
    def model(self):
        return hosts()[self.host]

    @cached_property
    def index_name(self) -> str:
        return f"own_{self.host[:12]}_{self.pk}"

    @property
    def has_index(self) -> bool:
        return self.index_state == self.IndexState.READY

    def read(self, text: str):
        """The value a text says; None of an empty one. Raises ValidationError."""
        return self.type.read(text, self) if text.strip() else None

    def worded(self, value) -> str:
        """The value as a person reads it, without a page around it."""
        return "" if value is None else self.type.worded(value)


class HasOwnFields(models.Model):
    """A record to which an admin can add fields."""

    mask_prefix = ""

    own = OwnValues()

    class Meta:
        abstract = True

    def own_value(self, field: OwnField):
        """The value, None where there is none; of a covered record, what is shown instead."""
        stored = self.own.get(field.key)
        is_covered = getattr(stored, "is_masked", False)
        return stored if stored is None or is_covered else field.type.loaded(stored)

    def set_own(self, field: OwnField, value):
        """Puts the value at its key and leaves the other keys alone; None takes it away."""
        kept = {key: stored for key, stored in self.own.items() if key != field.key}
        is_empty = value is None or value == ""
        self.own = kept if is_empty else kept | {field.key: field.type.stored(value)}


@cache
def hosts() -> dict[str, type[HasOwnFields]]:
    """The models that can have own fields, by the name under which their fields are kept."""
    found = [model for model in apps.get_models() if issubclass(model, HasOwnFields)]
    # Customers come before what belongs to them.
    found.sort(key=lambda model: hasattr(model, "customer_path"))
    return {model._meta.model_name: model for model in found}
