"""How many rows one export may have: what an administrator allows a role, and what a file holds."""

from collections.abc import Callable
from functools import partial

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.grid.exporting.models import ExportCap, ExportRecord
from crm.refusals import Refused
from crm.sheets.writing.xlsx import XLSX_ROWS

Role = ExportCap.Role


def role_of(user) -> str:
    if user.is_admin:
        return Role.ADMIN
    return Role.MANAGER if user.is_manager else Role.REP


def cap_for(user) -> int | None:
    """The most rows an export of this user may have; None where nobody set one."""
    caps = ExportCap.objects.filter(role=role_of(user))
    return caps.values_list("rows", flat=True).first()


def refuse_too_many(user, kind: str, rows):
    """Raises Refused where the queryset has more rows than may go out."""
    refuse_past_cap(user, partial(is_longer, rows))
    most = XLSX_ROWS - 1
    if kind == ExportRecord.Kind.XLSX and is_longer(rows, most):
        raise Refused(
            _("An Excel sheet ends after %(rows)s rows.") % {"rows": intcomma(most, False)},
            _("Choose csv, or narrow the list down."),
        )


def refuse_to_give(user, record: ExportRecord):
    """Raises Refused where a file that was written may no longer go out: it is a snapshot, made
    with the rights of its moment and audited, but only who may export today takes it away."""
    refuse_past_cap(user, lambda cap: record.rows > cap)


def refuse_past_cap(user, is_past: Callable[[int], bool]):
    """`is_past(cap)` says whether more than the cap would go out."""
    cap = cap_for(user)
    if cap == 0:
        raise Refused(_("You may not export."), _("Ask an administrator for the rows."))
    if cap is not None and is_past(cap):
        sentence = ngettext(
            "You may export at most %(rows)s row at once.",
            "You may export at most %(rows)s rows at once.",
            cap,
        )
        raise Refused(
            sentence % {"rows": intcomma(cap, use_l10n=False)},
            _("Narrow the list down, or ask an administrator for the rest."),
        )


def is_longer(rows, most: int) -> bool:
    return rows.order_by()[: most + 1].count() > most
