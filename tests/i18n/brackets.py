"""A pseudo-locale that puts every message in ⟦brackets⟧, and the text that is left outside.

Data in a test stands in «guillemets», so that what is neither message nor data shows up.
"""

import gettext
import re
from html.parser import HTMLParser

OPEN, CLOSE = "⟦⟧"
CONTEXT_END = "\x04"
DATA = re.compile(r"«[^»]*»")
ADDRESS = re.compile(r"[^\s⟦⟧]+@[^\s⟦⟧]+|https?://[^\s⟦⟧]+")
CURRENCY = re.compile(r"\b(?:CNY|EUR|GBP|HKD|JPY|USD)\b")
SECRET = re.compile(r"\b[A-Z2-7]{32}\b")  # of an authenticator app
MESSAGE = re.compile(r"⟦[^⟦⟧]*⟧")
LETTER = re.compile(r"[^\W\d_]")

VOID = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
}  # fmt: skip
SILENT = {"script", "style", "svg", "kbd", "code"}
SHOWN = {
    "title", "placeholder", "alt", "label", "summary",
    "aria-label", "aria-description", "aria-placeholder", "aria-roledescription", "aria-valuetext",
    "hx-confirm", "hx-prompt",
}  # fmt: skip
SHOWN_DATA = ("data-label", "data-text", "data-message", "data-confirm", "data-title")
BUTTONS = {"submit", "button", "reset"}


class BracketingTranslations(gettext.NullTranslations):
    """Stands in for one of Django's translation objects; `asked` collects what it was asked."""

    def __init__(self, language):
        super().__init__()
        self.asked = set()
        self._language = language

    def gettext(self, message):
        self.asked.add(message)
        return f"{OPEN}{message.split(CONTEXT_END)[-1]}{CLOSE}"

    def ngettext(self, singular, plural, number):
        self.asked.add(singular)
        return f"{OPEN}{(singular if number == 1 else plural).split(CONTEXT_END)[-1]}{CLOSE}"

    def to_language(self):
        return self._language

    language = to_language


def unbracketed_texts(html: str) -> list[str]:
    """The visible pieces of `html` with letters that are neither a message nor data.

    Visible are text nodes and attributes a browser shows or reads out. Elements with
    `translate="no"`, and elements other than <html> with `lang`, speak for themselves.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []
        self.elements = []
        self.depth = 0

    def handle_starttag(self, tag, attrs):
        attributes = {name: value or "" for name, value in attrs}
        silent = self.silent or _speaks_for_itself(tag, attributes)
        if not silent:
            self.found += [text for text in _shown(tag, attributes) if _is_bare(text)]
        if tag not in VOID:
            self.elements.append((tag, self.depth, silent))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if tag not in {name for name, _, _ in self.elements}:
            return
        while self.elements:
            name, depth, _ = self.elements.pop()
            # A message cut short must not swallow what follows its element.
            self.depth = min(self.depth, depth)
            if name == tag:
                return

    def handle_data(self, text):
        before, self.depth = self.depth, _depth_after(self.depth, text)
        # A message may hold tags, so its brackets may stand in other text nodes.
        if not self.silent and _is_bare(OPEN * before + text + CLOSE * self.depth):
            self.found.append(text.strip())

    @property
    def silent(self):
        return bool(self.elements) and self.elements[-1][2]


def _speaks_for_itself(tag, attributes):
    of_a_language = "lang" in attributes and tag != "html"
    return tag in SILENT or of_a_language or attributes.get("translate") == "no"


def _shown(tag, attributes):
    for name, value in attributes.items():
        if name in SHOWN or name.startswith(SHOWN_DATA) or _is_caption(tag, name, attributes):
            yield value


def _is_caption(tag, name, attributes):
    if tag == "meta":
        return name == "content" and attributes.get("name") == "description"
    return tag == "input" and name == "value" and attributes.get("type") in BUTTONS


def _depth_after(depth, text):
    for character in text:
        depth = max(0, depth + (character == OPEN) - (character == CLOSE))
    return depth


def _is_bare(text):
    for same_everywhere in (DATA, ADDRESS, CURRENCY, SECRET):
        text = same_everywhere.sub("", text)
    inner = None
    while text != inner:
        inner, text = text, MESSAGE.sub("", text)
    return bool(LETTER.search(text))
