"""Who is told when a customer changes hands, and when somebody is asked or warned about one."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone

from crm.notices import Told, notify, notify_many
from customers.imports.kinds import kind_of
from customers.notice_kinds import (
    ASKED,
    ASSIGNED,
    DECIDED,
    EXPIRED,
    IMPORT_UNDONE,
    MERGED,
    RELEASED,
    SHARED,
    WARNED,
)


class Warned(NamedTuple):
    """One customer that is about to be released, told to one person.

    `owner` is the owner's name where somebody else, their manager, is told.
    """

    user_id: int
    customer_id: int
    customer: str
    day: date
    owner: str = ""


class Owning(NamedTuple):
    """How many records of theirs were put back, one of them `customer` or one of its records."""

    owner_id: int
    customer: str
    count: int


def tell_of(*entries) -> None:
    """Tells those concerned of ledger entries, however many, in one statement."""
    notify_many(told for entry in entries for told in notices_of(entry))


def notices_of(entry) -> Iterable[Told]:
    find = FINDERS.get(entry.verb)
    return find(entry) if find else ()


def of_assignment(entry):
    """The new owner, and the one it was taken from."""
    if entry.to_owner_id is None or entry.to_owner_id == entry.from_owner_id:
        return
    yield told(entry, ASSIGNED, entry.to_owner_id)
    if entry.from_owner_id:
        yield told(entry, ASSIGNED, entry.from_owner_id, to=str(entry.to_owner))


def of_share(entry):
    """The receiver; a team is not told one by one."""
    if entry.receiver_user_id:
        yield told(entry, SHARED, entry.receiver_user_id)


def of_end_of_share(entry):
    """Of a share that ran out; who ends one by hand speaks to the other."""
    if entry.receiver_user_id and entry.details.get("expired"):
        yield told(entry, EXPIRED, entry.receiver_user_id, what="share")


def of_end_of_protection(entry):
    """Of one that ran out; those of one day are one notice."""
    if entry.from_owner_id and entry.details.get("expired"):
        notice = told(entry, EXPIRED, entry.from_owner_id, what="protection")
        yield replace(notice, batch=f"protection-{timezone.localdate()}")


def of_merge(entry):
    """Who held what went into another, where somebody else did it."""
    if entry.from_owner_id and entry.from_owner_id != entry.by_id:
        yield told(entry, MERGED, entry.from_owner_id, to=entry.details["name"])


def of_release(entry):
    """The owner, when somebody else or a rule did it."""
    if entry.from_owner_id:
        yield told(entry, RELEASED, entry.from_owner_id, pool=str(entry.to_pool))


FINDERS = {
    "assigned": of_assignment,
    "handed_over": of_assignment,
    "taken_back": of_assignment,
    "shared": of_share,
    "unshared": of_end_of_share,
    "merged": of_assignment,
    "merged_into": of_merge,
    "unprotected": of_end_of_protection,
    "released": of_release,
}


def told(entry, kind, user_id, **details) -> Told:
    """What loses and what wins customers in one batch are notices apart."""
    batch = f"{entry.batch_id}{'-lost' if 'to' in details else ''}" if entry.batch_id else ""
    return Told(
        user_id,
        kind,
        url=page_of(entry.customer_id),
        list_url=reverse("customers:list"),
        by_id=entry.by_id,
        batch=batch,
        details={**about(entry.customer), **details},
    )


def warned(rows: Iterable[Warned]) -> None:
    """Tells of customers about to be released; those of one day are one notice a person."""
    day = timezone.localdate()
    notify_many(
        Told(
            row.user_id,
            WARNED,
            url=page_of(row.customer_id),
            list_url=reverse("customers:list"),
            batch=f"{day}{'-team' if row.owner else ''}",
            details={
                "customer": row.customer,
                "customer_id": row.customer_id,
                "day": row.day.isoformat(),
                "owner": row.owner,
            },
        )
        for row in rows
    )


def asked(users, customer, *, by, request: str, url: str, batch=None) -> None:
    """Tells those who may decide; `request` is "keep", "extend", "access" or "dispute"."""
    notify(users, ASKED, url=url, by=by, batch=batch, request=request, **about(customer))


def decided(users, customer, *, by, request: str, granted: bool, url="") -> None:
    """Tells those who asked what became of it."""
    url = url or page_of(customer.pk)
    notify(users, DECIDED, url=url, by=by, request=request, granted=granted, **about(customer))


def import_undone(owners: Iterable[Owning], sheet_import, *, by) -> None:
    """Tells owners of what was put back; one notice each."""
    kind = kind_of(sheet_import)
    url, batch = reverse(kind.list_url), f"import-{sheet_import.pk}"
    notify_many(
        Told(
            each.owner_id,
            IMPORT_UNDONE,
            url=url,
            list_url=url,
            by_id=by.pk,
            batch=batch,
            details={"customer": each.customer, "kind": kind.name},
            count=each.count,
        )
        for each in owners
    )


def page_of(customer_id: int) -> str:
    return reverse("customers:detail", args=[customer_id])


def about(customer) -> dict:
    return {"customer": customer.name, "customer_id": customer.pk}
