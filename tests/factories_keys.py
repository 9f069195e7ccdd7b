"""Other systems, and what they call our records."""

from itertools import count

from customers.models import ContactKey, CustomerKey, PlanFile, PlanStep, SourceSystem
from customers.plans.preparing import new_plan
from tests.factories import make_contact, make_customer, make_import, make_pool, make_user

_numbers = count(1)


def make_source_system(name=None, rank=None):
    """Behind those there are, unless `rank` says otherwise."""
    rank = SourceSystem.objects.count() + 1 if rank is None else rank
    return SourceSystem.objects.create(name=name or f"System {next(_numbers)}", rank=rank)


def make_customer_key(customer=None, system=None, key=None, **fields):
    return CustomerKey.objects.create(
        customer=customer or make_customer(),
        system=system or make_source_system(),
        key=key or f"K{next(_numbers)}",
        **fields,
    )


def make_contact_key(contact=None, system=None, key=None):
    return ContactKey.objects.create(
        contact=contact or make_contact(make_customer()),
        system=system or make_source_system(),
        key=key or f"K{next(_numbers)}",
    )


def make_import_plan(by=None, pool=None, name=None):
    """A plan of one file, uploaded and not matched yet."""
    by, pool = by or make_user(is_admin=True), pool or make_pool()
    plan = new_plan(by=by, name=name or f"Plan {next(_numbers)}", pool=pool)
    file = PlanFile.objects.create(plan=plan, place=1, name=f"file{next(_numbers)}.csv")
    staged = make_import(by=by, pool=pool)
    PlanStep.objects.create(run=plan.runs.get(), file=file, sheet_import=staged)
    return plan
