"""Template filters for the pages about people."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()

# The first name that occurs wins: most browsers also claim to be Chrome or Safari.
BROWSERS = {
    "MicroMessenger": "WeChat",
    "Edg": "Edge",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


@register.filter
def browser(user_agent: str) -> str:
    """A browser's name as people know it: "Chrome · Windows"."""
    parts = [_named(user_agent, names) for names in (BROWSERS, SYSTEMS)]
    return " · ".join(filter(None, parts)) or _("Unknown browser")


def _named(user_agent, names):
    return next((name for mark, name in names.items() if mark in user_agent), "")
