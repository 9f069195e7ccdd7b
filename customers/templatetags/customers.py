from django import template
from django.utils.text import capfirst

from customers import telling
from customers.models import Customer

register = template.Library()

BACKGROUND = [
    "phones",
    "address",
    "website",
    "email",
    "credit_code",
    "business_scope",
    "operating_state",
    "financial_state",
    "remarks",
]


@register.filter
def told(entry):
    """A ledger entry as a sentence."""
    return telling.tell(entry)


@register.filter
def background(customer):
    """What is filled in, as (label, field name, value)."""
    fields = ((name, Customer._meta.get_field(name)) for name in BACKGROUND)
    rows = ((capfirst(f.verbose_name), name, getattr(customer, name)) for name, f in fields)
    return [row for row in rows if row[2]]


@register.filter
def dialled(number):
    """What a telephone is given: digits, a leading +, and the extension as RFC 3966 has it."""
    number, _separator, extension = number.partition(" ext. ")
    digits = "".join(c for c in number if c.isdigit() or c == "+")
    return f"{digits};ext={extension}" if extension else digits


@register.filter
def bare_url(url):
    return url.removeprefix("https://").removeprefix("http://").rstrip("/")
