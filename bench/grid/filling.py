"""Fills the bench's database by COPY, from one seed."""

import random
from datetime import datetime, timedelta
from functools import lru_cache

from django.contrib.auth.models import Permission
from django.utils import timezone

from bench.grid import company
from bench.ground import copied, sql
from crm import naming
from customers.demo.words import BRANDS, TRADES
from customers.demo.words import TAILS as FORMS

NAMES, PEOPLE = 150_000, 8_000
DAYS_BACK = 730
KINDS = ("visit", "call", "call", "message", "message", "email", "meeting", "demo", "service")
BRAND_LETTERS = (
    "恒宏康汇海华浩鸿瑞盛天博精力万金新启中东顺嘉永凯亿安德创普众泰长远重朝乐兴正百联卓欧晟润国凌"
    "飞三同宝佳大昌祥锐信泓建科睿丰铭伟明世鼎蓝北骏翔腾辰煜烨琛珑璟瑾骁驰麒麟翎曜晗赟昊"
)
CITIES = "北京 上海 杭州 宁波 苏州 无锡 广州 深圳 成都 重庆 武汉 西安 长沙 青岛 济南 厦门".split()
CUSTOMER = (
    "id, name, short_name, credit_code, phones, address, website, email, business_scope,"
    " operating_state, financial_state, remarks, category_ids, owner_id, pool_id, owned_since,"
    " pooled_since, origin, protected_until, returned, return_reason, is_whitelisted, is_frozen,"
    " release_rule, reader_ids, insider_ids, editor_ids, last_activity_at, next_activity_at,"
    " has_open_opportunity, version, created_at, updated_at, search_text, search_grams, sort_name,"
    " initial"
)
CONTACT = (
    "id, customer_id, name, title, mobile, phone, email, wechat, is_primary, remarks, created_at,"
    " updated_at, search_text, search_grams, sort_name, initial"
)
ACTIVITY = (
    "customer_id, contact_id, kind, text, outcome, happened_at, due_at, author_id, created_at,"
    " updated_at, created_by_id, updated_by_id"
)
OPPORTUNITY = (
    "customer_id, name, need, amount, currency, expected_close, owner_id, stage, status,"
    " lost_reason, closed_at, created_at, updated_at, created_by_id, updated_by_id"
)
SHARE = (
    "user_id, content_object_id, permission_id, scope, may_reshare, is_reshared, granted_by_id,"
    " granted_at"
)
WRONG_ACCESS = """
SELECT count(*) FROM customers_customer c, customers_access(c.id, c.owner_id, c.pool_id) a
WHERE c.id % 97 = 0 AND (c.reader_ids, c.insider_ids, c.editor_ids)
    IS DISTINCT FROM (a.readers, a.insiders, a.editors)
"""


class Life:
    """What happens to customer `pk`; the same whenever it is asked."""

    def __init__(self, pk: int, owners: list[company.Owner], now: datetime):
        self.pk, self.now = pk, now
        self.rng = rng = random.Random(pk)
        self.holder = rng.choice(owners)
        self.is_owned = rng.random() < 0.8
        self.guest = rng.choice(owners) if self.is_owned and rng.random() < 0.02 else None
        self.created = self.ago(DAYS_BACK)
        self.done = sorted(self.ago(DAYS_BACK) for _ in range(rng.choice((0, 1, 2, 3, 3, 4, 6))))
        self.due = now + timedelta(days=rng.uniform(-20, 60)) if rng.random() < 0.25 else None
        self.opportunities = rng.choice((0, 0, 0, 0, 0, 0, 1, 1, 2, 3))
        self.open = sum(rng.random() < 0.4 for _ in range(self.opportunities))

    def ago(self, days) -> datetime:
        return self.now - timedelta(days=self.rng.uniform(0, days))

    @property
    def readers(self) -> list[int]:
        guest = [self.guest.pk] if self.has_guest else []
        return [self.holder.pk if self.is_owned else -self.holder.pool, *guest]

    @property
    def has_guest(self) -> bool:
        return self.guest is not None and self.guest.pk != self.holder.pk


def fill(customers: int):
    """Everybody and everything; takes minutes."""
    owners, now = company.found(), timezone.now()
    drawn = company.categories()

    def lives():
        return (Life(pk, owners, now) for pk in range(1, customers + 1))

    copied("customers_customer", CUSTOMER, (a_customer(life, drawn) for life in lives()))
    copied("customers_contact", CONTACT, (a_contact(life) for life in lives()))
    copied("sales_activity", ACTIVITY, (row for life in lives() for row in activities(life)))
    copied("sales_opportunity", OPPORTUNITY, (row for life in lives() for row in needs(life)))
    share = Permission.objects.get(codename="view_customer").pk
    copied("customers_usershare", SHARE, (a_share(one, share) for one in lives() if one.has_guest))
    sql("VACUUM ANALYZE")
    if sql(WRONG_ACCESS)[0][0]:
        raise ValueError("the access arrays of the bench are not what the triggers would make")


