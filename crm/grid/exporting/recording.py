"""What the audit says of an export, from the asking to its end."""

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm.grid.exporting.models import ExportRecord
from crm.words import listed
from crm.working import said_left

State = ExportRecord.State


def record_of(grid, kind: str, ids=None, sentence="", **fields) -> ExportRecord:
    """The record of an export that begins, saved; `sentence` where it is not the usual one."""
    return ExportRecord.objects.create(
        by=grid.user,
        grid=grid.key,
        title=str(grid.title)[:120],
        query=grid.query_of_all,
        sentence=sentence or sentence_of(grid, is_ticked=ids is not None),
        columns=[column.name for column in grid.shown_columns],
        ids=ids,
        problems=grid.problems,
        kind=kind,
        **fields,
    )


def sentence_of(grid, *, is_ticked=False) -> str:
    """Which rows, for people."""
    if is_ticked:
        return _("ticked rows")
    parts = [*conditions_of(grid)] or [pgettext("export", "everything")]
    return pgettext("between conditions", "; ").join(parts)


def conditions_of(grid):
    label_and_text = _("%(label)s: %(text)s")
    if grid.query:
        yield label_and_text % {"label": _("Quick match"), "text": grid.query}
    yield from (str(state.label) for state in grid.chosen_states)
    if grid.letter:
        yield label_and_text % {"label": _("Initial"), "text": grid.letter}
    for chip in grid.chips:
        yield label_and_text % {"label": chip.label, "text": chip.text} if chip.label else chip.text


def headings_of(record: ExportRecord, reader) -> str:
    """The columns by their headings, where the list still has them."""
    known = record.grid_class(reader, QueryDict()).columns_by_name if record.grid_class else {}
    return listed(known[name].heading if name in known else name for name in record.columns)


def pace_of(record: ExportRecord) -> str:
    """How fast it goes and how long it will still take; empty before there is a pace."""
    left = record.time_left()
    if left is None:
        return ""
    return f"{_('%(count)s a minute') % {'count': record.rows_a_minute}} · {said_left(left)}"


def end(record: ExportRecord, state, **fields) -> bool:
    """Writes down how it ended; False where it had ended already."""
    under_way = ExportRecord.objects.filter(pk=record.pk, state__in=[State.WAITING, State.WORKING])
    return bool(under_way.update(state=state, finished_at=timezone.now(), **fields))


def fail(record: ExportRecord, why, **fields) -> bool:
    return end(record, State.FAILED, why=str(why), **fields)
