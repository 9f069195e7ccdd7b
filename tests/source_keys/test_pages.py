"""The pages of an import that comes from another system."""

import pytest
from django.http import QueryDict
from django.urls import reverse

from crm.grid.exporting.tables import cells_of, header_of
from customers.grids import CustomerGrid
from customers.imports.running import run_check
from customers.models import SheetImport
from tests.factories import make_customer, make_import
from tests.factories_keys import make_customer_key
from tests.imports.conftest import admin, checked, client, pool, reloaded, upload  # noqa: F401
from tests.source_keys.conftest import KEYED, imported_from, sheet_of

pytestmark = pytest.mark.django_db
COLUMNS = {"column_0": "source_keys", "column_1": "name", "column_2": "address"}


def sent(client, staged, **fields):  # noqa: F811
    return client.post(reverse("customers:import_check", args=[staged.pk]), COLUMNS | fields)


def test_keys_of_no_system_send_back_to_choose_one(client, erp):  # noqa: F811
    staged = make_import(KEYED, [["7", "One", ""]])
    page = sent(client, staged)
    assert page.status_code == 422
    assert "Choose the source system that the keys" in page.content.decode()
    sent(client, staged, system=erp.pk)
    run_check(staged.pk)
    assert (reloaded(staged).state, staged.system) == ("checked", erp)


def test_keys_that_name_their_system_need_no_choice(client, erp):  # noqa: F811
    staged = make_import(KEYED, [["ERP: 7", "One", ""]])
    assert sent(client, staged).status_code == 302


def test_the_system_is_remembered_with_the_headings(client, upload, erp):  # noqa: F811
    upload([KEYED, ["7", "One", ""]])
    sent(client, SheetImport.objects.get(), system=erp.pk)
    upload([KEYED, ["8", "Two", ""]])
    assert SheetImport.objects.first().mapping["system"] == erp.pk


def test_without_source_systems_nothing_is_asked(client):  # noqa: F811
    staged = make_import(KEYED, [["7", "One", ""]])
    page = client.get(reverse("customers:import", args=[staged.pk])).content.decode()
    assert "Source system" not in page.replace("Source systems", "")


def test_the_difference_says_why_a_cell_stays_and_which_key_comes(client, erp, shop):  # noqa: F811
    imported_from(erp, ["7", "One", "Road"])
    staged = checked(sheet_of(shop, ["A", "One", "Street"]), policy="overwrite")
    for url in ("customers:import_difference", "customers:import_row"):
        args = [staged.pk] if url.endswith("difference") else [staged.pk, 2]
        page = client.get(reverse(url, args=args)).content.decode()
        assert "kept: ERP outranks Shop" in page
        assert "Shop: A" in page


def test_the_policy_for_keys_creates_no_second_customer_of_a_key(client, erp):  # noqa: F811
    make_customer_key(make_customer("One"), erp, "7")
    staged = checked(sheet_of(erp, ["7", "One", "Road"]))
    url = reverse("customers:import_policies", args=[staged.pk])
    given = {"policy": "fill", "policy_by_phone": "ask"}
    client.post(url, given | {"policy_by_key": "create"})
    assert reloaded(staged).state == "checked"
    client.post(url, given | {"policy_by_key": "skip", "overwrites_hands": "on"})
    assert reloaded(staged).policy_by_key == "skip"
    assert staged.overwrites_hands


def test_the_export_of_customers_with_keys_imports_back_without_a_difference(admin, upload, erp):  # noqa: F811
    imported_from(erp, ["7", "One", "Road"], ["8", "Two", ""])
    make_customer("Three")
    grid = CustomerGrid(admin, QueryDict("cols=name,address,source_keys"))
    upload([header_of(grid), *cells_of(grid)])
    staged = checked(SheetImport.objects.first(), policy="overwrite")
    assert staged.counts == {"same": 3}