def a_customer(life, drawn) -> tuple:
    rng, owned = life.rng, life.is_owned
    name, text, grams, key = spelled(life.pk * 7919 % NAMES)
    held = (life.holder.pk, None, life.created, None)
    lying = (None, life.holder.pool, None, life.ago(300))
    until = (life.now + timedelta(days=40)).date() if owned and rng.random() < 0.03 else None
    inside = [life.holder.pk] if owned else []
    last = life.done[-1] if life.done else None
    return (
        (life.pk, name, "", "", [f"0571-{rng.randrange(10**7, 10**8)}"], "", "", "", "", "", "", "")
        + ([ids[int(rng.random() * len(ids))] for ids in drawn],)
        + (held if owned else lying)
        + ("own", until, 0 if owned else rng.choice((0, 0, 1, 2)), "", False, False, "")
        + (life.readers, inside, inside, last, life.due, life.open > 0, 1)
        + (life.created, life.ago((life.now - life.created).days + 1))
        + (text, grams, key, initial_of(key))
    )


def a_contact(life) -> tuple:
    name, text, grams, key = person(life.pk * 31 % PEOPLE)
    mobile = f"13{life.rng.randrange(10**8, 10**9)}"
    at = life.created
    return (life.pk, life.pk, name, life.rng.choice(("经理", "采购", "厂长", "工程师")), mobile) + (
        "",
        "",
        "",
        True,
        "",
        at,
        at,
        text,
        grams,
        key,
        initial_of(key),
    )


def activities(life):
    for at in life.done:
        yield an_activity(life, at, happened=at)
    if life.due:
        yield an_activity(life, life.now, due=life.due)


def an_activity(life, at, happened=None, due=None) -> tuple:
    by = life.holder.pk
    kind = life.rng.choice(KINDS)
    outcome = "约定下次见面" if happened else ""
    return life.pk, life.pk, kind, "谈了新设备", outcome, happened, due, by, at, at, by, by


def needs(life):
    for number in range(life.opportunities):
        is_open, by = number < life.open, life.holder.pk
        amount = 1000 * life.rng.randrange(1, 5_000) if life.rng.random() < 0.9 else None
        at, expected = (
            life.created,
            (life.now + timedelta(days=life.rng.randrange(-60, 200))).date(),
        )
        status = "open" if is_open else life.rng.choice(("won", "lost"))
        stage = life.rng.randrange(1, 6) if is_open else 6 if status == "won" else 4
        closed = None if is_open else life.now - timedelta(days=life.rng.randrange(1, 300))
        lost = "价格" if status == "lost" else ""
        yield (
            (life.pk, f"{number + 1} 号线改造", "", amount, "CNY", expected, by, stage, status)
            + (lost, closed, at, at, by, by)
        )


def a_share(life, permission) -> tuple:
    return life.guest.pk, life.pk, permission, "card", False, False, life.holder.pk, life.created


@lru_cache(maxsize=NAMES)
def spelled(number: int) -> tuple:
    """A name with all that quick match needs; each is used several times, since it costs time."""
    rng = random.Random(f"name {number}")
    name = f"{rng.choice(CITIES)}{brand(rng)}{rng.choice(rng.choice(TRADES)[1])}{rng.choice(FORMS)}"
    text = naming.search_text([name])
    return name, text, naming.search_grams(text), naming.sort_key(name)[:400]


def brand(rng) -> str:
    """Most brands are two letters nobody else has beside each other, some everybody has."""
    return rng.choice(BRANDS) if rng.random() < 0.4 else "".join(rng.sample(BRAND_LETTERS, 2))


@lru_cache(maxsize=PEOPLE)
def person(number: int) -> tuple:
    rng = random.Random(f"person {number}")
    given = "".join(rng.sample(company.GIVEN, rng.choice((1, 2))))
    name = rng.choice(company.SURNAMES) + given
    text = naming.search_text([name], surname=True)
    return name, text, naming.search_grams(text), naming.sort_key(name, surname=True)


def initial_of(key: str) -> str:
    letter = key[:1].upper()
    return letter if "A" <= letter <= "Z" else "#"
