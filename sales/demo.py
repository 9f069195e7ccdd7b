"""What the demo company did with its customers: activities, opportunities, orders."""

import random
from datetime import datetime, timedelta
from decimal import Decimal
from typing import cast

from django.db import connection
from django.utils import timezone

from crm.days import start_of
from crm.models import User
from customers.models import Contact, Customer
from customers.release import forecast
from sales.engagement import refresh
from sales.models import Activity, Opportunity, Order, OrderLine
from sales.models.opportunity import Stage

ACTIVITIES, OPPORTUNITIES, ORDERS = 20_000, 1_500, 1_000
PLANNED = 0.06
DONE = {
    "visit": (
        "拜访生产现场，了解设备节拍。",
        "拜访采购部，介绍交货期。",
        "与设备部长沟通改造方案。",
    ),
    "call": ("电话回访使用情况。", "电话确认报价已收到。", "询问年度采购计划。"),
    "message": ("微信发送产品样册。", "微信约下周拜访。"),
    "email": ("邮件发送技术协议。", "邮件回复询价。"),
    "demo": ("现场演示样机。", "线上演示控制系统。"),
    "meeting": ("技术交流会，讨论选型。", "商务谈判，讨论付款方式。"),
    "service": ("更换易损件，培训操作工。", "处理报修，恢复生产。"),
}
OUTCOMES = ("客户有兴趣，要求报价。", "需要内部讨论。", "价格偏高，待协商。", "约定下月再谈。", "")
INTERESTED = OUTCOMES[:1]
# Days since the last visit, from and to.
SLEEPER, SLEPT, AWAKE = "rep321", (100, 25), (44, 0)
NEEDS = (
    "产线升级",
    "备件年度采购",
    "节能改造",
    "新厂房配套",
    "旧泵更换",
    "自动上料系统",
    "压缩空气站",
)
PRODUCTS = (
    ("离心泵 HY-100", 8_600), ("减速机 R77", 4_200), ("螺杆压缩机 GA37", 86_000), ("控制柜 S7", 23_500),
    ("机械密封", 680), ("轴承套件", 320), ("变频器 22kW", 5_900), ("液压站", 38_000),
)  # fmt: skip
LOST = ("价格高于竞品", "项目推迟", "客户选择了本地供应商")


