from django import template

from crm.days import short_day, short_moment

register = template.Library()
register.filter("day", short_day)
register.filter("moment", short_moment)
