"""The audit is a list like any other."""

from django.db.models import Q
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from crm.grid.actions import State
from crm.grid.column_types import Choice, Date, Flag, Number, Person, Text
from crm.grid.exporting.models import ExportRecord
from crm.grid.grid import Grid

TONES = {"done": "jade", "failed": "seal", "working": "sky", "waiting": "sky"}


class Came(Number):
    """How much came out: nothing is said before there is anything."""

    def value(self, record):
        is_known = record.state == ExportRecord.State.DONE
        return super().value(record) or (0 if is_known else None)


class Size(Came):
    """Bytes, as people say them."""

    def amount(self, value):
        return filesizeformat(value)


class Outcome(Choice):
    """The state; one that is done keeps its file for a while only."""

    def display(self, value, record):
        if not record.is_expired:
            return super().display(value, record)
        return format_html('<span class="tag">{}</span>', _("done, file deleted"))


class ExportGrid(Grid):
    model = ExportRecord
    key = "exports"
    url_name = "grids:exports"
    title = _("Exports")
    default_order = "-when"
    empty_title = _("Nothing was exported yet.")
    empty_text = _("Every export of a list is written down here, with what went out.")

    list = Text(path="title", link=True)
    matched = Text(path="sentence")
    kind = Choice()
    rows = Came()
    size = Size()
    outcome = Outcome(path="state", tones=TONES)
    by = Person()
    when = Date(path="at")
    background = Flag(path="is_by_job", shown=False)
    why = Text(shown=False)

    states = (
        State("mine", _("Mine"), lambda user: Q(by=user)),
        State("running", _("Under way"), lambda user: Q(state__in=["waiting", "working"])),
        State("failed", _("Failed"), lambda user: Q(state="failed"), "warn"),
    )
