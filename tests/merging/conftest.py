import pytest

from customers.models import Customer
from tests.factories import make_contact, make_customer, make_team, make_user
from tests.factories_intel import make_department, make_dossier, make_fact, make_rival
from tests.factories_sales import make_activity, make_opportunity, make_order
from tests.house import in_english  # noqa: F401


@pytest.fixture
def rep(db):
    return make_user("Rep", make_team("Team"))


@pytest.fixture
def pair(rep):
    """Two customers of one rep: what stays, and what goes."""
    survivor = make_customer("恒宇机械", owner=rep, phones=["0571-88880001"], remarks="Old friend")
    gone = make_customer("恒羽机械", owner=rep, phones=["0571-88880002"], remarks="New here")
    return survivor, gone


def furnish(customer, number="SO-1"):
    """One row of everything that hangs on a customer; the rows by name."""
    contact = make_contact(customer, "Wu Tao", is_primary=True, mobile="13800138000")
    department = make_department(customer, head=contact)
    opportunity = make_opportunity(customer)
    return {
        "contact": contact,
        "department": department,
        "below": make_department(customer, parent=department),
        "dossier": make_dossier(contact, department=department),
        "fact": make_fact(contact),
        "rival": make_rival(customer),
        "opportunity": opportunity,
        "order": make_order(customer, number=number, opportunity=opportunity),
        "activity": make_activity(customer, contact=contact),
    }


def fresh(record):
    return type(record)._base_manager.get(pk=record.pk)


def again(*customers):
    return [Customer.objects.get(pk=customer.pk) for customer in customers]