class Sales:
    def __init__(self, rng: random.Random, customers: list[Customer], now: datetime):
        self.rng, self.customers, self.now = rng, customers, now

    def build(self):
        self.people = {}
        for contact in Contact.objects.all():
            self.people.setdefault(contact.customer_id, []).append(contact)
        # Half of the customers carry most of the work, as in life.
        self.busy = self.rng.sample(self.customers, len(self.customers) // 2)
        visits = [self._visit(customer) for customer in self.customers if customer.owner_id]
        others = (self._activity() for _n in range(ACTIVITIES - len(visits)))
        Activity.objects.bulk_create((*visits, *others), 2_000)
        Opportunity.objects.bulk_create((self._opportunity() for _n in range(OPPORTUNITIES)), 1_000)
        self._order_lines(Order.objects.bulk_create(map(self._order, range(ORDERS)), 1_000))
        with connection.cursor() as cursor:
            # Without figures the planner would read all activities once for every customer.
            cursor.execute("ANALYZE sales_activity, sales_opportunity, sales_order")
        refresh([customer.pk for customer in self.customers])
        forecast.refresh_all()
        self._look_after_overdue()

    def _visit(self, customer: Customer) -> Activity:
        """The last activity that counts: of most owners lately, of one long ago."""
        owner, held_since = cast(User, customer.owner), cast(datetime, customer.owned_since)
        sleeps = owner.username == SLEEPER
        earliest, latest = (timedelta(days=days) for days in (SLEPT if sleeps else AWAKE))
        visit = self._written(customer)
        first = max(held_since, self.now - earliest)
        last = max(first, self.now - latest)
        visit.happened_at = first + (last - first) * self.rng.random()
        visit.outcome = self.rng.choice(INTERESTED)
        return visit

    def _look_after_overdue(self):
        """Nights have run: whoever would have left in one of them was visited before it."""
        left = start_of(timezone.localdate(self.now) - timedelta(days=1))
        due = Customer.objects.filter(release_due_at__lte=left)
        ids = list(due.exclude(owner__username=SLEEPER).values_list("pk", flat=True))
        for visit in Activity.objects.filter(customer__in=ids, outcome__in=INTERESTED):
            visit.happened_at = self.now - timedelta(days=self.rng.uniform(1, 20))
            Activity.objects.filter(pk=visit.pk).update(happened_at=visit.happened_at)
        refresh(ids)
        forecast.refresh(ids)

    def _activity(self) -> Activity:
        customer = self.rng.choice(self.busy if self.rng.random() < 0.8 else self.customers)
        activity = self._written(customer)
        if customer.owner_id and self.rng.random() < PLANNED:
            activity.due_at = self.now + timedelta(days=self.rng.uniform(-3, 25))
        else:
            activity.happened_at = self._since(customer)
            activity.outcome = self.rng.choice(OUTCOMES)
        return activity

    def _written(self, customer: Customer) -> Activity:
        author, kind = self._signer(customer), self.rng.choice(list(DONE))
        return Activity(
            customer=customer,
            contact=self.rng.choice(self.people[customer.pk]),
            kind=kind,
            text=self.rng.choice(DONE[kind]),
            author=author,
            created_by=author,
            updated_by=author,
        )

    def _opportunity(self) -> Opportunity:
        customer = self.rng.choice(self.busy)
        owner, need = self._signer(customer), self.rng.choice(NEEDS)
        opportunity = Opportunity(
            customer=customer,
            name=f"{customer.short_name}{need}",
            need=f"{need}，希望年内完成。",
            amount=Decimal(self.rng.randrange(20, 2_500) * 1_000),
            expected_close=self.now.date() + timedelta(days=self.rng.randrange(-20, 200)),
            owner=owner,
            created_by=owner,
            updated_by=owner,
        )
        self._decide(opportunity)
        return opportunity

    def _decide(self, opportunity: Opportunity):
        fate = self.rng.choices(["open", "won", "lost"], [60, 25, 15])[0]
        opportunity.status, opportunity.stage = fate, self.rng.randrange(1, Stage.SERVICE)
        if fate != "open":
            opportunity.closed_at = self._since(opportunity.customer)
        if fate == "won":
            opportunity.stage = Stage.SERVICE
        if fate == "lost":
            opportunity.lost_reason = self.rng.choice(LOST)

    def _order(self, number: int) -> Order:
        customer = self.rng.choice(self.busy)
        by, day = self._signer(customer), self._since(customer).date()
        return Order(
            customer=customer,
            number=f"SO-{day:%y%m}-{number:04}",
            ordered_on=day,
            created_by=by,
            updated_by=by,
        )

    def _order_lines(self, orders: list[Order]):
        lines = [self._line(order) for order in orders for _n in range(self.rng.randrange(1, 5))]
        OrderLine.objects.bulk_create(lines, 5_000)

    def _line(self, order: Order) -> OrderLine:
        product, price = self.rng.choice(PRODUCTS)
        return OrderLine(
            order=order,
            product=product,
            quantity=Decimal(self.rng.randrange(1, 13)),
            unit="台" if price > 1_000 else "件",
            unit_price=Decimal(price),
        )

    def _signer(self, customer: Customer):
        return customer.owner or customer.created_by

    def _since(self, customer: Customer) -> datetime:
        """An instant from the customer's first day until now, or until it was given back; more
        often a late one."""
        share, last = self.rng.random() ** 0.6, customer.pooled_since or self.now
        return customer.created_at + (last - customer.created_at) * share
