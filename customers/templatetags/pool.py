from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from customers.rules.sections import Period

register = template.Library()


@register.filter
def reveals_left(figure):
    if figure.most is None:
        return ""
    return ngettext("%(count)d left today", "%(count)d left today", figure.left) % {
        "count": figure.left
    }


@register.filter
def claims_left(limit):
    """What is left of (figure, period)."""
    figure, period = limit
    if figure.most is None:
        return ""
    return LEFT[Period(period)]() % {"left": figure.left, "most": figure.most}


LEFT = {
    Period.DAY: lambda: _("%(left)d of %(most)d claims left today"),
    Period.WEEK: lambda: _("%(left)d of %(most)d claims left this week"),
    Period.MONTH: lambda: _("%(left)d of %(most)d claims left this month"),
    Period.YEAR: lambda: _("%(left)d of %(most)d claims left this year"),
}
