"""Drawn rows of every kind, and every one of them as the Python object it is."""

from collections import defaultdict
from datetime import datetime, time, timedelta
from decimal import Decimal
from random import Random

from django.utils import timezone

from customers.models import Contact, ContactKey, Customer, CustomerKey, LedgerEntry
from customers.pool.reveals import reveal
from intel.models import Dossier, RivalProduct
from sales.models import Activity, Opportunity, Order
from tests.factories import (
    make_axis,
    make_category,
    make_contact,
    make_customer,
    make_own_field,
    make_user,
)
from tests.factories_intel import make_department, make_rival
from tests.factories_keys import make_contact_key, make_customer_key, make_source_system
from tests.factories_sales import make_activity, make_opportunity, make_order
from tests.pool.ruling import rule

TEXTS = ["", "", "泵业", "Main Road 100% _", "main", "back\\slash", "a,b(c)~", "Call 138 0013 8000"]
KEYS = ["main", "a", "Works 1"]
PHONES = ["", "138 0013 8000", "0571-8888 6666", "(010) 1234"]
NUMBERS = [None, Decimal(0), Decimal("-3.5"), Decimal(2), Decimal("10.01"), Decimal(1_000_000)]
MODELS = {
    "contacts": Contact,
    "activities": Activity,
    "opportunities": Opportunity,
    "orders": Order,
    "people": Dossier,
    "rivals": RivalProduct,
    "ledger": LedgerEntry,
}
MASKS = {
    "masked": ["phones", "contact.name", "contact.remarks"],
    "hidden": ["address", "remarks", "contact.mobile"],
}


