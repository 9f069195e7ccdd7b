import random

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone, translation

from crm.models import User
from crm.people.demo import PASSWORD, Company
from crm.workdays import demo as workdays
from customers.axes_loader import load_standard_axes
from customers.demo import rules
from customers.demo.customers import Customers
from customers.demo.nights import Nights
from customers.demo.past import Past
from customers.demo.present import Present
from customers.merging.finding.finding import search
from intel import demo_views
from intel.demo import Intel
from sales.demo import Sales

SEED = 4754


class Command(BaseCommand):
    """It lives in the topmost room because it fills all of them."""

    help = "Loads the demo company: an industrial supplier with forty people."
    SIGN_INS = [
        ("rep", "lina", PASSWORD),
        ("manager", "zhouwei", PASSWORD),
        ("admin", "admin", PASSWORD),
    ]

    def handle(self, **options):
        if User.objects.exists():
            raise CommandError(
                "There are people already. The demo company wants an empty database."
            )
        with transaction.atomic(), translation.override("zh-hans"):
            build(random.Random(SEED))


def build(rng: random.Random):
    """The whole company, the same each time but for the dates, which end today."""
    now = timezone.now()
    today = timezone.localdate(now)
    load_standard_axes()
    company = Company(rng).build()
    workdays.build(today)
    customers = Customers(rng, company, now).build().customers
    nights = Nights(rng, today, rules.build(company, today))
    Past(rng, company, now).build(customers, nights)
    Sales(rng, customers, now).build()
    Intel(rng, customers, now).build()
    Present(company, today, nights).build()
    demo_views.build(company)
    with connection.cursor() as cursor:
        # The first page is not to wait for the planner to learn what was loaded.
        cursor.execute("ANALYZE")
    # As a night would: the list of probable duplicates is not empty on the first day.
    search()
