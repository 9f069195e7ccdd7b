"""Saying what each column becomes: own fields, remarks, joins, defaults; nothing is dropped."""

import pytest
from django.urls import reverse

from customers.imports.mapping import Mapping
from customers.imports.mapping.choices import choices_of
from customers.imports.running import run_check, run_writing, start_writing
from customers.models import Contact, Customer, KnownHeader, OwnField
from tests.factories import make_axis, make_category, make_import, make_own_field
from tests.imports.conftest import reloaded

pytestmark = pytest.mark.django_db


def url(staged, verb="import"):
    return reverse(f"customers:{verb}", args=[staged.pk])


def sent(client, staged, *choices, **others):
    """The answer to the columns' choices in their order, "" for none."""
    columns = {f"column_{n}": choice for n, choice in enumerate(choices)}
    return client.post(url(staged, "import_check"), columns | others)


def confirmed(client, staged, *choices, **others) -> Mapping:
    answer = sent(client, staged, *choices, **others)
    assert answer.status_code == 302, answer.context["faults"]
    return Mapping.of(reloaded(staged))


def come_in(staged):
    """The worker checks what was confirmed, and imports it."""
    run_check(staged.pk)
    start_writing(reloaded(staged))
    run_writing(staged.pk)
    return reloaded(staged)


def refused(client, staged, *choices, **others) -> str:
    answer = sent(client, staged, *choices, **others)
    assert answer.status_code == 422
    assert reloaded(staged).state == "mapping"
    return " ".join(answer.context["faults"])


@pytest.fixture
def staged(db):
    rows = [["Acme", "Leo", "2026-01-31"], ["Bravo", "", "2026-02-01"]]
    return make_import(["Firm", "Star sign", "Met"], rows)


# --- unknown columns --------------------------------------------------------------------------


def test_no_column_is_dropped_without_a_word(client, staged):
    fault = refused(client, staged, "name", "", "remarks")
    assert fault == "Choose what becomes of “Star sign”."


def test_a_column_is_left_out_by_name(client, staged):
    assert confirmed(client, staged, "name", "-", "-").left_out == (1, 2)
    assert "Left out: Star sign, Met" in client.get(url(come_in(staged))).content.decode()


def test_a_column_goes_into_the_remarks_behind_its_heading(client, staged):
    confirmed(client, staged, "name", "remarks.headed", "remarks.headed")
    come_in(staged)
    acme, bravo = Customer.objects.order_by("name")
    assert acme.remarks == "Star sign: Leo\nMet: 2026-01-31"
    assert bravo.remarks == "Met: 2026-02-01"


def test_a_column_becomes_an_own_field_of_the_kind_it_holds(client, staged):
    shown = preview(client, staged, "name", "own.customer", "own.customer")
    assert '<option value="date" selected>' in shown
    confirmed(
        client, staged, "name", "own.customer", "own.customer",
        name_1="Star sign", kind_1="text", name_2="第一次见面", kind_2="date",
    )  # fmt: skip
    sign, met = OwnField.objects.of(Customer)
    assert (sign.kind, sign.name_en, met.kind, met.name_zh) == (
        "text",
        "Star sign",
        "date",
        "第一次见面",
    )
    come_in(staged)
    assert Customer.objects.get(name="Acme").own == {sign.key: "Leo", met.key: "2026-01-31"}


def test_a_contact_gets_own_fields_too(client):
    staged = make_import(["Firm", "Who", "Sign"], [["Acme", "Wu Tao", "Leo"]])
    confirmed(client, staged, "name", "contact.name", "own.contact", name_2="Sign", kind_2="text")
    come_in(staged)
    (field,) = OwnField.objects.of(Contact)
    assert Contact.objects.get().own == {field.key: "Leo"}


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"name_1": "", "kind_1": "text"}, "Star sign: Give it a name."),
        ({"name_1": "Address", "kind_1": "text"}, "is a column already"),
        ({"name_1": "Extra", "kind_1": "text"}, "There is a field of this name already."),
        ({"name_1": "New", "kind_1": "money"}, "Choose the currency"),
        ({"name_1": "New", "kind_1": "nonsense"}, "Select a valid choice"),
    ],
)
def test_an_own_field_that_cannot_be_made_is_told_and_nothing_is_lost(client, staged, given, fault):
    make_own_field("text", "Extra")
    answer = sent(client, staged, "name", "own.customer", "address", **given)
    assert answer.status_code == 422
    assert fault in " ".join(answer.context["faults"])
    assert '<option value="address" selected>' in answer.content.decode()
    assert OwnField.objects.count() == 1


def test_two_columns_do_not_make_two_fields_of_one_name(client, staged):
    given = {"name_1": "Sign", "kind_1": "text", "name_2": "sign", "kind_2": "text"}
    fault = refused(client, staged, "name", "own.customer", "own.customer", **given)
    assert fault == "Met: There is a field of this name already."
    assert not OwnField.objects.exists()


# --- put together, taken apart ------------------------------------------------------------------


