"""The pages of a previewed sheet: uploaded, looked at, taken, and its refused rows handed back."""

from abc import ABC, abstractmethod
from contextlib import nullcontext
from pathlib import PurePath
from tempfile import TemporaryFile

from django import forms
from django.core.exceptions import ValidationError
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from crm.refusals import Refused
from crm.sheets.handing_back.handing import HandedBack, RefusedRow, hand_back
from crm.sheets.resources import previewed
from crm.sheets.resources.declared import SheetForm, SheetResource, SheetRows, read_rows
from crm.sheets.resources.kept_uploads import keep, opened
from crm.sheets.resources.previewed import REFUSED, MakeResource, Outcome, packed, unpacked
from crm.shell import flash

MOST_SHOWN = 1_000


class SheetPages(ABC):
    """Of one table, in one request. A subclass says what is read (`reading`), what is written
    (`writing`), and the addresses."""

    upload_template = ""
    preview_template = ""
    # Of the pages: the list, this one, and the sheet of refused rows.
    back = here = refused_url = ""
    form_class: type[forms.Form] = forms.Form
    first_choices: dict = {}

    def __init__(self, request):
        self.request = request

    @abstractmethod
    def reading(self) -> SheetResource:
        """Knows the headings."""

    @abstractmethod
    def writing(self, form: forms.Form) -> MakeResource:
        """Makes the resource in a transaction, by what was chosen beside the sheet."""

    def take(self, sheet: SheetRows, form: forms.Form, shown: str) -> Outcome:
        return previewed.take(self.writing(form), sheet, shown)

    def tell(self, outcome: Outcome):
        counts = {name: outcome.counts[name] for name in ("new", "changed", "refused")}
        said = _("Added: %(new)d. Changed: %(changed)d. Refused and left as they are: %(refused)d.")
        flash.done(self.request, said % counts)

    def context(self) -> dict:
        return {"back": self.back, "here": self.here, "refused_url": self.refused_url}

    def shown(self, form: forms.Form, outcome: Outcome) -> dict:
        """What the preview says besides."""
        return {}

    # --- what is answered ---------------------------------------------------------------------

    def answer(self):
        """A sheet that is sent is looked at; the page that shows it sends its rows back here."""
        if "rows" in self.request.POST:
            return self._look_or_take()
        is_sent = self.request.method == "POST"
        form = SheetForm(self.request.POST, self.request.FILES) if is_sent else SheetForm()
        if form.is_valid():
            rows = form.read(self._packed)
            if rows is not None:
                return self._look(rows, self.form_class(self.first_choices))
        return self._again(form)

    def refused_rows(self):
        """Those of the sheet that is looked at, or was taken, each with the reasons."""
        try:
            sheet = self._sent()
        except Refused as refusal:
            return self._refused(refusal)
        outcome = previewed.preview(self.writing(self.form_class(self.request.POST)), sheet)
        file = TemporaryFile()
        back = write_refused(file, sheet, outcome)
        file.seek(0)
        name = _("refused rows of %(file)s") % {"file": PurePath(sheet.filename).stem}
        return FileResponse(file, as_attachment=True, filename=f"{name}{back.suffix}")

    def _packed(self, file, filename: str) -> str:
        sheet = read_rows(self.reading(), file, filename)
        return packed(sheet._replace(upload=keep(file)), self.request.user)

    def _sent(self) -> SheetRows:
        return unpacked(self.request.POST.get("rows", ""), self.request.user)

    def _look_or_take(self):
        form, post = self.form_class(self.request.POST), self.request.POST
        try:
            sheet = self._sent()
        except Refused as refusal:
            return self._refused(refusal)
        if "take" not in post:
            return self._look(post["rows"], form)
        outcome = self.take(sheet, form, post.get("shown", ""))
        if not outcome.is_taken:
            return self._show(post["rows"], form, outcome, has_changed=True)
        self.tell(outcome)
        if outcome.counts[REFUSED]:
            return self._show(post["rows"], form, outcome)
        return redirect(self.back)

    def _look(self, rows: str, form: forms.Form):
        sheet = unpacked(rows, self.request.user)
        return self._show(rows, form, previewed.preview(self.writing(form), sheet))

    def _show(self, rows: str, form: forms.Form, outcome: Outcome, *, has_changed=False):
        """What would become, or became, of every row."""
        found = outcome.differences
        if outcome.is_taken:
            found = [each for each in found if each.outcome == REFUSED]
        context = self.context() | {
            "rows": rows,
            "form": form,
            "outcome": outcome,
            "differences": found[:MOST_SHOWN],
            "more": max(len(found) - MOST_SHOWN, 0),
            "has_changed": has_changed,
        }
        context |= self.shown(form, outcome)
        status = 409 if has_changed else 200
        return render(self.request, self.preview_template, context, status=status)

    def _refused(self, refusal: Refused):
        form = SheetForm({}, MultiValueDict())
        form.add_error("sheet", ValidationError(str(refusal)))
        return self._again(form)

    def _again(self, form: SheetForm):
        context = self.context() | {"form": form, "most": self.reading().most_rows}
        status = 422 if form.errors else 200
        return render(self.request, self.upload_template, context, status=status)


def write_refused(file, sheet: SheetRows, outcome: Outcome) -> HandedBack:
    """In the user's own sheet, as an import's go back."""
    problems = {d.number: d.problems for d in outcome.differences if d.outcome == REFUSED}
    rows = [
        RefusedRow(
            number, cells, [(place_of(sheet, name), said) for name, said in problems[number]]
        )
        for number, cells in sheet.rows
        if number in problems
    ]
    tag = f"{timezone.localtime():%Y%m%d-%H%M}"
    with opened(sheet.upload) or nullcontext() as original:
        return hand_back(file, original, sheet.header, rows, filename=sheet.filename, tag=tag)


def place_of(sheet: SheetRows, name: str | None) -> int | None:
    return sheet.names.index(name) if name in sheet.names else None
