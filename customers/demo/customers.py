"""Five thousand customers over real provinces and industries, and who works there."""

import random
from datetime import datetime, timedelta

from django.db import connection
from stdnum.cn import uscc

from crm import naming
from crm.people.demo import Company, person_name
from customers.demo import words
from customers.demo.own_fields import OwnFields
from customers.models import Axis, Category, Contact, Customer

CUSTOMERS, CONTACTS = 5_000, 8_000
POOLED = 0.28
YEARS_BACK = 4
WEIGHTS = {
    "value": {"A": 8, "B": 22, "C": 40, "D": 30},
    "size": {"large": 8, "medium": 27, "small": 45, "micro": 20},
    "interest": {"hot": 15, "warm": 45, "cold": 40},
    "stage": {
        "lead": 30, "contacted": 22, "interested": 16, "quoted": 10, "negotiating": 5, "won": 8,
        "repeat": 4, "dormant": 3, "lost": 2,
    },
}  # fmt: skip


class Classifier:
    """Draws categories: regions within the rep's provinces, the rest by weight."""

    def __init__(self, rng: random.Random):
        self.rng = rng
        self.axes = {axis.key: axis for axis in Axis.objects.all()}
        self.by_code: dict[str, dict[str, Category]] = {}
        self.below: dict[int, list[Category]] = {}
        for category in Category.objects.select_related("axis", "parent"):
            self.by_code.setdefault(category.axis.key, {})[category.code] = category
            if category.parent_id:
                self.below.setdefault(category.parent_id, []).append(category)

    def place(self, province_code: str) -> tuple[Category, Category]:
        """A county or district of the province, and the city people would name."""
        province = self.by_code["region"][province_code]
        city = self.rng.choice(self.below.get(province.pk, [province]))
        county = self.rng.choice(self.below.get(city.pk, [city]))
        return county, city if city.pk in self.below else province

    def classify(self, customer: Customer, county: Category, trade: str):
        chosen = {"region": county, "industry": self.by_code["industry"][trade]}
        for key, axis in self.axes.items():
            category = chosen.get(key) or self._drawn(key)
            if category:
                customer.classify(axis, category.pk)

    def _drawn(self, key: str) -> Category | None:
        if key not in WEIGHTS and self.rng.random() < 0.25:
            return None
        codes = self.by_code.get(key, {})
        if key in WEIGHTS:
            weights = WEIGHTS[key]
            return codes[self.rng.choices(list(weights), list(weights.values()))[0]]
        return self.rng.choice(list(codes.values())) if codes else None


class Customers:
    """Builds customers and contacts for the reps of a company."""

    def __init__(self, rng: random.Random, company: Company, now: datetime):
        self.rng, self.company, self.now = rng, company, now
        self.names: set[str] = set()

    def build(self):
        self.classifier = Classifier(self.rng)
        self.own_fields = OwnFields(self.now.date())
        made = Customer.objects.bulk_create((self._customer() for _n in range(CUSTOMERS)), 1_000)
        self.customers = list(made)
        self._age()
        Contact.objects.bulk_create(self._contacts(), 2_000)
        self.contacts = list(Contact.objects.order_by("pk"))
        return self

    def _customer(self) -> Customer:
        rep = self.rng.choice(self.company.reps)
        county, city = self.classifier.place(self.rng.choice(self.company.provinces_of[rep.pk]))
        trade, nouns, scope = self.rng.choice(words.TRADES)
        name, short = self._name(city, nouns)
        pooled = self.rng.random() < POOLED
        customer = Customer(
            name=name,
            short_name=short,
            credit_code=self._credit_code(county.code),
            phones=[f"0{self.rng.randrange(10, 999)}-{self.rng.randrange(10**7, 10**8)}"],
            address=f"{city.name_zh}{self.rng.choice(words.ROADS)}{self.rng.randrange(1, 999)}号",
            website=f"https://www.{naming.sort_key(short).split()[0][:20]}.example",
            business_scope=scope,
            operating_state=self.rng.choice(words.OPERATING),
            financial_state=self.rng.choice(words.FINANCIAL),
            remarks=self.rng.choice(words.REMARKS),
            owner=None if pooled else rep,
            pool=self.company.region_of[rep.pk] if pooled else None,
            created_by=rep,
            updated_by=rep,
        )
        self.classifier.classify(customer, county, trade)
        self.own_fields.fill(customer)
        customer.derive_names()
        return customer

    def _name(self, city: Category, nouns) -> tuple[str, str]:
        while True:
            place = city.name_zh.removesuffix("市")
            short = self.rng.choice(words.BRANDS) + self.rng.choice(nouns)
            name = place + short + self.rng.choice(words.TAILS)
            if name not in self.names:
                self.names.add(name)
                return name, short

    def _credit_code(self, region: str) -> str:
        body = f"91{region[:6]}{self.rng.randrange(10**9):09}"
        return body + uscc.calc_check_digit(body)

    def _age(self):
        """Gives every customer a past: bulk writing dates them all today."""
        dates = [self.created(customer) for customer in self.customers]
        with connection.cursor() as cursor:
            cursor.execute(
                """
                UPDATE customers_customer c SET created_at = d.at, updated_at = d.changed,
                    owned_since = CASE WHEN owner_id IS NULL THEN NULL ELSE d.changed END
                FROM unnest(%s::int[], %s::timestamptz[], %s::timestamptz[]) AS d(id, at, changed)
                WHERE c.id = d.id
                """,
                [[c.pk for c in self.customers], *map(list, zip(*dates, strict=True))],
            )

    def created(self, customer: Customer) -> tuple[datetime, datetime]:
        age = timedelta(days=self.rng.triangular(1, YEARS_BACK * 365, 200))
        customer.created_at = self.now - age
        customer.updated_at = customer.created_at + age * self.rng.random()
        return customer.created_at, customer.updated_at

    def _contacts(self):
        more = [self.rng.choice(self.customers) for _n in range(CONTACTS - CUSTOMERS)]
        for number, customer in enumerate([*self.customers, *more]):
            contact = Contact(
                customer=customer,
                name=person_name(self.rng),
                title=self.rng.choice(words.TITLES),
                mobile=f"170{self.rng.randrange(10**8):08}",
                is_primary=number < CUSTOMERS,
            )
            contact.email = f"{naming.sort_key(contact.name).split()[0]}{number}@mail.example"
            self.own_fields.fill_contact(contact)
            contact.derive_names()
            yield contact
