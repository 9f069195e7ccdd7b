from customers import contacts
from customers.forms.contact import ContactForm
from customers.forms.customer import CustomerForm
from customers.history import changes_of
from customers.models import Contact, Customer
from tests.factories import make_axis, make_category
from tests.ownership.looking import reload


def change(customer, by, **fields):
    row = Customer.objects.get(pk=customer.pk)
    form = CustomerForm(instance=row)
    posted = {"seen": form["seen"].value(), "name": row.name} | fields
    assert CustomerForm(posted, instance=row).settle(by=by)


def told(customer) -> list:
    fields = [(c.by, f.label, f.old, f.new) for c in changes_of(reload(customer)) for f in c.fields]
    return [tuple(str(part) for part in row) for row in fields]


def test_a_change_says_who_what_from_and_to(house):
    change(house.customer, house.owner, address="7 Wensan Road")
    change(house.customer, house.manager, address="9 Binjiang Road", email="office@hengyu.example")
    assert told(house.customer) == [
        ("Manager", "Address", "7 Wensan Road", "9 Binjiang Road"),
        ("Manager", "Email", "", "office@hengyu.example"),
        ("Owner", "Address", "", "7 Wensan Road"),
    ]


def test_categories_are_told_by_axis_and_name(house):
    axis = make_axis("kind", "Kind")
    agent, dealer = make_category(axis, "Agent"), make_category(axis, "Dealer")
    change(house.customer, house.owner, axis_kind=agent.pk)
    change(house.customer, house.owner, axis_kind=dealer.pk)
    assert told(house.customer) == [
        ("Owner", "Kind", "Agent", "Dealer"),
        ("Owner", "Kind", "", "Agent"),
    ]


def test_changes_of_contacts_are_told_under_their_names(house):
    contact = Contact(customer=house.customer, name="Wu Tao")
    contacts.add(contact, by=house.owner)
    seen = ContactForm(instance=contact)["seen"].value()
    posted = {"name": "Wu Tao", "title": "Chief", "seen": seen}
    assert ContactForm(posted, instance=contact).settle(by=house.manager)
    (found,) = changes_of(house.customer)
    assert (found.about, found.by) == ("Wu Tao", house.manager)


def test_verbs_are_the_ledgers_and_no_change(house):
    house.customer.share(house.mate, by=house.owner, scope="card")
    house.customer.assign(house.mate, by=house.manager)
    assert changes_of(house.customer) == []


def test_the_page_shows_old_and_new(house):
    from django.urls import reverse

    from tests.house import browser_of

    change(house.customer, house.owner, name="Hengyu Precision")
    url = reverse("customers:history", args=[house.customer.pk])
    html = browser_of(house.owner).get(url).content.decode()
    assert "Hengyu Machines" in html
    assert "Hengyu Precision" in html


def test_history_costs_the_same_for_one_and_three_changes(house, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    change(house.customer, house.owner, address="1")
    with CaptureQueriesContext(connection) as one:
        changes_of(house.customer)
    change(house.customer, house.owner, address="2")
    change(house.customer, house.owner, address="3")
    with django_assert_num_queries(len(one)):
        assert len(changes_of(house.customer)) == 3
