"""A sheet with the same headings is matched as the last one was."""

import hashlib
from dataclasses import replace

from crm.naming import fold
from customers.imports.mapping.chosen import Mapping, users_columns
from customers.models import KnownHeader


def remember(header: list[str], mapping: Mapping, *, by):
    """Keeps what was confirmed, in place of what was confirmed before."""
    # What was guessed, and our own column of reasons, may stand elsewhere next time.
    places = {column: place for place, column in enumerate(users_columns(header))}
    kept = replace(mapping, why={}).moved(places)
    KnownHeader.objects.update_or_create(
        signature=signature(header), defaults={"mapping": kept.to_json(), "confirmed_by": by}
    )


def recalled(header: list[str], kind: str) -> Mapping | None:
    """What was confirmed last for these headings, without the targets that are gone since; None
    where the rows were of another kind."""
    found = KnownHeader.objects.filter(signature=signature(header)).first()
    last = Mapping.from_json(found.mapping) if found else None
    if last is None or last.kind != kind:
        return None
    last, known = last.moved(dict(enumerate(users_columns(header)))), last.known
    return replace(
        last,
        entries=tuple(entry for entry in last.entries if entry.target in known),
        defaults={name: text for name, text in last.defaults.items() if name in known},
    )


def recalled_kind(header: list[str]) -> str:
    """What the rows under these headings were last, "" if nobody said."""
    found = KnownHeader.objects.filter(signature=signature(header)).first()
    return Mapping.from_json(found.mapping).kind if found else ""


def signature(header: list[str]) -> str:
    """The same for headings that differ in width, case, blanks and punctuation only."""
    folded = "\n".join(fold(header[column]) for column in users_columns(header))
    return hashlib.sha256(folded.encode()).hexdigest()
