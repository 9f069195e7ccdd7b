"""An import is undone as far as nobody touched since what it did."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from crm.notices.kinds import kind_of
from crm.notices.models import Notice
from crm.refusals import Refused
from crm.sentences import as_read
from customers.imports import passes
from customers.imports.running import run_undoing, start_undoing, work_on_chunk
from customers.imports.undoing import undo as undoing
from customers.imports.undoing.undo import came_of_it, can_be_undone, foreseen
from customers.models import Contact, Customer, LedgerEntry, SheetImport
from customers.notice_kinds import IMPORT_UNDONE
from tests.factories import (
    make_axis,
    make_category,
    make_contact,
    make_customer,
    make_import,
    make_own_field,
    make_user,
)
from tests.factories_sales import make_activity
from tests.house import browser_of
from tests.imports.conftest import imported, reloaded

pytestmark = pytest.mark.django_db

HEADER = ["Name", "Address", "Contact: Name", "Contact: Mobile"]


def undone(staged) -> SheetImport:
    start_undoing(staged, by=staged.uploaded_by)
    run_undoing(staged.pk)
    return reloaded(staged)


def living() -> set[str]:
    return set(Customer.objects.filter(deleted_at=None).values_list("name", flat=True))


def test_what_it_created_is_put_aside_and_the_ledger_told():
    make_customer("Besides")
    staged = imported(make_import(HEADER, [["A", "Road", "Wu", ""], ["B", "", "", ""]]))
    assert foreseen(staged, staged.uploaded_by) == {"back": 2}
    assert living() == {"Besides", "A", "B"}
    assert undone(staged).state == "undone"
    assert living() == {"Besides"}
    assert came_of_it(staged) == {"back": 2}
    entry = LedgerEntry.objects.filter(verb="deleted").latest("pk")
    assert (entry.by, entry.from_pool) == (staged.uploaded_by, staged.pool)
    assert entry.details["import"] == staged.pk


def test_what_it_changed_gets_its_old_values():
    axis = make_axis("mood", "Mood")
    grim, glad = make_category(axis, "Grim"), make_category(axis, "Glad")
    extra, more = make_own_field("text", "Extra"), make_own_field("text", "More")
    known = make_customer("北京旧名", phones=["010 6552 9988"], own={extra.key: "old"})
    known.classify(axis, grim.pk)
    known.save(update_fields=["category_ids"])
    header = ["Name", "Phones", "Address", "Mood", "Extra", "More"]
    row = ["北京旧名公司", "021 6552 9988", "Road", "Glad", "new", "too"]
    staged = imported(make_import(header, [row]), policy="overwrite")
    before, known = known, Customer.objects.get(pk=known.pk)
    assert known.own == {extra.key: "new", more.key: "too"}
    assert known.category_on(axis) == glad.pk
    undone(staged)
    known.refresh_from_db()
    for name in ("name", "phones", "address", "own", "category_ids", *before.derived):
        assert getattr(known, name) == getattr(before, name), name
    assert known.version == 3


def test_several_rows_about_one_customer_are_undone_together():
    known = make_customer("One", address="First")
    header = ["Name", "Address", "Remarks"]
    rows = [["One", "Second", ""], ["One", "Third", "Word"]]
    staged = imported(make_import(header, rows), policy="overwrite")
    undone(staged)
    known.refresh_from_db()
    assert (known.address, known.remarks) == ("First", "")
    assert came_of_it(staged) == {"back": 2}


def test_a_customer_and_what_later_rows_added_to_it_go_together():
    rows = [["A", "", "Wu", ""], ["A", "Road", "Xu", ""], ["A", "", "Wu", "13800138000"]]
    staged = imported(make_import(HEADER, rows))
    assert Contact.objects.count() == 2
    undone(staged)
    assert living() == set()
    assert came_of_it(staged) == {"back": 3}


def test_people_it_brought_go_and_people_it_changed_are_as_before():
    known = make_customer("One")
    make_contact(known, "Wu", mobile="")
    rows = [["One", "", "Xu", "13800138001"], ["One", "", "Wu", "13800138000"]]
    staged = imported(make_import(HEADER, rows))
    undone(staged)
    assert [c.name for c in known.contacts.filter(deleted_at=None)] == ["Wu"]
    wu = known.contacts.get(name="Wu")
    assert (wu.mobile, wu.duplicate_keys) == ("", [])


def test_each_owner_is_told_once_with_the_number_of_their_customers(monkeypatch):
    monkeypatch.setattr(passes, "CHUNK", 1)
    first, other = make_user("Fay", username="fay"), make_user("Oz", username="oz")
    make_customer("Known", owner=first)
    rows = [["Known", "Road", "fay"], ["B", "", "fay"], ["C", "", "oz"], ["D", "", ""]]
    staged = imported(make_import(["Name", "Address", "Owner"], rows))
    staged.uploaded_by = make_user("Ada", is_admin=True)
    undone(staged)
    told = Notice.objects.filter(kind=IMPORT_UNDONE)
    sentences = {n.user: kind_of(n.kind).tell(n.details | {"by": n.by}, n.count) for n in told}
    assert sentences == {
        first: "Ada undid an import: 2 of your customers are as they were before it, or gone again.",
        other: "Ada undid an import: C is as it was before it, or gone again.",
    }


# --- touched since ------------------------------------------------------------------------


def edit(customer):
    Customer.objects.filter(pk=customer.pk).update(remarks="Mine", version=2)


def assign(customer):
    customer.assign(make_user(), by=make_user(is_admin=True))


def log(customer):
    make_activity(customer, by=make_user(is_admin=True))


def add_person(customer):
    make_contact(customer, "Added")


def edit_person(customer):
    customer.contacts.update(title="Boss")


@pytest.mark.parametrize(
    ("touch", "why"),
    [
        (edit, "It was edited since."),
        (assign, "It changed hands since."),
        (log, "Something was added to it since: activities."),
        (add_person, "A contact was added since."),
        (edit_person, "One of its contacts was edited since."),
    ],
)
def test_what_somebody_touched_since_is_kept_with_the_reason(touch, why):
    staged = imported(make_import(HEADER, [["A", "", "Wu", ""], ["B", "", "Xu", ""]]))
    touch(Customer.objects.get(name="A"))
    assert foreseen(staged, staged.uploaded_by) == {"kept": 1, "back": 1}
    undone(staged)
    assert living() == {"A"}
    row = staged.checks.get(number=2)
    assert (row.undone, as_read(row.why_kept)) == ("kept", why)


def test_a_change_that_somebody_changed_again_is_kept():
    known = make_customer("One", address="First")
    staged = imported(make_import(["Name", "Address"], [["One", "Second"]]), policy="overwrite")
    Customer.objects.filter(pk=known.pk).update(address="Third", version=3)
    undone(staged)
    assert Customer.objects.get().address == "Third"
    assert came_of_it(staged) == {"kept": 1}


def test_what_was_deleted_since_could_not_be_put_back():
    staged = imported(make_import(["Name"], [["A"]]))
    Customer.objects.get().delete(by=make_user(is_admin=True))
    undone(staged)
    assert came_of_it(staged) == {"failed": 1}


# --- when, and how far --------------------------------------------------------------------


def test_an_undo_goes_on_where_it_was(monkeypatch):
    monkeypatch.setattr(passes, "CHUNK", 2)
    staged = imported(make_import(["Name"], [[f"C {n}"] for n in range(5)]))
    start_undoing(staged, by=staged.uploaded_by)
    work_on_chunk(passes.UndoPass(staged), reloaded(staged), "undoing")
    assert (len(living()), reloaded(staged).done) == (3, 2)
    run_undoing(staged.pk)
    assert (living(), reloaded(staged).state, staged.done) == (set(), "undone", 5)
    assert LedgerEntry.objects.filter(verb="deleted").count() == 5


def test_it_is_possible_for_some_days_only():
    staged = imported(make_import(["Name"], [["A"]]))
    assert can_be_undone(staged)
    SheetImport.objects.update(finished_at=timezone.now() - timedelta(days=15))
    assert not can_be_undone(reloaded(staged))
    with pytest.raises(Refused, match="no longer be undone"):
        start_undoing(staged, by=staged.uploaded_by)


def test_the_page_says_what_would_be_put_back_before_anything_is(client):
    staged = imported(make_import(["Name"], [["A"], ["B"]]))
    edit(Customer.objects.get(name="A"))
    url = reverse("customers:import_undo", args=[staged.pk])
    page = client.get(url)
    assert page.context["counts"] == [
        ("Put back", 1),
        ("Kept, because it was edited since", 1),
        ("Could not be put back", 0),
    ]
    assert living() == {"A", "B"}
    client.post(url)
    run_undoing(staged.pk)
    page = client.get(reverse("customers:import", args=[staged.pk])).content.decode()
    assert "Kept, because it was edited since" in page
    assert living() == {"A"}


def test_the_page_looks_through_a_long_import_bit_by_bit(client, monkeypatch):
    monkeypatch.setattr(undoing, "AT_ONCE", 2)
    staged = imported(make_import(["Name"], [[f"C {n}"] for n in range(5)]))
    edit(Customer.objects.get(name="C 3"))
    page = client.get(reverse("customers:import_undo", args=[staged.pk]))
    assert page.context["rest"] == {"back": 2, "after": 3}
    url = reverse("customers:import_undo_rest", args=[staged.pk])
    page = client.get(url, page.context["rest"])
    assert page.context["rest"] == {"back": 3, "kept": 1, "after": 5}
    page = client.get(url, page.context["rest"])
    assert (page.context["rest"], page.context["looked_at"]) == (None, 5)
    assert "hx-get" not in page.content.decode()


@pytest.mark.parametrize("query", ["", "?after=x&back=-1", "?after=99999999999999999999"])
def test_odd_numbers_in_its_address_are_no_error(client, query):
    staged = imported(make_import(["Name"], [["A"]]))
    url = reverse("customers:import_undo_rest", args=[staged.pk])
    assert client.get(url + query).status_code == 200
    assert browser_of(make_user()).get(url).status_code == 403
