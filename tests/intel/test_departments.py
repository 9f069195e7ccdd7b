"""The departments of a customer: a tree with heads, which never closes a circle."""

import threading

import pytest
from django.db import IntegrityError, connection
from django.urls import reverse

from intel.forms.department import DepartmentForm
from intel.models import Department
from intel.organisation import in_order
from tests.factories import make_contact, make_customer
from tests.factories_intel import make_department, make_dossier
from tests.house import browser_of

pytestmark = pytest.mark.django_db


def add(user, customer, **said):
    url = reverse("intel:new_department", args=[customer.pk])
    return browser_of(user).post(url, {"name": "Production", "parent": "", "head": ""} | said)


def change(user, department, **said):
    client, url = browser_of(user), reverse("intel:edit_department", args=[department.pk])
    seen = client.get(url).context["form"]["seen"].value()
    now = {"name": department.name, "parent": department.parent_id or "", "seen": seen}
    return client.post(url, now | {"head": department.head_id or ""} | said)


def tree(customer):
    return [(branch.depth, branch.department.name) for branch in in_order(customer)]


def test_a_department_is_added_below_another_with_a_head(house, wu):
    works = make_department(house.customer, "Works")
    response = add(house.owner, house.customer, parent=works.pk, head=wu.pk)
    assert response.url == house.customer.get_absolute_url()
    found = Department.objects.get(name="Production")
    assert (found.parent, found.head, found.customer) == (works, wu, house.customer)


def test_the_tree_is_ordered_by_name_by_pinyin_too(house):
    top = make_department(house.customer, "采购部")
    for name, parent in (("生产部", None), ("Finance", None), ("仓储", top), ("备件", top)):
        make_department(house.customer, name, parent=parent)
    found = [(0, "采购部"), (1, "备件"), (1, "仓储"), (0, "Finance"), (0, "生产部")]
    assert sorted(tree(house.customer)) == sorted(found)
    assert tree(house.customer) == found


@pytest.mark.parametrize(("field", "words"), [("parent", "department"), ("head", "contact")])
def test_what_belongs_to_another_customer_is_refused(house, field, words):
    other = make_customer()
    foreign = make_department(other) if field == "parent" else make_contact(other)
    response = add(house.owner, house.customer, **{field: foreign.pk})
    assert f"no such {words} at this customer" in response.content.decode()
    assert not Department.objects.filter(name="Production").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 81},
        {"name": "a\0"},
        {"parent": "9" * 30},
        {"head": "me"},
        {"head": "-1"},
    ],
)
def test_nonsense_is_refused_with_a_sentence(house, wrong):
    response = add(house.owner, house.customer, **wrong)
    assert response.status_code == 422 and response.context["form"].errors


def test_a_department_is_not_offered_to_stand_below_itself_or_its_own(house):
    top = make_department(house.customer, "Top")
    make_department(house.customer, "Inner", parent=top)
    make_department(house.customer, "Other")
    url = reverse("intel:edit_department", args=[top.pk])
    form = browser_of(house.owner).get(url).context["form"]
    assert [label for _value, label in form.fields["parent"].choices][1:] == ["Other"]


@pytest.mark.parametrize("below", ["itself", "a child", "a grandchild"])
def test_a_circle_is_refused(house, below):
    top = make_department(house.customer, "Top")
    child = make_department(house.customer, parent=top)
    places = {"itself": top, "a child": child}
    places["a grandchild"] = make_department(house.customer, parent=child)
    response = change(house.owner, top, parent=places[below].pk)
    assert "cannot stand below itself" in response.content.decode()
    top.refresh_from_db()
    assert top.parent is None


def test_the_database_itself_refuses_the_smallest_circle(house):
    top = make_department(house.customer)
    with pytest.raises(IntegrityError):
        Department.objects.filter(pk=top.pk).update(parent=top.pk)


def test_what_stands_below_a_deleted_department_moves_up_and_back_down(house):
    top = make_department(house.customer, "Top")
    middle = make_department(house.customer, "Middle", parent=top)
    make_department(house.customer, "Leaf", parent=middle)
    client = browser_of(house.owner)
    client.post(reverse("intel:delete_department", args=[middle.pk]))
    assert tree(house.customer) == [(0, "Top"), (1, "Leaf")]
    client.post(reverse("intel:restore_department", args=[middle.pk]))
    assert tree(house.customer) == [(0, "Top"), (1, "Middle"), (2, "Leaf")]


def test_the_panel_shows_the_tree_with_heads_and_numbers_of_people(house, wu):
    works = make_department(house.customer, "Works", head=wu)
    make_department(house.customer, "Maintenance", parent=works)
    make_dossier(wu, department=works)
    make_dossier(make_contact(house.customer), department=works)
    url = reverse("customers:panel", args=[house.customer.pk, "departments"])
    html = browser_of(house.owner).get(url).content.decode()
    assert all(word in html for word in ("Works", "Maintenance", "Wu Tao", ">2</small>"))


def test_a_deleted_head_is_not_shown(house, wu):
    make_department(house.customer, "Works", head=wu)
    wu.put_aside(by=house.owner)
    url = reverse("customers:panel", args=[house.customer.pk, "departments"])
    assert "Wu Tao" not in browser_of(house.owner).get(url).content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_two_moves_at_once_close_no_circle(attempt):
    customer = make_customer()
    one, other = make_department(customer, "One"), make_department(customer, "Other")
    barrier, saved = threading.Barrier(2), []

    def move(department, parent):
        seen = DepartmentForm(instance=department)["seen"].value()
        said = {"name": department.name, "parent": parent.pk, "head": "", "seen": seen}
        form = DepartmentForm(said, instance=department)
        barrier.wait()
        saved.append(form.settle(by=customer.owner))
        connection.close()

    pairs = [(one, other), (other, one)]
    threads = [threading.Thread(target=move, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(saved) == [False, True]
    assert len(tree(customer)) == 2
