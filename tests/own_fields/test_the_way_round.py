"""One value of each kind goes through the form, the cell, filters, the export and the import."""

import csv
import io
from io import BytesIO

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import strip_tags

from customers.grids import ContactGrid, CustomerGrid
from customers.imports.mapping import Mapping, targets
from customers.imports.reading.staging import stage
from customers.models import Contact, Customer
from tests.factories import make_contact, make_customer, make_own_field
from tests.house import browser_of
from tests.imports.conftest import checked, imported, problems, verdicts
from tests.own_fields.sampling import SAMPLES

pytestmark = pytest.mark.django_db
every_kind = pytest.mark.parametrize("sample", SAMPLES, ids=str)


def text_of(html) -> str:
    return strip_tags(str(html)).strip()


def grid(user, query, grid_class=CustomerGrid):
    return grid_class(user, QueryDict(query))


def cells(user, field, grid_class=CustomerGrid):
    rows = grid(user, f"cols=name,{field.key}", grid_class).table
    texts = (text_of(row.cells[1][1]).removesuffix(" CNY") for row in rows)
    return [text for text in texts if text != "—"]


@every_kind
def test_the_form_of_a_customer_asks_for_it_and_keeps_it(house, sample):
    field = make_own_field(sample.kind, "Extra")
    url = reverse("customers:edit", args=[house.customer.pk])
    browser = browser_of(house.owner)
    assert "Extra" in browser.get(url).content.decode()
    changed = browser.post(url, typed(house.owner, url, {f"own_{field.key}": sample.typed}))
    assert changed.status_code == 302
    assert Customer.objects.get(pk=house.customer.pk).own == {field.key: sample.stored}


def typed(user, url, fields) -> dict:
    """What a browser posts: what the form shows, with some of it typed anew."""
    form = browser_of(user).get(url).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in shown.items() if value is not None} | fields


@every_kind
def test_a_new_customer_and_a_new_contact_bring_theirs(house, sample):
    ours, theirs = make_own_field(sample.kind), make_own_field(sample.kind, model=Contact)
    browser = browser_of(house.owner)
    browser.post(reverse("customers:new"), {"name": "Qi", f"own_{ours.key}": sample.typed})
    customer = Customer.objects.get(name="Qi")
    url = reverse("customers:contact_new", args=[customer.pk])
    browser.post(url, {"name": "Wu", f"own_{theirs.key}": sample.typed})
    assert customer.own_value(ours) == sample.value
    assert Contact.objects.get(name="Wu").own_value(theirs) == sample.value


@every_kind
def test_it_is_a_column_and_stands_on_the_page(house, sample):
    field = make_own_field(sample.kind, "Extra")
    house.customer.set_own(field, sample.value)
    house.customer.save(update_fields=["own"])
    assert cells(house.owner, field) == [sample.shown]
    page = browser_of(house.owner).get(house.customer.get_absolute_url()).content.decode()
    assert "Extra" in page
    assert sample.shown in page


@every_kind
def test_filters_find_it_and_nothing_else(house, sample):
    field = make_own_field(sample.kind)
    full = make_customer("Full", owner=house.owner, own={field.key: sample.stored})
    ends = {"number": "_min", "money": "_min", "date": "_from"}
    name = field.key + ends.get(sample.kind, "")
    hit, miss = (grid(house.owner, f"{name}={text}") for text in (sample.hit, sample.miss))
    assert [row.pk for row in hit.page.rows] == [full.pk]
    assert miss.page.rows == []
    assert hit.problems == miss.problems == []


@every_kind
def test_a_list_is_ordered_by_it_with_the_empty_last(house, sample):
    field = make_own_field(sample.kind)
    full = make_customer("Full", owner=house.owner, own={field.key: sample.stored})
    for sort in (field.key, f"-{field.key}"):
        rows = grid(house.owner, f"sort={sort}").page.rows
        assert [row.pk for row in rows][:1] == [full.pk]


@every_kind
def test_what_is_exported_is_imported_as_the_same(house, sample):
    field = make_own_field(sample.kind, "Extra")
    make_customer("Full", owner=house.owner, own={field.key: sample.stored})
    make_customer("Bare", owner=house.owner)
    for kind in ("csv", "xlsx"):
        content = exported(house.owner, f"cols=name,{field.key}&q=Full", kind)
        content = content.replace(b"Full", b"Back") if kind == "csv" else content
        staged = stage(BytesIO(content), f"x.{kind}", by=house.admin, pool=house.east)
        assert Mapping.of(staged).chosen == ["name", field.key]
        assert verdicts(checked(staged)) == ["new" if kind == "csv" else "same"]
        staged = imported(staged, policy="create")
        assert problems(staged) == {}
        assert Customer.objects.latest("pk").own == {field.key: sample.stored}


def exported(user, query, kind) -> bytes:
    url = f"{reverse('customers:list')}?{query}&export={kind}"
    return b"".join(browser_of(user).get(url).streaming_content)


@every_kind
def test_a_cell_that_is_none_of_its_values_is_refused_by_name(house, sample):
    field = make_own_field(sample.kind, "Extra")
    bad = "x" * 600 if sample.kind == "text" else "?!"
    content = f"Name,Extra\nNew one,{bad}\n".encode()
    staged = checked(stage(BytesIO(content), "x.csv", by=house.admin, pool=house.east))
    assert "Extra:" in problems(staged)[2]
    assert field.key in targets()


def test_contacts_have_columns_of_their_own_fields_only(house):
    ours, theirs = make_own_field(), make_own_field(model=Contact)
    make_contact(house.customer, "Wu", own={theirs.key: "Handles purchases"})
    assert cells(house.owner, theirs, ContactGrid) == ["Handles purchases"]
    names = grid(house.owner, "", ContactGrid).columns_by_name
    assert ours.key not in names
    assert theirs.key not in grid(house.owner, "").columns_by_name


def test_a_sheet_without_a_required_field_is_told_to_bring_it(house):
    make_own_field("text", "Must", is_required=True)
    staged = stage(BytesIO(b"Name\nNew one\n"), "x.csv", by=house.admin, pool=house.east)
    url = reverse("customers:import_check", args=[staged.pk])
    answer = browser_of(house.admin).post(url, {"column_0": "name"})
    assert answer.status_code == 422
    assert "“Must”" in answer.content.decode()


def test_a_contact_without_its_required_field_is_refused(house):
    make_own_field("text", "Must", model=Contact, is_required=True)
    sheet = b"Name,Contact: Name,Contact: Must\nNew one,Wu,\nOther,,\nThird,Xu,yes\n"
    staged = checked(stage(BytesIO(sheet), "x.csv", by=house.admin, pool=house.east))
    assert list(problems(staged)) == [2]


def test_the_csv_export_says_its_heading(house):
    field = make_own_field("text", "Extra")
    content = exported(house.owner, f"cols={field.key}", "csv").decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(content))) == ["Extra"]
