"""What this room's customers take along into a merge, and what stays behind."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from customers.merging.belongings import Belongings, register_moving, register_staying
from customers.models import Contact, Request, TeamShare, UserShare

# --- contacts: one of them is the primary ------------------------------------------------------


def step_down(rows, survivor) -> list[int]:
    """The primary of the one that goes, where the survivor has its own."""
    living = Contact.objects.filter(customer=survivor, is_primary=True, deleted_at__isnull=True)
    if not living.exists():
        return []
    stepping = list(rows.filter(is_primary=True).values_list("pk", flat=True))
    rows.filter(pk__in=stepping).update(is_primary=False)
    return stepping


def step_up(memory, gone):
    here = Contact.objects.filter(customer=gone)
    if not here.filter(is_primary=True, deleted_at__isnull=True).exists():
        here.filter(pk__in=memory).update(is_primary=True)


# --- shares: one for each receiver -------------------------------------------------------------


def of_others(receiver: str):
    """Shares whose receiver the survivor is not shared with already, nor held by. What was passed
    on stays, since its giver's right may not be there."""

    def choose(rows, survivor):
        theirs = rows.model.objects.filter(
            content_object=survivor, **{receiver: OuterRef(receiver)}
        )
        rows = rows.filter(~Exists(theirs), is_reshared=False)
        return rows.exclude(user=survivor.owner_id) if receiver == "user" else rows

    return choose


def shares_left(receiver: str):
    def foretell(rows, survivor) -> list[str]:
        moving = of_others(receiver)(rows, survivor).values("pk")
        left = rows.exclude(pk__in=moving).select_related(receiver)
        sentence = _("The share with %(receiver)s stays as the survivor has it.")
        return [sentence % {"receiver": share.receiver} for share in left]

    return foretell


# --- requests: one open one of a kind and a person ---------------------------------------------


def not_asked_twice(rows, survivor):
    same = Request.objects.filter(
        customer=survivor, by=OuterRef("by"), kind=OuterRef("kind"), status="open"
    )
    return rows.filter(~(Q(status="open") & Exists(same)))


register_moving(
    Belongings("customers.Contact", make_way=step_down, put_right=step_up),
    Belongings(
        "customers.UserShare",
        "content_object",
        choose=of_others("user"),
        foretell=shares_left("user"),
    ),
    Belongings(
        "customers.TeamShare",
        "content_object",
        choose=of_others("group"),
        foretell=shares_left("group"),
    ),
    Belongings("customers.Request", choose=not_asked_twice),
    Belongings("customers.CustomerKey"),
)
SHARES = {UserShare._meta.label, TeamShare._meta.label}

register_staying("customers.LedgerEntry.customer", "never changed; read from the survivor too")
register_staying("customers.Reveal.customer", "who looked at what stays as it was")
register_staying("customers.BatchRow.customer", "what became of a row of a past run")
register_staying("customers.RowCheck.customer", "what an import made of its row")
register_staying("customers.ReleaseWarning.customer", "of a date that no longer holds")
register_staying("customers.NameKey.customer", "of a name, computed anew")
register_staying("customers.DuplicatePair.a", "only seen while both live")
register_staying("customers.DuplicatePair.b", "only seen while both live")
register_staying("customers.Merge.survivor", "a merge of its own, undone by itself")
register_staying("customers.Merge.gone", "a merge of its own, undone by itself")
register_staying("customers.Customer.merged_into", "an earlier one leads on through it")