class World:
    """The people of `house` with drawn rows around them. `rows[key]` are all rows of a kind, and
    nothing in them is fetched again."""

    def __init__(self, house, seed=4):
        self.house, self.random = house, Random(seed)
        self.today = timezone.localdate()
        house.card_reader = make_user("Card", house.west)
        self.people = [
            *(house.owner, house.mate, house.manager, house.director),
            *(house.admin, house.stranger, house.card_reader),
        ]
        self._declare()
        self._populate()
        self._read()

    # --- what rows have ---

    def _declare(self):
        self.axes = [make_axis("region"), make_axis("industry")]
        self.categories = []
        for axis in self.axes:
            for _number in range(2):
                top = make_category(axis)
                middle = make_category(axis, parent=top)
                self.categories += [top, middle, make_category(axis, parent=middle)]
        kinds = ("text", "number", "money", "date", "flag", "link")
        self.own = [make_own_field(kind, f"Own {kind}") for kind in kinds]
        self.own += [make_own_field(kind, f"Theirs {kind}", Contact) for kind in ("text", "flag")]
        rule(self.house.east, reveals=5, **MASKS, whole=[self.own[1].mask_key])

    # --- rows ---

    def one(self, values):
        return self.random.choice(values)

    def few(self, most):
        return range(self.one(range(most + 1)))

    def day(self):
        return self.today + timedelta(days=self.one([-400, -61, -60, -31, -30, -7, -1, 0, 0, 1, 8]))

    def instant(self):
        """Often just before, at or after a midnight of the reader's."""
        midnight = timezone.make_aware(datetime.combine(self.day(), time()))
        return midnight + self.one(
            [timedelta(0), timedelta(microseconds=-1), timedelta(hours=7, minutes=59)]
        )

    def _populate(self):
        house = self.house
        holders = [house.owner, house.owner, house.mate, house.stranger, house.manager]
        for number in range(22):
            owner = self.one(holders) if number % 3 else None
            pool = None if owner else house.east if number % 9 else house.west
            self._hang_on(self._customer(f"Works {number}", owner, pool), owner or house.manager)
        revealed = Customer.objects.filter(pool=house.east).last()
        reveal(revealed, by=house.mate)
        self.revealed = {revealed.pk}
        Customer.objects.filter(owner=house.mate).first().delete(by=house.mate)
        self._name_elsewhere()

    def _name_elsewhere(self):
        for system in (make_source_system(), make_source_system()):
            for key in KEYS:
                make_customer_key(self.one(Customer.objects.all()), system, key)
                make_contact_key(self.one(Contact.objects.all()), system, key)

    def _customer(self, name, owner, pool):
        customer = make_customer(
            name,
            owner=owner,
            pool=pool,
            by=owner or self.house.manager,
            categories=[c for c in self.random.sample(self.categories, 2) if self.one([0, 1])][:1],
            phones=[phone for phone in self.random.sample(PHONES, 2) if phone],
            own={},
            **{name: self.one(TEXTS) for name in ("short_name", "address", "remarks")},
        )
        self._fill_own(customer)
        stamps = ("last_activity_at", "next_activity_at", "created_at", "updated_at")
        Customer.objects.filter(pk=customer.pk).update(
            **{name: self.instant() for name in stamps}, returned=self.one(range(3))
        )
        for receiver in (self.house.card_reader, self.house.stranger, self.house.west):
            if owner and owner != receiver and self.one([0, 0, 1]):
                scope = "card" if receiver == self.house.card_reader else "everything"
                customer.share(receiver, by=owner, scope=scope)
        return customer

    def _fill_own(self, record):
        texts = {"text": "Line 3 泵", "number": "12.5", "money": "100.01", "flag": "yes"}
        texts |= {"date": f"{self.day()}", "link": "https://wiki.example/plan"}
        for field in self.own:
            if isinstance(record, field.model) and self.one([0, 1]):
                text = self.one(["no", "yes"]) if field.kind == "flag" else texts[field.kind]
                record.set_own(field, field.read(text))
        record.save(update_fields=["own"])

    def _hang_on(self, customer, by):
        contacts = [self._contact(customer) for _number in self.few(3)]
        kinds = ["visit", "call", "demo"]
        for _number in self.few(4):
            when = self.one(["happened_at", "due_at"])
            fields = {"contact": self.one([None, *contacts]), when: self.instant()}
            text = self.one(TEXTS) or "x"
            made = make_activity(customer, by=by, kind=self.one(kinds), text=text, **fields)
            self._delete_some(made, by)
        pursued = [
            make_opportunity(
                customer, by=by, amount=self.one(NUMBERS[:2] + NUMBERS[3:]), need=self.one(TEXTS)
            )
            for _number in self.few(3)
        ]
        for opportunity in pursued:
            self.one([lambda one: one.lose(by=by, reason="price"), lambda one: None])(opportunity)
        for _number in self.few(2):
            fields = {"opportunity": self.one([None, *pursued]), "ordered_on": self.day()}
            make_order(customer, by=by, contract_ends_on=self.one([None, self.day()]), **fields)
        for _number in self.few(2):
            fields = {"satisfaction": self.one([None, 1, 3, 5]), "remarks": self.one(TEXTS)}
            make_rival(customer, self.one(["K Machines", "泵 Co"]), **fields)

    def _contact(self, customer):
        contact = make_contact(
            customer,
            self.one(["Wu Tao", "王守仁", "a%"]) + f" {customer.pk}",
            title=self.one(TEXTS),
            mobile=self.one(PHONES),
            remarks=self.one(TEXTS),
            is_primary=False,
        )
        self._fill_own(contact)
        if self.one([0, 1, 1]):
            room = self.one([None, *customer.departments.all()]) or make_department(customer)
            roles = self.random.sample(["decider", "user", "designer"], self.one(range(3)))
            level, coach = self.one(["", "managing"]), self.one([True, False])
            fields = {"department": self.one([None, room]), "level": level, "is_coach": coach}
            Dossier.objects.create(contact=contact, roles=roles, **fields)
            self._delete_some(room, customer.created_by)
        self._delete_some(contact, customer.created_by)
        return contact

    def _delete_some(self, record, by):
        if self.one([1, 0, 0, 0, 0]):
            record.put_aside(by=by)

    # --- as Python objects ---

    def _read(self):
        customers = Customer._base_manager.select_related("owner", "pool")
        self.customers = {one.pk: one for one in customers}
        self.shares = {pk: customer.shares() for pk, customer in self.customers.items()}
        self.rows = {"customers": list(self.customers.values())}
        for key, model in MODELS.items():
            names = [f.name for f in model._meta.concrete_fields if f.is_relation]
            self.rows[key] = list(model._base_manager.select_related(*names))
        self.keys = defaultdict(set)
        for named in (*CustomerKey.objects.all(), *ContactKey.objects.all()):
            self.keys[getattr(named, named.HOLDER)].add(named.key)
        people = {one.pk: one for one in self.rows["contacts"]}
        for one in self.rows["people"]:
            one.contact = people[one.contact_id]
        self.above = {one.pk: one.parent_id for one in self.categories}

    def customer_of(self, row) -> Customer:
        if isinstance(row, Customer):
            return row
        if isinstance(row, Dossier):
            return self.customers[row.contact.customer_id]
        return self.customers[row.customer_id]