def test_two_columns_of_one_text_are_put_together_by_what_was_chosen(client):
    staged = make_import(["Firm", "Town", "Road"], [["Acme", "Hangzhou", "Road 1"]])
    shown = preview(client, staged, "name", "address", "address")
    assert "Hangzhou Road 1" in shown
    confirmed(client, staged, "name", "address", "address", join_address="comma")
    come_in(staged)
    assert Customer.objects.get().address == "Hangzhou, Road 1"


def test_a_cell_with_a_name_and_numbers_becomes_a_contact(client):
    staged = make_import(["Firm", "Who"], [["Acme", "张三 13800138000 / 0571-88888888"]])
    confirmed(client, staged, "name", "split.person")
    come_in(staged)
    contact = Contact.objects.get()
    assert (contact.name, contact.mobile, contact.phone) == (
        "张三",
        "138 0013 8000",
        "0571 8888 8888",
    )


def test_a_target_of_a_split_and_of_a_column_is_told(client):
    staged = make_import(["Firm", "Who", "Mobile"], [["Acme", "张三 13800138000", "139 0013 9000"]])
    fault = refused(client, staged, "name", "split.person", "contact.mobile")
    assert fault == "“Contact: Mobile” is chosen for several columns."


# --- defaults ---------------------------------------------------------------------------------


def test_a_default_fills_what_rows_leave_empty(client):
    axis = make_axis("mood", "Mood")
    grim = make_category(axis, "Grim")
    staged = make_import(["Firm", "Address"], [["Acme", "Road 1"], ["Bravo", ""]])
    given = {"default_0": "address", "text_0": "unknown", "default_1": "mood", "text_1": "grim"}
    confirmed(client, staged, "name", "address", **given)
    come_in(staged)
    acme, bravo = Customer.objects.order_by("name")
    assert (acme.address, bravo.address) == ("Road 1", "unknown")
    assert [c.category_on(axis) for c in (acme, bravo)] == [grim.pk, grim.pk]


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"default_0": "email", "text_0": "nobody"}, "Email: Enter a valid email address."),
        ({"default_0": "owner", "text_0": "Nobody"}, "Owner: “Nobody” is unknown."),
        ({"default_0": "", "text_0": "fair"}, "“fair”: choose the field it is for."),
        ({"default_0": "email", "text_0": ""}, "Email: say what rows without one get."),
        (
            {"default_0": "email", "text_0": "a@b.cn", "default_1": "email", "text_1": "c@d.cn"},
            "twice",
        ),
        ({"default_0": "contact.name", "text_0": "Wu"}, "a contact's name is in the sheet"),
        ({"default_0": "nonsense", "text_0": "x"}, "choose the field it is for"),
    ],
)
def test_a_default_that_cannot_be_is_told_and_kept_in_the_form(client, staged, given, fault):
    answer = sent(client, staged, "name", "-", "-", **given)
    assert answer.status_code == 422
    assert fault in " ".join(answer.context["faults"])
    assert all(
        f'value="{text}"' in answer.content.decode()
        for text in given.values()
        if text not in ("", "nonsense")
    )


# --- while it is filled in ----------------------------------------------------------------------


def preview(client, staged, *choices, **others) -> str:
    columns = {f"column_{n}": choice for n, choice in enumerate(choices)}
    answer = client.post(url(staged, "import_mapping"), columns | others)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_form_as_it_stands_keeps_nothing_and_refuses_nothing(client, staged):
    before = reloaded(staged).mapping
    shown = preview(client, staged, "", "own.customer", "nonsense", text_0="half")
    assert 'role="alert"' not in shown
    assert 'name="name_1" value="Star sign"' in shown
    assert 'value="half"' in shown
    assert reloaded(staged).mapping == before


def test_the_page_says_what_each_choice_was_guessed_by(client):
    staged = make_import(["Name", "X"], [["A", "a@example.com"], ["B", "b@example.com"]])
    staged.mapping = Mapping.from_json(staged.mapping).to_json() | {"why": {"0": "heading"}}
    staged.save(update_fields=["mapping"])
    page = client.get(url(staged)).content.decode()
    assert page.count("by its heading") == 1
    assert "by its heading" not in preview(client, staged, "address", "-")


# --- remembered ---------------------------------------------------------------------------------


def test_what_is_confirmed_is_remembered_for_these_headings(client, upload):
    upload([["Firm", "Sign"], ["Acme", "Leo"]])
    upload([["Firm", "Sign"], ["Bravo", "Lion"]])
    first, second = sorted(
        client.get(reverse("customers:imports")).context["imports"], key=lambda i: i.pk
    )
    confirmed(client, first, "name", "remarks")
    upload([["FIRM", "sign "], ["Charlie", "Virgo"]])
    third = client.get(reverse("customers:imports")).context["imports"][0]
    assert choices_of(Mapping.of(third)) == {0: "name", 1: "remarks"}
    assert "as last time" in client.get(url(third)).content.decode()
    assert choices_of(Mapping.of(reloaded(second)))[1] == "remarks.headed"
    assert KnownHeader.objects.count() == 1


def test_what_is_refused_is_not(client, staged):
    refused(client, staged, "address", "-", "-")
    assert not KnownHeader.objects.exists()
