"""What the rows are is guessed, can be said otherwise, and every page goes along."""

import pytest
from django.urls import reverse

from customers.models import Contact, SheetImport
from tests.factories import make_customer, make_user
from tests.house import browser_of, in_english  # noqa: F401 - a fixture
from tests.imports.conftest import (  # noqa: F401 - fixtures
    admin,
    checked,
    client,
    imported,
    pool,
    reloaded,
    sheet_in,
    upload,
)
from tests.records.cases import CASES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

HEADINGS = {
    "customers": ["公司名称", "联系人", "手机", "行业", "地址", "备注"],
    "contacts": ["所属客户", "姓名", "职务", "手机", "邮箱"],
    "activities": ["客户名称", "跟进时间", "跟进方式", "跟进内容", "跟进人"],
    "opportunities": ["Account name", "Opportunity name", "Stage", "Amount", "Close date", "Owner"],
    "orders": ["客户", "合同编号", "签订日期", "合同金额", "业务员"],
}


@pytest.mark.parametrize("kind", HEADINGS)
def test_the_headings_tell_what_the_rows_are(upload, kind):  # noqa: F811
    upload([HEADINGS[kind], ["x"] * len(HEADINGS[kind])])
    found = SheetImport.objects.get()
    assert found.kind == kind

    assert found.mapping["kind"] == kind


def test_somebody_says_otherwise_and_the_next_sheet_of_these_headings_knows(upload, client):  # noqa: F811
    make_customer("Acme")
    sheet = [["Customer", "Name", "Email"], ["Acme", "Wu", "wu@acme.cn"]]
    upload(sheet)
    found = SheetImport.objects.get()
    page = client.post(reverse("customers:import_kind", args=[found.pk]), {"kind": "contacts"})
    assert (page.status_code, reloaded(found).kind) == (302, "contacts")
    data = {"column_0": "customer", "column_1": "name", "column_2": "email"}
    client.post(reverse("customers:import_check", args=[found.pk]), data)
    assert reloaded(found).state == "checking"
    imported(reset(found))
    assert Contact.objects.get().name == "Wu"
    upload(sheet)
    assert SheetImport.objects.latest("pk").kind == "contacts"


def reset(found):
    SheetImport.objects.filter(pk=found.pk).update(state="checked")
    return reloaded(found)


def test_who_may_not_import_is_refused_and_a_kind_that_is_none_too(client):  # noqa: F811
    found = CASES["orders"].staged(CASES["orders"].row)
    address = reverse("customers:import_kind", args=[found.pk])
    assert browser_of(make_user()).post(address, {"kind": "orders"}).status_code == 403
    assert client.post(address, {"kind": "nothing"}).status_code == 302
    assert reloaded(found).kind == "orders"
    template = reverse("customers:import_template")
    assert client.get(template, {"kind": "nothing"}).status_code == 404
    assert client.get(template, {"kind": "orders"}).filename == "orders.xlsx"


@pytest.mark.parametrize("kind", CASES)
def test_every_page_of_its_way_and_its_refused_rows(client, kind):  # noqa: F811
    make_customer("Acme Machines")
    case = CASES[kind]
    staged = case.staged(case.row, ["Nobody", *case.row[1:]])
    page = reverse("customers:import", args=[staged.pk])
    assert str(case.model._meta.verbose_name_plural) in client.get(page).content.decode()
    checked(staged)
    names = ("import", "import_difference", "import_row")
    for name in names:
        number = [2] if name == "import_row" else []
        shown = client.get(reverse(f"customers:{name}", args=[staged.pk, *number]))
        assert case.row[1] in shown.content.decode() or name == "import"
    imported(staged)
    refused = sheet_in(client.get(reverse("customers:import_errors", args=[staged.pk])))
    assert {"Nobody", *case.row[1:]} <= {*refused[1]} and len(refused) == 2
    undo = client.get(reverse("customers:import_undo", args=[staged.pk])).content.decode()
    assert "What it created is deleted" in undo
