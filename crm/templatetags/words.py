from django import template

from crm.words import listed

register = template.Library()
register.filter("listed", listed)
