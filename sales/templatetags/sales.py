from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from crm.days import short_day
from sales import money as _money

register = template.Library()


@register.simple_tag
def money(amount, currency):
    """`1,240,000 CNY`; nothing where there is no amount."""
    return _money.written(amount, currency)


@register.filter
def day(value):
    """A day or an instant as the lists write it: no year where it is this one."""
    return short_day(localtime(value).date() if hasattr(value, "hour") else value) if value else ""


@register.filter
def due(activity):
    """When a plan falls due: today, tomorrow or the day, with the hour if there is one."""
    days = (localtime(activity.due_at).date() - localdate()).days
    named = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    words = named.get(days) or short_day(localtime(activity.due_at).date())
    hour = date_format(localtime(activity.due_at), "H:i") if activity.has_time else ""
    return f"{words} {hour}".strip()


@register.filter
def plain_number(value):
    """A Decimal without the zeros its column fills it up with: 2.500 is 2.5."""
    return intcomma(f"{value.normalize():f}", use_l10n=False)
