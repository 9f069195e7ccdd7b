"""Who may see what: the one predicate (design, section 4).

A customer row carries three arrays of principals, kept by the database: `reader_ids` may read
the card with its contacts, `insider_ids` everything that belongs to the customer, `editor_ids`
may change it. Lists test the arrays under their GIN index; a single record is tested exactly,
against the shares as they stand this instant (`Customer.access_of`).
"""

from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import BooleanField, F, Func, IntegerField, Q, Transform, Value

from crm.matching import MatchableQuerySet

READERS, INSIDERS, EDITORS = "reader_ids", "insider_ids", "editor_ids"

FEW_PRINCIPALS = 20

SEVERAL = 0
"""Nobody's id: the sole reader of a row that has several, or none."""


@ArrayField.register_lookup
class Sole(Transform):
    """The only member of an integer array, or SEVERAL: an index on it tells nearly all rows of a
    principal apart from all others, and it can hold what a count needs."""

    lookup_name = "sole"
    template = (
        f"(CASE cardinality(%(expressions)s) WHEN 1 THEN (%(expressions)s)[1] ELSE {SEVERAL} END)"
    )
    output_field = IntegerField()


def granting(user, array: str = READERS, *, scanning=False) -> Q:
    """The condition under which a living customer row grants `array` to `user`.

    `scanning` says that very many rows are looked through: see `among`.
    """
    return Q(deleted_at__isnull=True) & among(user, array, scanning=scanning)


def among(user, array: str, *, scanning=False) -> Q:
    """The same of rows that are known to live.

    Where very many are scanned most have one member, whom an index knows, and only the others are
    compared with all the principals.
    """
    if user.reads_all:
        return Q()
    shared = Q(**{f"{array}__overlap": user.principals})
    if not scanning:
        return shared
    sole = f"{array}__sole"
    return Q(**{f"{sole}__in": [SEVERAL, *user.principals]}) & (~Q(**{sole: SEVERAL}) | shared)


def has_many_principals(user) -> bool:
    """Whether to compare an array with all of them takes longer than any other test of a row."""
    return not user.reads_all and len(user.principals) > FEW_PRINCIPALS


class HaveOneInCommon(Func):
    """Whether several integer arrays share a member."""

    template = "EXISTS (SELECT unnest(%(expressions)s))"
    arg_joiner = ") INTERSECT SELECT unnest("
    output_field = BooleanField()


class CustomerQuerySet(MatchableQuerySet):
    def visible_to(self, user, array: str = READERS, *, scanning=False):
        return self.filter(granting(user, array, scanning=scanning))

    def living(self):
        """Those that were not deleted, whoever may see them."""
        return self.filter(deleted_at__isnull=True)

    def entrusted_to(self, principals):
        """Those to which one and the same of `principals` is an insider and an editor."""
        mine = Value(list(principals), output_field=ArrayField(IntegerField()))
        # Answered by the index; which of the two arrays a principal stands in comes next.
        near = {f"{array}__overlap": list(principals) for array in (INSIDERS, EDITORS)}
        return self.filter(HaveOneInCommon(F(INSIDERS), F(EDITORS), mine), **near)

    def writable_inside_by(self, user):
        """Those inside which `user` may write: `Access.edits_inside`, for lists."""
        seen = self.visible_to(user, INSIDERS)
        return seen if user.reads_all else seen.entrusted_to(user.principals)


class CustomerChildQuerySet(MatchableQuerySet):
    """Rows that belong to a customer.

    Their model names the way to the customer in `customer_path` and, in `customer_array`,
    which of the customer's arrays opens them: the insiders', unless it says otherwise.
    """

    def visible_to(self, user):
        path, array = self.model.customer_path, self.model.customer_array
        customers = related_model(self.model, path).objects.visible_to(user, array)
        # A subquery, never a join: the planner misjudges the joined predicate (12 ms against 381).
        return self.filter(**{f"{path}__in": customers.values("pk")}).living()

    def living(self):
        """Those that were not deleted, whoever may see them."""
        return self.filter(deleted_at__isnull=True) if self.model.is_deletable() else self


class CustomerChild(models.Model):
    """Anything that belongs to a customer and is seen by those who see the customer."""

    customer_path = "customer"
    customer_array = INSIDERS

    objects = CustomerChildQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def is_deletable(cls) -> bool:
        return any(field.name == "deleted_at" for field in cls._meta.concrete_fields)

    def customer_of(self):
        """The customer this row belongs to, along `customer_path`."""
        record = self
        for name in self.customer_path.split("__"):
            record = getattr(record, name)
        return record


@dataclass(frozen=True)
class Access:
    """What one user may do with one customer at this instant."""

    reads: bool
    inside: bool
    edits: bool
    edits_inside: bool

    @classmethod
    def to_everything(cls):
        return cls(True, True, True, True)

    @classmethod
    def of_principals(cls, principals, readers, insiders, editors):
        mine = set(principals)
        reads, inside, edits = (mine & set(ids or ()) for ids in (readers, insiders, editors))
        return cls(bool(reads), bool(inside), bool(edits), bool(inside & edits))


def related_model(model, path: str):
    for name in path.split("__"):
        model = model._meta.get_field(name).related_model
    return model
