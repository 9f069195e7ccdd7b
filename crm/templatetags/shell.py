from functools import lru_cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from lucide.templatetags.lucide import _render_icon

from crm.sheets.kinds import SUFFIXES
from crm.shell import flash

register = template.Library()

TONES = 5


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name, size=16, css=""):
    """A Lucide icon for the eye only: the words beside it, or an aria-label, say what it is."""
    return _render_icon(name + "", size, aria_hidden="true", **{"class": f"icon {css}".strip()})


@register.simple_tag
def sheet_suffixes():
    """What a field for a spreadsheet takes."""
    return ",".join(f".{suffix}" for suffix in SUFFIXES)


@register.simple_tag
def marked(text, spans):
    """`text` with its (start, end) spans in <mark>; spans that do not fit are left out."""
    pieces, position = [], 0
    for start, end in sorted(spans):
        if position <= start < end <= len(text):
            pieces.append((text[position:start], text[start:end]))
            position = end
    head = format_html_join("", "{}<mark>{}</mark>", pieces)
    return format_html("{}{}", head, text[position:])


@register.simple_tag
def face(user, css=""):
    """A person as a small round initial, in a tone that stays theirs."""
    name = getattr(user, "name", "") or str(user)
    tone = (getattr(user, "pk", None) or 0) % TONES
    return format_html(
        '<span class="face t{} {}" aria-hidden="true">{}</span>', tone, css, initial(name)
    )


def initial(name: str) -> str:
    """One Chinese character, the last of a given name; or the first letters of two words."""
    words = name.split()
    if not words:
        return "?"
    if ord(name[-1]) > 0x2E80:
        return name[-1]
    return "".join(word[0] for word in words[:2]).upper()


@register.filter
def undo_url(message):
    return flash.undo_url(message)


@register.filter
def link(message):
    return flash.link(message)


@register.filter
def remedy(message):
    return flash.remedy(message)


@register.simple_tag(takes_context=True)
def url_with(context, **changes):
    """This page's URL with query parameters set, or taken away by an empty value."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value not in ("", None):
            query[name] = value
    return f"?{query.urlencode()}"


@register.simple_block_tag(takes_context=True)
def capture(context, content, into):
    """Render once, keep under the name `into`, show nothing: a block's text in two places."""
    context[into] = content
    return ""


@register.simple_tag(takes_context=True)
def sheet_form(context):
    """Attributes of a form in a sheet: posts to this URL, and stays in the dialog if it is one."""
    request = context["request"]
    attributes = format_html('method="post" action="{}"', request.get_full_path())
    if not context.get("in_dialog"):
        return attributes
    return format_html('{} hx-post="{}" hx-target="#dialog"', attributes, request.get_full_path())


class Once(template.Node):
    """Renders what is inside for the first page of each language, knowing nothing of the page."""

    def __init__(self, inside):
        self.inside, self.texts = inside, {}

    def render(self, context):
        language = get_language()
        if language not in self.texts:
            self.texts[language] = self.inside.render(context.new())
        return self.texts[language]


@register.tag
def once(parser, token):
    """What is the same on all pages of a process, whoever reads them."""
    inside = parser.parse(["endonce"])
    parser.delete_first_token()
    return Once(inside)
