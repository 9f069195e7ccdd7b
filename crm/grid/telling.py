"""The notice that a long change or deletion in a list, done by a job, has come to its end."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.grid.registry import grid_named
from crm.notices import NoticeKind, notify, register_kind

LIST_WORK = "list_work"
SENTENCES = {
    "applied": gettext_lazy("“%(list)s”: the changes are applied, %(done)s of %(total)s cells."),
    "undone": gettext_lazy("“%(list)s”: the changes are undone, %(done)s of %(total)s cells."),
    "deleted": gettext_lazy("“%(list)s”: the deletion is through, %(done)s of %(total)s rows."),
    "back": gettext_lazy("“%(list)s”: what was deleted is put back, %(done)s of %(total)s rows."),
}


def tell_actor(work, what: str, done: int, total: int) -> None:
    """Tells whoever began `work`, a change set or a removal, in the caller's transaction."""
    details = {"what": what, "grid": work.grid, "done": done, "total": total}
    notify([work.by], LIST_WORK, url=work.get_absolute_url(), **details)


def tell(details: dict, count: int) -> str:
    grid_class, sentence = grid_named(details["grid"]), SENTENCES.get(details["what"])
    if grid_class is None or sentence is None:
        return _("A long work in a list has come to its end.")
    return sentence % {**details, "list": grid_class.title}


register_kind(NoticeKind(LIST_WORK, gettext_lazy("Changes of many rows"), "list-checks", tell))
