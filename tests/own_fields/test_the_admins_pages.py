"""Admins add, change, order, archive and bring back fields; nobody else comes in."""

import pytest
from django.contrib.messages import get_messages
from django.http import QueryDict
from django.urls import reverse

from crm.refusals import Refused
from customers.axis_columns import AxisColumn
from customers.grids import ContactGrid, CustomerGrid, PoolGrid
from customers.models import Contact, Customer, OwnField
from customers.own_fields import tending
from tests.factories import make_axis, make_own_field
from tests.house import browser_of

pytestmark = pytest.mark.django_db
LIST = reverse("customers:own_fields")
NEW = reverse("customers:new_own_field", args=["customer"])
GIVEN = {"kind": "number", "name_zh": "产线", "name_en": "Lines", "in_grid": "on"}


def page(user) -> str:
    return browser_of(user).get(LIST).content.decode()


def said(response) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def errors_of(response) -> dict:
    return response.context["form"].errors


def order() -> list[str]:
    return [field.name for field in OwnField.objects.of(Customer).in_use()]


def test_an_empty_page_says_what_can_be_added(house):
    assert "No own fields yet." in page(house.admin)


def test_a_new_field_is_there_at_once(house):
    answer = browser_of(house.admin).post(NEW, GIVEN)
    [field] = OwnField.objects.all()
    assert (answer.status_code, field.host, field.kind, field.name) == (
        302, "customer", "number", "Lines",
    )  # fmt: skip
    assert "“Lines” is now in every form" in said(answer)
    assert field.key in CustomerGrid(house.owner, QueryDict()).columns_by_name
    assert "Lines" in page(house.admin)


def test_one_name_is_enough(house):
    browser_of(house.admin).post(NEW, {"kind": "text", "name_zh": "主要设备", "name_en": ""})
    field = OwnField.objects.get()
    assert (field.name_zh, field.name_en) == ("主要设备", "主要设备")
    assert field.key == f"own_f{field.pk}"


@pytest.mark.parametrize(
    ("given", "wrong", "sentence"),
    [
        ({"name_zh": "", "name_en": ""}, "name_zh", "Give it a name."),
        ({"name_en": "lines"}, "name_en", "There is a field of this name already."),
        ({"name_en": "Remarks"}, "name_en", "is a column already"),
        ({"name_zh": "备注"}, "name_zh", "is a column already"),
        ({"name_en": "Region"}, "name_en", "is a column already"),
        ({"kind": "money"}, "currency", "Choose the currency"),
        ({"kind": "dream"}, "kind", "dream"),
        ({"kind": ""}, "kind", "required"),
    ],
)
def test_what_cannot_be_is_refused_and_kept_as_typed(house, given, wrong, sentence):
    make_axis("region", "Region")
    make_own_field("number", "Lines")
    data = GIVEN | {"name_en": "Halls", "name_zh": "厂房", "help_text": "Keep me"} | given
    answer = browser_of(house.admin).post(NEW, data)
    assert answer.status_code == 422
    assert sentence in str(errors_of(answer)[wrong])
    assert "Keep me" in answer.content.decode()
    assert OwnField.objects.count() == 1


def test_a_contact_may_have_a_field_of_the_same_name(house):
    make_own_field("text", "Nickname")
    url = reverse("customers:new_own_field", args=["contact"])
    data = {"kind": "text", "name_en": "Nickname", "name_zh": ""}
    assert browser_of(house.admin).post(url, data).status_code == 302
    assert OwnField.objects.of(Contact).get().name == "Nickname"


def test_there_are_as_many_as_a_form_can_bear(house, monkeypatch):
    monkeypatch.setattr(tending, "MOST", 2)
    make_own_field(), make_own_field()
    with pytest.raises(Refused, match="2 own fields already"):
        make_own_field()
    assert "Archive one to add another." in page(house.admin)
    make_own_field(model=Contact)


