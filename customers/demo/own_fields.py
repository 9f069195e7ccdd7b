"""What the demo company wants to know besides, and what its people wrote down."""

import random
from datetime import date, timedelta
from decimal import Decimal

from customers.models import Contact, Customer, OwnField
from customers.own_fields.tending import add_field

MACHINES = ("数控车床 12 台", "注塑机 30 台", "空压机 6 台", "检测线 2 条", "涂装线 1 条")
CHANNELS = ("微信", "电话", "邮件", "上门")
OF_CUSTOMERS = (
    ("text", "主要设备", "Main machines", {"in_grid": False, "help_text": "型号与数量"}),
    ("number", "产线数量", "Production lines", {"in_grid": False}),
    ("money", "年采购额", "Purchases a year", {"currency": "CNY"}),
    ("date", "现有合同到期", "Contract ends", {}),
    ("flag", "上市公司", "Listed company", {"in_grid": False}),
    ("link", "招标网页", "Tender page", {"in_grid": False}),
)
OF_CONTACTS = (("text", "常用联系方式", "Preferred channel", {"in_grid": False}),)
FILLED = 0.45


class OwnFields:
    """Draws from numbers of its own, so that everything else of the company stays as it was."""

    def __init__(self, today: date):
        self.rng, self.today = random.Random(17), today
        self.of_customers = [added(Customer, *field) for field in OF_CUSTOMERS]
        self.of_contacts = [added(Contact, *field) for field in OF_CONTACTS]

    def fill(self, customer: Customer):
        self._fill(customer, self.of_customers)

    def fill_contact(self, contact: Contact):
        self._fill(contact, self.of_contacts)

    def _fill(self, record, fields):
        for field in fields:
            if self.rng.random() < FILLED:
                record.set_own(field, self._drawn(field))

    def _drawn(self, field: OwnField):
        rng = self.rng
        return {
            "text": lambda: rng.choice(CHANNELS if field.host == "contact" else MACHINES),
            "number": lambda: Decimal(rng.randrange(1, 40)),
            "money": lambda: Decimal(rng.randrange(5, 900)) * 10_000,
            "date": lambda: self.today + timedelta(days=rng.randrange(-90, 500)),
            "flag": lambda: rng.random() < 0.1,
            "link": lambda: f"https://tender.example/{rng.randrange(10**5, 10**6)}",
        }[field.kind]()


def added(model, kind: str, name_zh: str, name_en: str, options: dict) -> OwnField:
    return add_field(model, kind=kind, name_zh=name_zh, name_en=name_en, **options)
