"""Where the values of own fields lie: one JSON object a row, each value typed when it is asked for.

A path such as `own__budget_f1__own_number` is then a value like any model field's: it is filtered,
ordered, summed and indexed. Every conversion is IMMUTABLE, so that an index can hold it.
"""

from django.db import models
from django.db.models import Transform
from django.db.models.fields.json import KeyTextTransform

TEXT_LENGTH = 500
"""A B-tree refuses a key of more than some 2 700 bytes; a character takes four at most."""


class OwnValues(models.JSONField):
    """{key: stored value}; a field without a value has no key."""

    def __init__(self, *args, **options):
        options |= {"default": dict, "db_default": models.Value({}, models.JSONField())}
        super().__init__(*args, **{"editable": False, "blank": True, **options})

    def deconstruct(self):
        name, path, args, options = super().deconstruct()
        given = ("default", "db_default", "editable", "blank")
        return name, path, args, {k: v for k, v in options.items() if k not in given}


class Typed(Transform):
    """The text at a key, in `template`'s type."""

    template = "(%s)"

    def as_sql(self, compiler, connection, **context):
        text = KeyTextTransform(self.lhs.key_name, *self.lhs.get_source_expressions())
        sql, params = compiler.compile(text)
        return self.template.replace("%s", sql, 1), params


@OwnValues.register_lookup
class OwnText(Typed):
    lookup_name = "own_text"
    output_field = models.CharField(max_length=TEXT_LENGTH)


@OwnValues.register_lookup
class OwnNumber(Typed):
    lookup_name = "own_number"
    template = "(%s)::numeric"
    output_field = models.DecimalField(max_digits=20, decimal_places=4)


@OwnValues.register_lookup
class OwnDay(Typed):
    """`::date` reads the session's DateStyle and so is in no index; this function does not."""

    lookup_name = "own_day"
    template = "customers_day(%s)"
    output_field = models.DateField()


@OwnValues.register_lookup
class OwnFlag(Typed):
    lookup_name = "own_flag"
    template = "(%s)::boolean"
    output_field = models.BooleanField()
