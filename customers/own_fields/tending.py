"""The verbs on own fields. None of them touches a customer: what was written stays."""

from django.db import connection, transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from crm.refusals import Refused
from customers.axes.tending import swap
from customers.models import OwnField
from customers.own_fields import indexes

MOST = 60


@transaction.atomic
def add_field(model, **given) -> OwnField:
    """A new field behind the others; it is in forms, lists, filters and imports at once.

    Raises Refused where the model has as many as a form can bear.
    """
    lock_fields()
    refuse_too_many(model)
    fields = OwnField.objects.of(model)
    last = fields.aggregate(last=Max("order"))["last"] or 0
    field = OwnField.objects.create(host=model._meta.model_name, order=last + 1, key="new", **given)
    field.key = key_of(field)
    field.save(update_fields=["key"])
    return field


def key_of(field: OwnField) -> str:
    """A word for URLs and parameters that no fixed column, axis or other field has: it ends in
    the field's own number behind an f, and theirs end in none or in a bare one."""
    word = slugify(field.name_en).replace("-", "_")[:30].strip("_")
    return f"{word or 'own'}_f{field.pk}"


@transaction.atomic
def move_field(field: OwnField, step: int):
    """One place up (-1) or down (1) among those in use."""
    lock_fields()
    fields = list(OwnField.objects.of(field.model).in_use())
    swap(fields, field, step)
    for order, each in enumerate(fields, start=1):
        OwnField.objects.filter(pk=each.pk).update(order=order)


@transaction.atomic
def archive(field: OwnField):
    """Out of every form and list, with its index; the values stay with their rows."""
    lock_fields()
    field.archive()
    indexes.send_away(field)


@transaction.atomic
def bring_back(field: OwnField):
    lock_fields()
    refuse_too_many(field.model)
    field.unarchive()
    if field.is_sorted:
        indexes.ask_for(field)


@transaction.atomic
def sort_by(field: OwnField):
    """Lists of any length will sort by it, once its index is made in the background."""
    lock_fields()
    field.refresh_from_db()
    if field.is_archived:
        raise Refused(
            _("“%(field)s” is archived.") % {"field": field},
            _("Bring it back before you sort by it."),
        )
    indexes.ask_for(field)


@transaction.atomic
def sort_no_more(field: OwnField):
    lock_fields()
    OwnField.objects.filter(pk=field.pk).update(is_sorted=False)
    indexes.send_away(field)


def refuse_too_many(model):
    if OwnField.objects.of(model).in_use().count() >= MOST:
        raise Refused(
            _("There are %(most)d own fields already, as many as a form can bear.")
            % {"most": MOST},
            _("Archive one that nobody fills in any more."),
        )


def lock_fields():
    """One admin at a time arranges the fields; whoever reads them is not held up."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE customers_ownfield IN SHARE ROW EXCLUSIVE MODE")
