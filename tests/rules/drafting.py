"""Writing a draft as a browser does: what the page's form holds is posted, with what is changed."""

from html.parser import HTMLParser

from django.urls import reverse
from django.utils import timezone

SKIPPED = {"csrfmiddlewaretoken", "act"}


class Fields(HTMLParser):
    """The values that a browser would send of a page's forms, as lists by name."""

    def __init__(self, html):
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self.select = self.textarea = None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        name = given.get("name", "")
        if tag == "input":
            self.input(name, given)
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in given:
            self.values[self.select] = [given.get("value", "")]
        elif tag == "textarea":
            self.textarea = name
            self.values[name] = [""]

    def input(self, name, given):
        is_box = given.get("type") in ("checkbox", "radio")
        if name and name not in SKIPPED and (not is_box or "checked" in given):
            self.values.setdefault(name, []).append(given.get("value", "on" if is_box else ""))

    def handle_data(self, data):
        if self.textarea:
            # The first line break after the tag is not part of the text.
            self.values[self.textarea][0] += data.removeprefix("\n")

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.textarea = None


class Desk:
    """A browser with the draft of one scope's rules; team 0 is the whole company."""

    def __init__(self, client, team_pk=0):
        self.client, self.team_pk = client, team_pk
        self.url = reverse("customers:edit_rules", args=[team_pk])
        self.fields: dict[str, list[str]] = {}

    def open(self, **query):
        return self.read(self.client.get(self.url, query))

    def read(self, response):
        found = Fields(response.text).values
        self.fields = {name: values for name, values in found.items() if is_draft(name)}
        return response

    def fill(self, changed=None, **more):
        """Changes fields; None clears one, as a box that is not ticked."""
        for name, value in {**(changed or {}), **more}.items():
            self.fields.pop(name, None)
            if value is not None:
                self.fields[name] = value if isinstance(value, list) else [str(value)]
        return self

    def act(self, act, **asked):
        return self.client.post(self.url, {**self.fields, **asked, "act": act})

    def add(self, prefix):
        """A row more, as its button does."""
        self.read(self.act(f"add:{prefix}"))
        return self

    def save(self, note="", **asked):
        asked.setdefault("effective_from", timezone.localdate().isoformat())
        return self.act("save", note=note, **asked)


def is_draft(name) -> bool:
    return name in ("preset", "seen") or "-" in name