def test_name_and_hint_change_the_kind_does_not(house):
    field = make_own_field("number", "Lines")
    url = reverse("customers:edit_own_field", args=[field.pk])
    data = {"name_zh": "产线", "name_en": "Halls", "help_text": "Count", "kind": "text"}
    assert browser_of(house.admin).post(url, data).status_code == 302
    field.refresh_from_db()
    assert (field.name_en, field.help_text, field.kind) == ("Halls", "Count", "number")


def test_they_are_put_in_order(house):
    for name in ("First", "Second", "Third"):
        made = make_own_field("text", name)
    url = reverse("customers:move_own_field", args=[made.pk, "up"])
    browser_of(house.admin).post(url)
    assert order() == ["First", "Third", "Second"]
    columns = [column.heading for column in CustomerGrid(house.owner, QueryDict()).columns]
    assert [name for name in columns if name in order()] == order()


def test_archived_it_is_out_of_everything_and_comes_back_with_its_values(house):
    field = make_own_field("text", "Extra")
    house.customer.set_own(field, "kept")
    house.customer.save(update_fields=["own"])
    browser = browser_of(house.admin)
    answer = browser.post(reverse("customers:archive_own_field", args=[field.pk]))
    assert "its values are kept" in said(answer)
    detail = browser_of(house.owner).get(house.customer.get_absolute_url()).content.decode()
    assert "Extra" not in detail
    told = CustomerGrid(house.owner, QueryDict(f"{field.key}=kept"))
    assert any(field.key in problem for problem in told.all_problems)
    browser.post(reverse("customers:unarchive_own_field", args=[field.pk]))
    detail = browser_of(house.owner).get(house.customer.get_absolute_url()).content.decode()
    assert "kept" in detail


def test_sorting_is_asked_for_and_given_up(house):
    field = make_own_field("number", "Lines")
    browser = browser_of(house.admin)
    browser.post(reverse("customers:make_own_field_index", args=[field.pk]))
    assert "being prepared" in page(house.admin)
    part = browser.get(reverse("customers:own_field_index", args=[field.pk])).content.decode()
    assert "hx-trigger" in part
    OwnField.objects.update(index_state="ready")
    assert "ready" in page(house.admin)
    browser.post(reverse("customers:drop_own_field_index", args=[field.pk]))
    assert "Prepare" in page(house.admin)
    OwnField.objects.update(index_state="failed")
    assert "Try again" in page(house.admin)


@pytest.mark.parametrize("who", ["owner", "manager", "director", "stranger"])
def test_only_admins_come_in(house, who):
    field = make_own_field()
    browser = browser_of(getattr(house, who))
    assert browser.get(LIST).status_code == 403
    assert browser.post(NEW, GIVEN).status_code == 403
    for name in ("archive_own_field", "unarchive_own_field", "make_own_field_index"):
        assert browser.post(reverse(f"customers:{name}", args=[field.pk])).status_code == 403
    assert OwnField.objects.get() == field


def test_nothing_but_a_post_changes_anything(house):
    field = make_own_field()
    browser = browser_of(house.admin)
    for name in ("archive_own_field", "make_own_field_index", "drop_own_field_index"):
        assert browser.get(reverse(f"customers:{name}", args=[field.pk])).status_code == 405


def test_an_unknown_model_has_no_fields(house):
    url = reverse("customers:new_own_field", args=["order"])
    assert browser_of(house.admin).get(url).status_code == 404


@pytest.mark.parametrize("grid_class", [CustomerGrid, PoolGrid, ContactGrid])
def test_no_key_is_ever_that_of_another_column(house, grid_class):
    for name in ("Name", "Owner", "Region"):
        make_own_field("number", f"{name} x", model=grid_class.model)
    make_axis("name_x_1", "Region")
    names = [column.name for column in grid_class(house.owner, QueryDict()).columns]
    assert len(names) == len(set(names))
    assert any(isinstance(c, AxisColumn) for c in grid_class(house.owner, QueryDict()).columns)
