"""What the demo company knows of its customers. Every person in it is invented."""

import random
from datetime import datetime, timedelta

from customers.models import Contact, Customer
from intel.models import Competitor, Department, Dossier, Fact, RivalProduct
from intel.models.dossier import Function, Level, Role, Stance

ORGANISED, FACTS, RIVALS = 700, 1_800, 900
DEPARTMENTS = ("生产部", "设备部", "技术部", "采购部", "财务部")
UPPER, LOWER = DEPARTMENTS.index("生产部"), DEPARTMENTS.index("设备部")
COMPETITORS = ("科北泵业", "欧瑞驱动", "东岭机械", "泰格压缩机", "K 牌工业", "立峰液压")
LEVELS = {
    "总": Level.DECIDING,
    "长": Level.MANAGING,
    "经理": Level.MANAGING,
    "主管": Level.MANAGING,
}
FUNCTIONS = {"采购": Function.PURCHASING, "财务": Function.PURCHASING, "技术": Function.TECHNICAL,
             "工": Function.TECHNICAL, "设备": Function.USING, "生产": Function.USING}  # fmt: skip
KNOWN = {
    "career": "原在设备厂任工艺员，五年前加入。",
    "responsibility": "负责年度设备采购的技术评估。",
    "goal": "希望年底前把停机时间降一半。",
    "opinion": "认可我们的售后，觉得价格偏高。",
    "rival": "与竞品代表是同学。",
    "relation": "与生产厂长配合多年，意见常被采纳。",
    "habit": "习惯先看数据再开会，喜欢书面方案。",
}
REPRESENTATIVES = ("", "", "孙强", "马洪", "段磊", "邱薇")
SOURCES = ("拜访时本人所说", "设备员告知", "展会交谈", "同事介绍")


class Intel:
    def __init__(self, rng: random.Random, customers: list[Customer], now: datetime):
        self.rng, self.customers, self.now = rng, customers, now

    def build(self):
        self.organised = self.rng.sample(self.customers, ORGANISED)
        departments = self._departments()
        people = Contact.objects.filter(customer__in=self.organised).order_by("pk")
        people = people.select_related("customer__owner", "customer__created_by")
        dossiers = [self._dossier(contact, departments) for contact in people]
        Dossier.objects.bulk_create(dossiers)
        self._name_heads(dossiers)
        self.people = list(people)
        Fact.objects.bulk_create(self._fact() for _n in range(FACTS))
        self.competitors = [Competitor.objects.named(name) for name in COMPETITORS]
        RivalProduct.objects.bulk_create(self._rival() for _n in range(RIVALS))

    def _departments(self) -> dict[int, list[Department]]:
        made = Department.objects.bulk_create(
            Department(customer=customer, name=name)
            for customer in self.organised
            for name in DEPARTMENTS
        )
        found: dict[int, list[Department]] = {}
        for department in made:
            found.setdefault(department.customer_id, []).append(department)
        for of_one in found.values():
            of_one[LOWER].parent = of_one[UPPER]
        lower = [of_one[LOWER] for of_one in found.values()]
        Department.objects.bulk_update(lower, ["parent"], 1_000)
        return found

    def _name_heads(self, dossiers: list[Dossier]):
        headed: dict[int, Department] = {}
        for dossier in dossiers:
            if dossier.department and dossier.level == Level.MANAGING:
                dossier.department.head = dossier.contact
                headed[dossier.department.pk] = dossier.department
        Department.objects.bulk_update(headed.values(), ["head"], 1_000)

    def _dossier(self, contact: Contact, departments) -> Dossier:
        return Dossier(
            contact=contact,
            department=self.rng.choice(departments[contact.customer_id]),
            level=first_in(contact.title, LEVELS, Level.OPERATING),
            function=first_in(contact.title, FUNCTIONS, self.rng.choice(Function.values)),
            roles=sorted(self.rng.sample(Role.values, self.rng.randrange(0, 3))),
            stance=self.rng.choice(["", *Stance.values]),
            is_coach=self.rng.random() < 0.06,
        )

    def _fact(self) -> Fact:
        contact = self.rng.choice(self.people)
        topic = self.rng.choice(list(KNOWN))
        customer = contact.customer
        return Fact(
            contact=contact,
            topic=topic,
            text=KNOWN[topic],
            source=self.rng.choice(SOURCES),
            learned_on=self.now.date() - timedelta(days=self.rng.randrange(5, 500)),
            confidence=self.rng.choice(Fact.Confidence.values),
            recorded_by=customer.owner or customer.created_by,
        )

    def _rival(self) -> RivalProduct:
        return RivalProduct(
            customer=self.rng.choice(self.organised),
            competitor=self.rng.choice(self.competitors),
            product=self.rng.choice(("CNC-400", "P80 离心泵", "GX 压缩机", "减速机 K 系列")),
            satisfaction=self.rng.randrange(1, 6),
            representative=self.rng.choice(REPRESENTATIVES),
            contract_ends=self.now.date() + timedelta(days=self.rng.randrange(30, 900)),
        )


def first_in(title: str, meanings: dict, otherwise):
    return next((meaning for part, meaning in meanings.items() if part in title), otherwise)
