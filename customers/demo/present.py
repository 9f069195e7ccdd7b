"""What happened this morning, through the ordinary doors: warnings, requests, a hand-over."""

from datetime import date, timedelta

from django.http import QueryDict

from crm.people.demo import Company
from customers.bulk import running
from customers.bulk.choosing import CustomerSelection
from customers.bulk.verbs import VERBS
from customers.demo import rules
from customers.demo.nights import Nights, date_warnings_back
from customers.handover import carrying_out, plans
from customers.models import Customer
from customers.pool.reveals import reveal
from customers.release import warning
from customers.requests.deciding import end_of

SLEEPER, LEAVER, HANDED = "rep321", "group21", 12
EVIDENCE = (
    ("lina", 40, "拜访生产现场，设备部长签收了技术方案。"),
    ("wanglei", 75, "展会上由本人首次接待，名片与照片可查。"),
    ("wanglei", 30, "客户来电指名由本人报价。"),
    ("lina", 12, "已提交第二版报价，采购部书面确认收到。"),
)


class Present:
    def __init__(self, company: Company, today: date, nights: Nights):
        self.company, self.today, self.nights = company, today, nights
        self.lina, self.wanglei = company.named("lina"), company.named("wanglei")
        self.zhouwei = company.named("zhouwei")

    def build(self):
        self._hand_over()
        self._claim_many()
        self._reveal()
        self._ask()
        self._dispute()
        self._pass_on()
        self._whitelist()
        rules.announce(self.company, self.today)
        warning.warn()
        date_warnings_back()
        self.nights.brake(self.company.named(SLEEPER))

    def _held(self, owner):
        """What somebody holds, free and without any end in sight first."""
        free = Customer.objects.filter(owner=owner, is_frozen=False, protected_until=None)
        return free.filter(user_shares=None, team_shares=None).order_by("release_due_at", "pk")

    def _hand_over(self):
        """A manager gives up the customers of their own: spread over the people of the group."""
        leaver, region = self.company.named(LEAVER), self.company.named("region2")
        pool = self.company.regions[1].pooled_customers.order_by("pk")
        for customer in pool[:HANDED]:
            customer.assign(leaver, by=region)
        asked = {"team": leaver.team_id, "way": "load"}
        form = plans.HandOverForm(asked, user=region, leaver=leaver)
        form.full_clean()
        handover = plans.plan(leaver, form, by=region)
        carrying_out.confirm(
            handover, by=handover.batch.by, reason="转任大客户部，名下客户交回组内"
        )

    def _claim_many(self):
        """More than the week's limit allows, so that the rows have two outcomes."""
        pool = Customer.objects.filter(pool=self.company.regions[0], returned=0).order_by("pk")
        ids = QueryDict("&".join(f"ids={customer.pk}" for customer in pool[:8]))
        claim = VERBS["claim"]
        form = claim.form({}, user=self.wanglei)
        form.full_clean()
        running.start(claim, CustomerSelection(self.wanglei, ids), form)

    def _reveal(self):
        pool = Customer.objects.filter(pool=self.company.regions[0]).order_by("-returned", "pk")
        for number, customer in enumerate(pool[:5]):
            reveal(customer, by=self.wanglei if number > 2 else self.lina)

    def _ask(self):
        keep, granted, declined = self._held(self.lina).filter(release_due_at__isnull=False)[:3]
        keep.ask("keep", by=self.lina, reason="客户月底开招标会，已受邀投标。")
        asked = granted.ask("keep", by=self.lina, reason="样机正在客户车间试用。")
        asked.grant(by=self.zhouwei, note="同意，试用结束后汇报。")
        asked = declined.ask("keep", by=self.lina)
        asked.decline(by=self.zhouwei, note="三个月没有有效跟进，先退回公海。")
        self._ask_to_extend(self._held(self.wanglei).last())
        self._ask_for_access(self._held(self.lina).last())

    def _ask_to_extend(self, customer):
        until, longer = (self.today + timedelta(days=days) for days in (9, 60))
        said = {"reason": "年度预算下周批复。", "next_step": "补交付款方案"}
        customer.protect(by=self.wanglei, until=until, **said)
        customer.ask("extend", by=self.wanglei, reason="预算延后批复。", until=longer)

    def _ask_for_access(self, customer):
        wanted = {"scope": "everything", "may_edit": False, "names_holder": True}
        customer.ask(
            "access",
            by=self.wanglei,
            reason="同一集团的子公司由我跟进。",
            known_as=customer.name,
            **wanted,
        )

    def _dispute(self):
        """Both sides have said what happened; the manager of both is to rule."""
        customer = self._held(self.lina).filter(has_open_opportunity=True).first()
        dispute = customer.ask(
            "dispute",
            by=self.wanglei,
            reason="客户最早由我接触，重复录入。",
            known_as=customer.name,
            names_holder=True,
        )
        for login, days, text in EVIDENCE:
            day = self.today - timedelta(days=days)
            dispute.add_evidence(text, day, by=self.company.named(login))

    def _pass_on(self):
        """Shares that may be passed on, one of them passed on."""
        until, sooner = (end_of(self.today + timedelta(days=days)) for days in (90, 30))
        customers = list(self._held(self.lina).filter(has_open_opportunity=True)[1:4])
        for customer in customers:
            right = {"scope": "everything", "until": until, "may_reshare": True}
            customer.share(self.wanglei, by=self.lina, **right)
        third = self.company.named("rep123")
        customers[0].share(third, by=self.wanglei, scope="card", until=sooner)

    def _whitelist(self):
        customer = self._held(self.lina).filter(won_at__isnull=False).first()
        customer.whitelist(by=self.zhouwei, reason="集团战略客户，由总经理直接跟进。")
