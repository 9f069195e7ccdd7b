"""What just happened, said once: on the next page, or as a toast when htmx asked."""

from django.contrib import messages

from crm.shell.remedies import remedy_for

UNDO, REMEDY, LINK = "undo=", "remedy=", "link="


def done(request, text, *, undo_url: str | None = None) -> None:
    """Say that it worked; with `undo_url` the message carries a button that POSTs there."""
    messages.success(request, text, extra_tags=f"{UNDO}{undo_url}" if undo_url else "")


def told(request, text, *, url: str = "") -> None:
    """Say something that is neither a success nor a refusal; `url` shows more of it."""
    messages.info(request, text, extra_tags=f"{LINK}{url}" if url else "")


def refused(request, refusal) -> None:
    """Say why not, and what to do next, with a button for what would help, if anything does.

    Takes a `Refused` or a plain sentence.
    """
    remedy = remedy_for(request, refusal)
    tags = f"{REMEDY}{remedy.url} {remedy.label}" if remedy else ""
    messages.error(request, refusal_text(refusal), extra_tags=tags)


def refusal_text(refusal) -> str:
    """The reason on the first line, the next step on the second."""
    parts = (getattr(refusal, "message", refusal), getattr(refusal, "next_step", ""))
    return "\n".join(str(part) for part in parts if part)


def undo_url(message) -> str:
    """The URL that takes back what the message tells of, or an empty string."""
    tags = message.extra_tags or ""
    return tags.removeprefix(UNDO) if tags.startswith(UNDO) else ""


def remedy(message) -> dict[str, str]:
    """URL and label of the button that would help, both empty where none does."""
    tags = message.extra_tags or ""
    url, _space, label = tags.removeprefix(REMEDY).partition(" ")
    return {"url": url, "label": label} if tags.startswith(REMEDY) else {"url": "", "label": ""}


def link(message) -> str:
    """The URL that shows more of what the message tells, or an empty string."""
    tags = message.extra_tags or ""
    return tags.removeprefix(LINK) if tags.startswith(LINK) else ""


def as_toast(message) -> dict:
    """The message as `static/js/toast.js` reads it."""
    toast: dict = {"text": str(message), "level": message.level_tag, "undo": undo_url(message)}
    helps, more = remedy(message), link(message)
    toast |= {"link": more} if more else {}
    return {**toast, "remedy": helps} if helps["url"] else toast
