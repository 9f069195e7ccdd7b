from django import template
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from customers import telling
from customers.models import Customer
from customers.pool.masking import is_masked
from customers.rules import reasons

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
def at(found, key):
    """What stands at a key, or None."""
    return found.get(key)


@register.filter
def said(reason):
    """A stored reason in the reader's language."""
    return reasons.said(reason)


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


@register.filter
def ways(contact):
    """How the contact is reached, as (link or nothing, text); what is masked leads nowhere."""
    numbers = [(f"tel:{dialled(n)}", n) for n in (contact.mobile, contact.phone) if n]
    mail = [(f"mailto:{contact.email}", contact.email)] if contact.email else []
    found = [*numbers, *mail, *([("", contact.wechat)] if contact.wechat else [])]
    return [("" if is_masked(text) else link, text) for link, text in found]


@register.filter
def since(at):
    """How many days ago, in the reader's calendar."""
    days = (timezone.localdate() - timezone.localtime(at).date()).days
    if days == 0:
        return _("today")
    return ngettext("%(count)d day ago", "%(count)d days ago", days) % {"count": days}
