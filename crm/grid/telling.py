"""The notice that a long change or deletion in a list, done by a job, has come to its end: because it
was through, or could not go on."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.grid.registry import grid_named
from crm.notices import NoticeKind, notify, register_kind

LIST_WORK = "list_work"
ATTEMPTS = 3
"""How often a job of a list tries."""

SENTENCES = {
    "applied": gettext_lazy("“%(list)s”: the changes are applied, %(done)s of %(total)s cells."),
    "undone": gettext_lazy("“%(list)s”: the changes are undone, %(done)s of %(total)s cells."),
    "deleted": gettext_lazy("“%(list)s”: the deletion is through, %(done)s of %(total)s rows."),
    "halted": gettext_lazy("“%(list)s”: the work could not go on. Its page says why."),
    "broken": gettext_lazy(
        "“%(list)s”: the work broke off because of a fault in the program. "
        "What was done stays done; it can be tried again."
    ),
    "back": gettext_lazy("“%(list)s”: what was deleted is put back, %(done)s of %(total)s rows."),
}


def tell_actor(work, what: str, done: int, total: int) -> None:
    """Tells whoever began `work`, a change set or a removal, in the caller's transaction."""
    _notify(work, what, done=done, total=total)


def tell_of_halt(work, what: str = "halted") -> None:
    """The same of `work` that stopped by itself."""
    _notify(work, what)


def tell_of_fault(work) -> None:
    tell_of_halt(work, "broken")


@contextmanager
def fault_told(job, model, pk: int, tell=None) -> Iterator[None]:
    """Around what `job` does to a work, the row `pk` of `model`: a fault in its last attempt is told
    to whoever began the work, by `tell` where it is no list's, and raised on."""
    try:
        yield
    except Exception:
        if job.attempts >= ATTEMPTS and (found := model.objects.filter(pk=pk).first()):
            (tell or tell_of_fault)(found)
        raise


def _notify(work, what: str, **counts) -> None:
    details = {"what": what, "grid": work.grid, **counts}
    notify([work.by], LIST_WORK, url=work.get_absolute_url(), **details)


def tell(details: dict, count: int) -> str:
    grid_class, sentence = grid_named(details["grid"]), SENTENCES.get(details["what"])
    if grid_class is None or sentence is None:
        return _("A long work in a list has come to its end.")
    return sentence % {**details, "list": grid_class.title}


register_kind(NoticeKind(LIST_WORK, gettext_lazy("Changes of many rows"), "list-checks", tell))
