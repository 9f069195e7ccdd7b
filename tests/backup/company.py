"""A small company with rows of every kind, some of them nasty, and the way to see it whole."""

import re
from datetime import timedelta
from pathlib import Path

from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from customers.models import UserShare
from customers.own_fields import indexes, tending
from tests.factories import (
    make_axis,
    make_category,
    make_contact,
    make_customer,
    make_import,
    make_leave,
    make_notice,
    make_own_field,
    make_pool,
    make_request,
    make_special_day,
    make_user,
    make_webhook,
)
from tests.factories_changes import make_change_set
from tests.factories_exports import make_export
from tests.factories_intel import make_department, make_dossier, make_fact, make_rival
from tests.factories_release import make_brake
from tests.factories_removals import make_removal
from tests.factories_rules import make_bulk_run, make_handover, make_rules
from tests.factories_sales import make_activity, make_opportunity, make_order
from tests.factories_views import make_short_link, make_view

NASTY = "Tab\tquote\"' back\\slash \\N {x} 知彼𠮷\r\n\x1f end"
TOTP_SECRET = "JBSWY3DPEHPK3PXP"
OF_THE_DAY = {"cache", "django_session", "procrastinate_workers", "usersessions_usersession"}
TABLES = (
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
)
SEQUENCES = TABLES.replace("'r'", "'S'")
SHAPES = """
    SELECT pg_get_indexdef(indexrelid) FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
    WHERE relnamespace = 'public'::regnamespace
    UNION SELECT conrelid::regclass::text || conname || pg_get_constraintdef(oid) || convalidated
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION SELECT tgenabled::text || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
"""


def make_company():
    """Its administrator; rows in nearly every table, history and jobs, and the file of an export."""
    pool = make_pool("East")
    admin, rep = make_user("Admin", is_admin=True), make_user("Rep", team=pool)
    make_parts(admin, rep, pool)
    customer = make_customer(NASTY, owner=rep, categories=[make_category(make_axis("industry"))])
    customer.remarks = NASTY
    customer.save(update_fields=["remarks"])
    customer.share(admin, by=rep, scope="everything", until=timezone.now() + timedelta(days=9))
    make_belongings(customer)
    make_export(admin, content=bytes(range(256)) * 3_000)
    TOTP.activate(admin, TOTP_SECRET)
    app.configure_task("end_shares", queueing_lock="end_shares").defer(timestamp=0)
    assert UserShare.objects.exists()
    return admin


def make_parts(admin, rep, pool):
    """What stands by itself, of every room."""
    make_rules(pool)
    make_brake()
    make_bulk_run(by=admin)
    make_handover()
    make_change_set(admin)
    make_removal(admin)
    make_import(by=admin, pool=pool)
    make_leave(rep, by=admin)
    make_notice(rep)
    make_request(by=rep)
    make_special_day()
    make_view(rep)
    make_short_link(by=rep)
    make_webhook()


def make_belongings(customer):
    contact = make_contact(customer, "单 \\. 于")
    contact.name = "Shan"
    contact.save(update_fields=["name"])
    make_activity(customer)
    make_opportunity(customer)
    make_order(customer, lines=((3, "0.10"), (2, "99999999.99")))
    make_department(customer)
    make_dossier(contact)
    make_fact(contact)
    make_rival(customer)


def make_sorted_field(kind="number"):
    """An own field with an index of its own."""
    field = make_own_field(kind)
    tending.sort_by(field)
    indexes.tend(field.pk)
    return field


def rows_of(sql) -> list:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def names(sql) -> list[str]:
    return sorted(name for (name,) in rows_of(sql))


def tables() -> dict[str, list[str]]:
    """Every row of every table that lasts, as PostgreSQL writes it, in one order."""
    return {
        name: names(f'SELECT t::text FROM "{name}" t')
        for name in names(TABLES)
        if name not in OF_THE_DAY
    }


def sequences() -> dict[str, list]:
    return {
        name: rows_of(f'SELECT last_value, is_called FROM "{name}"') for name in names(SEQUENCES)
    }


def files() -> dict[str, tuple[bytes, int]]:
    """Every upload: its bytes, and when it was changed."""
    root = Path(settings.MEDIA_ROOT)
    return {
        str(path.relative_to(root)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in root.rglob("*")
        if path.is_file()
    }


def everything() -> dict[str, object]:
    """Rows, sequences, uploads, and the shapes of the tables with their triggers."""
    return {
        **tables(),
        "sequences": sequences(),
        "files": files(),
        "shapes": sorted(without_casts(shape) for shape in names(SHAPES)),
    }


def without_casts(definition: str) -> str:
    """PostgreSQL spells an index that was made from its own spelling with a cast elsewhere."""
    return re.sub(r"::[a-z ]+(\[\])?|[()]", "", definition)
