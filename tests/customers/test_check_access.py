from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from customers.models import Contact, Customer
from tests.factories import make_axis, make_category, make_contact, make_customer


def check() -> str:
    out = StringIO()
    call_command("check_access", stdout=out)
    return out.getvalue()


def spoil(table, assignment, pk):
    """Writes past the triggers."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"UPDATE {table} SET {assignment} WHERE id = %s", [pk])
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_a_sound_house_has_no_differences(house):
    house.customer.share(house.mate, by=house.owner, scope="everything", may_edit=True)
    house.customer.share(house.west, by=house.owner, scope="card")
    make_contact(house.customer, "单雄信", mobile="138 0013 8000")
    assert check().strip() == "2 customers, 0 differences"


@pytest.mark.parametrize(
    "assignment",
    [
        "reader_ids = reader_ids || 999",
        "reader_ids = '{}'",
        "insider_ids = '{}'",
        "editor_ids = editor_ids || 7",
        "sort_name = 'zz'",
        "search_text = ''",
        "search_grams = '{}'",
        "initial = 'Q'",
    ],
)
def test_a_spoiled_column_is_found(house, assignment, capsys):
    spoil("customers_customer", assignment, house.customer.pk)
    with pytest.raises(CommandError, match="2 customers, [1-9] differences"):
        call_command("check_access")
    assert f"customer {house.customer.pk}: {assignment.split()[0]}" in capsys.readouterr().out


def test_a_category_at_the_place_of_another_axis_is_found(house, capsys):
    make_axis()
    stranger = make_category(make_axis())
    spoil("customers_customer", f"category_ids = '{{{stranger.pk}}}'", house.customer.pk)
    with pytest.raises(CommandError, match="1 difference"):
        call_command("check_access")
    assert "category_ids[1]" in capsys.readouterr().out


def test_a_contact_named_otherwise_is_found(house):
    contact = make_contact(house.customer, "Wu Tao")
    Contact.objects.filter(pk=contact.pk).update(name="Sun Li")
    with pytest.raises(CommandError, match="differences"):
        call_command("check_access")


def test_only_the_first_twenty_are_listed(house, capsys):
    for _ in range(8):
        make_customer(owner=house.owner)
    Customer.objects.update(name="Other")
    with pytest.raises(CommandError, match="10 customers, [3-9][0-9] differences"):
        call_command("check_access")
    assert len(capsys.readouterr().out.splitlines()) == 20


def test_a_share_that_ran_out_just_now_may_still_stand_in_the_arrays(house):
    until = timezone.now() + timedelta(hours=1)
    house.customer.share(house.mate, by=house.owner, scope="card", until=until)
    expire(house.customer, timedelta(seconds=30))
    assert "0 differences" in check()


def test_a_share_that_ran_out_long_ago_may_not(house):
    until = timezone.now() + timedelta(hours=1)
    house.customer.share(house.mate, by=house.owner, scope="card", until=until)
    expire(house.customer, timedelta(minutes=10))
    with pytest.raises(CommandError, match="differences"):
        call_command("check_access")


def expire(customer, ago):
    """Lets the clock pass without the worker: the share's end moves, the arrays stay."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE customers_usershare DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE customers_usershare SET expires_at = %s WHERE content_object_id = %s",
            [timezone.now() - ago, customer.pk],
        )
        cursor.execute("ALTER TABLE customers_usershare ENABLE TRIGGER USER")
