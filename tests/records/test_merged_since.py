"""What an import made is merged into something else, and then the import is undone."""

import pytest

from crm.sentences import as_read
from customers.imports.running import run_undoing, start_undoing
from customers.imports.undoing.undo import came_of_it
from customers.merging.merging import merge
from customers.models import Contact, Customer
from sales.models import Opportunity
from tests.factories import make_contact, make_customer, make_import, make_user
from tests.factories_sales import make_opportunity
from tests.house import in_english  # noqa: F401 - a fixture
from tests.imports.conftest import imported, reloaded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

PEOPLE = ["Customer", "Name", "Mobile"]


@pytest.fixture
def admin(db):
    return make_user(is_admin=True)


@pytest.fixture
def pair(db):
    return make_customer("Stays"), make_customer("Goes")


def joined(pair, by, *people):
    """The second goes into the first, their contacts of these names too."""
    ids = [Contact.objects.get(customer=customer, name=name).pk
           for theirs, ours in people for customer, name in ((pair[1], theirs), (pair[0], ours))]  # fmt: skip
    survivor, gone = (Customer.objects.get(pk=each.pk) for each in pair)
    return merge(survivor, gone, by=by, same_people=[tuple(ids)] if ids else [])


def told(staged, by) -> dict[int, str]:
    start_undoing(staged, by=by)
    run_undoing(staged.pk)
    return {c.number: as_read(c.why_kept) for c in reloaded(staged).checks.order_by("number")}


def living() -> set[tuple[str, str]]:
    rows = Contact.objects.filter(deleted_at=None, customer__deleted_at=None)
    return set(rows.values_list("customer__name", "name"))


def test_a_contact_that_went_into_another_is_kept_there(admin, pair):
    make_contact(pair[0], "Wu Tao")
    row = ["Goes", "Wu", "13800138000"]
    staged = imported(make_import(PEOPLE, [row, ["Goes", "Li", ""]], kind="contacts"))
    joined(pair, admin, ("Wu", "Wu Tao"))
    assert told(staged, admin) == {
        2: "It was merged into Wu Tao since.",
        3: "Its customer was merged into Stays since.",
    }
    assert came_of_it(staged) == {"kept": 2}
    assert living() == {("Stays", "Wu Tao"), ("Stays", "Li")}
    assert Contact.objects.get(name="Wu Tao").mobile == "138 0013 8000"


def test_a_contact_that_another_went_into_is_kept_for_both(admin, pair):
    make_contact(pair[1], "Wu")
    staged = imported(make_import(PEOPLE, [["Stays", "Wu", ""]], kind="contacts"))
    joined(pair, admin, ("Wu", "Wu"))
    assert told(staged, admin) == {2: "Another was merged into it since."}
    assert living() == {("Stays", "Wu")}


def test_a_customer_that_went_into_another_is_kept_there_with_its_contact(admin):
    stays = make_customer("Stays")
    make_contact(stays, "Wu")
    header = ["Name", "Contact: name", "Contact: Mobile"]
    staged = imported(make_import(header, [["Goes", "Wu", "13800138000"]]))
    joined((stays, Customer.objects.get(name="Goes")), admin, ("Wu", "Wu"))
    assert told(staged, admin) == {2: "It was merged into Stays since."}
    assert came_of_it(staged) == {"kept": 1}
    assert living() == {("Stays", "Wu")}
    assert Contact.objects.get(customer=stays, deleted_at=None).mobile == "138 0013 8000"


def test_what_a_merge_moved_gets_its_old_values_and_counts_where_it_is_now(admin, pair):
    known = make_opportunity(pair[1], name="Line three")
    row = ["Goes", "Line three", "lost", "2024-03-05"]
    header = ["Customer", "Name", "Status", "Closed"]
    staged = imported(make_import(header, [row], kind="opportunities"), policy="overwrite")
    joined(pair, admin)
    assert not Customer.objects.get(pk=pair[0].pk).has_open_opportunity
    assert told(staged, admin) == {2: ""}
    assert Opportunity.objects.get(pk=known.pk).is_open
    assert Customer.objects.get(pk=pair[0].pk).has_open_opportunity
