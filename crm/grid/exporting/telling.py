"""The notice that an export can be fetched, or that it failed."""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from crm.grid.exporting.models import ExportRecord
from crm.grid.registry import grid_named
from crm.notices import NoticeKind, notify, register_kind

EXPORT = "export"


def tell_owner(record: ExportRecord, **details) -> None:
    """In the caller's transaction; `details` are `rows`, or `why` it failed."""
    known = {"grid": record.grid, "title": record.title}
    notify([record.by], EXPORT, url=record.get_absolute_url(), **known, **details)


def tell(details: dict, count: int) -> str:
    grid_class = grid_named(details["grid"])
    title = str(grid_class.title) if grid_class else details["title"]
    if "why" in details:
        return _("The export of “%(list)s” failed.") % {"list": title}
    rows = details["rows"]
    sentence = ngettext(
        "The export of “%(list)s” is ready: %(rows)s row.",
        "The export of “%(list)s” is ready: %(rows)s rows.",
        rows,
    )
    return sentence % {"list": title, "rows": intcomma(rows, use_l10n=False)}


register_kind(NoticeKind(EXPORT, gettext_lazy("Exports"), "download", tell))
