"""Rules for a pool, and a customer in it with a secret in every field."""

from datetime import timedelta

from django.utils import timezone

from customers.models import RuleVersion
from customers.rules.sections import Shown
from tests.factories import make_contact, make_customer

FIELDS = [
    *["phones", "address", "website", "email", "credit_code"],
    *["business_scope", "operating_state", "financial_state", "remarks"],
    *["contact.name", "contact.mobile", "contact.phone", "contact.email", "contact.wechat"],
    "contact.remarks",
]
MOBILE, SWITCHBOARD, CODE = "138 7316 5942", "0571 8264 9173", "91350100M000100Y43"
SECRETS = {
    "phones": [SWITCHBOARD, "82649173", "826491"],
    "address": ["Qvzway", "文三西路"],
    "website": ["qzweb"],
    "email": ["qzmail"],
    "credit_code": [CODE, "100M0001"],
    "contact.name": ["守仁"],
    "contact.mobile": [MOBILE, "13873165942", "731659"],
    "contact.phone": ["8735 2461", "87352461"],
    "contact.email": ["qzperson"],
    "contact.wechat": ["qzwechat"],
}
HIDEABLE = {
    "business_scope": "Qzscope",
    "operating_state": "Qzoperates",
    "financial_state": "Qzfinance",
    "remarks": "Qzremark",
    "contact.remarks": "Qzabout",
}


def rule(team, *, reveals=None, **sections):
    """Rules of `team` in force since yesterday; `masked`, `hidden`, `whole` name fields."""
    how = {shown: sections.pop(shown.value, ()) for shown in Shown}
    fields = {key: str(shown) for shown, keys in how.items() for key in keys}
    return RuleVersion.objects.create(
        team=team,
        sections={"pool_view": {"fields": fields, "reveals_a_day": reveals}, **sections},
        effective_from=timezone.localdate() - timedelta(days=1),
    )


def make_secretive(pool, *, by, name="Qianjiang Valves", **fields):
    """A pooled customer of whose every maskable field the bytes can be looked for."""
    said = {key: f"{word} call {MOBILE} or qzmail@valves.example" for key, word in HIDEABLE.items()}
    contact_remarks = said.pop("contact.remarks")
    customer = make_customer(
        name,
        pool=pool,
        by=by,
        phones=[SWITCHBOARD],
        address="浙江省杭州市文三西路 Qvzway 17",
        website="https://www.qzweb.example",
        email="qzmail@valves.example",
        credit_code=CODE,
        **said,
        **fields,
    )
    customer.contact = make_contact(
        customer,
        "王守仁",
        mobile=MOBILE,
        phone="0571 8735 2461",
        email="qzperson@valves.example",
        wechat="qzwechat_88",
        remarks=contact_remarks,
    )
    return customer
