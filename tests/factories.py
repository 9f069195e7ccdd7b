"""Real records for tests: plain functions, everything that does not matter is filled in."""

from datetime import date
from itertools import count

from django.utils import timezone

from crm.notices.models import Notice, Webhook
from crm.people.models import Team, User
from crm.workdays.models import Leave, SpecialDay
from customers.imports.mapping.guessing import guessed
from customers.models import (
    Axis,
    Category,
    Contact,
    Customer,
    ImportRow,
    Request,
    SheetImport,
)
from customers.own_fields.tending import add_field

_numbers = count(1)


def make_team(name=None, parent=None, manager=None):
    name = name or f"Team {next(_numbers)}"
    return Team.objects.create(name=name, parent=parent, manager=manager)


def make_user(name=None, team=None, manager_of=None, is_admin=False, password=None, **fields):
    """A user who can sign in. Give `password` only where a test types it: hashing takes time."""
    number = next(_numbers)
    fields.setdefault("username", f"user{number}")
    fields.setdefault("email", f"user{number}@example.com")
    fields.update(display_name=name or f"User {number}", team=team, is_admin=is_admin)
    user = User.objects.create_user(password=password, **fields)
    if manager_of:
        manager_of.manager = user
        manager_of.save(update_fields=["manager"])
    return user


def make_pool(name=None, parent=None, manager=None):
    """A team that keeps a pool of its own."""
    team = make_team(name, parent, manager)
    team.has_pool = True
    team.save(update_fields=["has_pool"])
    return team


def make_axis(key=None, name=None, position=None):
    number = next(_numbers)
    position = position or Axis.objects.count() + 1
    name = name or f"Axis {number}"
    return Axis.objects.create(
        key=key or f"axis{number}", name_zh=name, name_en=name, position=position, order=position
    )


def make_category(axis, name=None, parent=None, name_zh=None, **fields):
    number = next(_numbers)
    name = name or f"Category {number}"
    names = {"name_zh": name_zh or name, "name_en": name}
    fields.setdefault("order", number)
    return Category.objects.create(axis=axis, parent=parent, **names, **fields)


def make_own_field(kind="text", name=None, model=Customer, **fields):
    """A field of every customer, or of every record of `model`."""
    number = next(_numbers)
    name = name or f"Own {number}"
    if kind == "money":
        fields.setdefault("currency", "CNY")
    fields = {"name_zh": name, "name_en": name, "help_text": ""} | fields
    return add_field(model, kind=kind, **fields)


def make_customer(name=None, *, owner=None, pool=None, by=None, categories=(), **fields):
    """A customer in its owner's hands or in a pool, its ledger opened; without either, a new
    user's."""
    owner = owner or (None if pool else make_user())
    name = name or f"Customer {next(_numbers)}"
    customer = Customer(name=name, owner=owner, pool=pool, **fields)
    for category in categories:
        customer.classify(category.axis, category.pk)
    customer.register(by=by or owner or make_user())
    return customer


def make_contact(customer, name=None, **fields):
    return Contact.objects.create(
        customer=customer, name=name or f"Contact {next(_numbers)}", **fields
    )


def make_import(
    header=None, rows=None, by=None, pool=None, filename="customers.csv", kind="customers"
):
    """A sheet as uploaded, its columns matched by their headings; `rows` are lists of cells."""
    header = header or ["Name", "Address"]
    rows = [[f"Customer {next(_numbers)}", "1 Main Street"]] if rows is None else rows
    staged = SheetImport.objects.create(
        filename=filename,
        sheet_name="Sheet1",
        uploaded_by=by or make_user(is_admin=True),
        pool=pool or make_pool(),
        header=header,
        kind=kind,
        mapping=guessed(header, kind).to_json(),
        total=len(rows),
    )
    ImportRow.objects.bulk_create(
        ImportRow(sheet_import=staged, number=number, cells=cells)
        for number, cells in enumerate(rows, start=2)
    )
    return staged


def make_notice(user=None, kind="assigned", **fields):
    """An unread notice of an assignment, unless another `kind` is named."""
    fields.setdefault("details", {"customer": f"Customer {next(_numbers)}"})
    fields.setdefault("url", "/customers/")
    return Notice.objects.create(user=user or make_user(), kind=kind, **fields)


def make_webhook(form="wecom", kinds=("assigned",), **fields):
    """A webhook of the vendor's own address, unless another is given."""
    hosts = {"wecom": "qyapi.weixin.qq.com", "dingtalk": "oapi.dingtalk.com"}
    fields.setdefault("address", f"https://{hosts.get(form, 'open.feishu.cn')}/send?key=a1b2c3d4")
    fields.setdefault("name", f"Group {next(_numbers)}")
    return Webhook.objects.create(form=form, kinds=list(kinds), **fields)


def make_special_day(day=None, is_working=False, name="Company day", **fields):
    day = day or date(2026, 10, 1)
    return SpecialDay.objects.create(day=day, is_working=is_working, name=name, **fields)


def make_leave(person=None, first_day=None, last_day=None, by=None, **fields):
    """A leave of `person`, today only unless said otherwise."""
    first_day = first_day or timezone.localdate()
    person = person or make_user()
    return Leave.objects.create(
        person=person,
        first_day=first_day,
        last_day=last_day or first_day,
        created_by=by or person,
        **fields,
    )


def make_request(customer=None, *, by=None, kind="access", reason="Seen at the fair", **fields):
    """An open request as if somebody had just asked, without its ledger."""
    customer, by = customer or make_customer(), by or make_user()
    return Request.objects.create(customer=customer, by=by, kind=kind, reason=reason, **fields)
