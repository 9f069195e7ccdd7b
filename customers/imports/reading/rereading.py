"""A kept upload is looked at, and read again, otherwise than it was guessed."""

from dataclasses import dataclass, field, replace

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.refusals import Refused
from crm.sheets.choices import NO_HEADER, Reading
from crm.sheets.limits import MIB
from crm.sheets.reading import kind_of_sheet, read_sheet
from crm.sheets.texts.encodings import ENCODINGS
from customers.imports.reading import files
from customers.imports.reading.staging import USUAL, kept, read_into, stage_or_keep, unread
from customers.imports.running import State, locked_in, start_reading
from customers.models import SheetImport

ROWS_SHOWN, COLUMNS_SHOWN = 8, 12
# Bytes that are read while somebody waits: some two seconds of a packed workbook.
AT_ONCE = 2 * MIB
NAMES = {
    "utf-8": "UTF-8",
    "gb18030": gettext_lazy("GB 18030 (simplified Chinese)"),
    "cp950": gettext_lazy("Big5 (traditional Chinese)"),
    "cp1250": gettext_lazy("Windows-1250 (Central European)"),
    "cp1251": gettext_lazy("Windows-1251 (Cyrillic)"),
    "cp1252": gettext_lazy("Windows-1252 (Western)"),
    "cp932": gettext_lazy("Shift JIS (Japanese)"),
    "cp949": gettext_lazy("Korean"),
}
SEPARATORS = {
    "comma": (",", gettext_lazy("comma")),
    "semicolon": (";", gettext_lazy("semicolon")),
    "tab": ("\t", gettext_lazy("tab")),
    "bar": ("|", gettext_lazy("vertical bar")),
}
DEPTHS = [
    ("", gettext_lazy("guessed")),
    ("1", gettext_lazy("one")),
    ("2", gettext_lazy("two: groups above, fields below")),
]


# By the kind of file; of workbooks no encoding either.
NOT_ASKED = {"csv": ("sheet", "fill_down"), "html": ("separator",), "xml": ("separator",)}


class ReadingForm(forms.Form):
    """How the file is to be read; `shown` is the sheet that the rows to choose from are of."""

    sheet = forms.ChoiceField(label=gettext_lazy("Sheet"), required=False)
    header_row = forms.IntegerField(required=False)
    header_depth = forms.ChoiceField(
        label=gettext_lazy("Rows of column names"), choices=DEPTHS, required=False
    )
    shown = forms.CharField(required=False, widget=forms.HiddenInput)
    encoding = forms.ChoiceField(
        label=gettext_lazy("Encoding"),
        required=False,
        widget=forms.Select(attrs={"translate": "no"}),
    )
    separator = forms.ChoiceField(label=gettext_lazy("Separator"), required=False)
    leave_notes = forms.BooleanField(
        label=gettext_lazy("Totals and notes below the table are no records"), required=False
    )
    fill_down = forms.BooleanField(
        label=gettext_lazy("What stands in a cell merged downwards is meant for all its rows"),
        required=False,
    )

    def __init__(self, data=None, *, found: SheetImport):
        self.reading = found.reading
        chosen = Reading.from_json(self.reading["choices"])
        super().__init__(data, initial=self._initial(chosen))
        self.fields["sheet"].choices = [
            (name, self._named(name)) for name in self.reading["sheets"]
        ]
        self.fields["encoding"].choices = [
            ("", _("guessed")),
            *((encoding, NAMES.get(encoding, encoding.upper())) for encoding in ENCODINGS),
        ]
        labels = [(key, label) for key, (_mark, label) in SEPARATORS.items()]
        self.fields["separator"].choices = [("", _("guessed")), *labels]
        for name in NOT_ASKED.get(self.reading["kind"], ("encoding", "separator")):
            del self.fields[name]

    @staticmethod
    def _initial(chosen: Reading) -> dict:
        keys = {mark: key for key, (mark, _label) in SEPARATORS.items()}
        return {
            "sheet": chosen.sheet,
            "encoding": chosen.encoding,
            "separator": keys.get(chosen.separator, ""),
            "header_depth": chosen.header_depth or "",
            "leave_notes": not chosen.keep_notes,
            "fill_down": chosen.fill_down,
        }

    def _named(self, name: str) -> str:
        return _("%(sheet)s (hidden)") % {"sheet": name} if name in self.reading["hidden"] else name

    @property
    def choices(self) -> Reading:
        """What is chosen at this moment; rows of another sheet than the chosen one say nothing."""
        if not self.is_bound:
            return Reading.from_json(self.reading["choices"])
        given = self.cleaned_data
        row = given.get("header_row")
        is_of_sheet = "sheet" not in self.fields or given["shown"] == given.get("sheet")
        return Reading(
            sheet=given.get("sheet", ""),
            header_row=row if row and is_of_sheet else 0,
            encoding=given.get("encoding", ""),
            header_depth=int(given.get("header_depth") or 0),
            separator=SEPARATORS.get(given.get("separator", ""), ("",))[0],
            keep_notes=not given["leave_notes"],
            fill_down=given.get("fill_down", False),
        )


@dataclass
class Shown:
    """One of the first rows; `is_header` where its cells are the column names."""

    number: int
    cells: list[str]
    is_header: bool = False
    is_title: bool = False
    is_group: bool = False


@dataclass
class Preview:
    """The first rows as they are read by some choices, or why they cannot be."""

    rows: list[Shown] = field(default_factory=list)
    sheet: str = ""
    encoding: str = ""
    separator: str = ""
    depth: int = 1
    has_header: bool = True
    refusal: str = ""


def preview(found: SheetImport, choices: Reading) -> Preview:
    try:
        return read_preview(found, choices)
    except Refused as refusal:
        shown = without_header(found, choices)
        return replace(shown, refusal=str(refusal), sheet=shown.sheet or choices.sheet)


def without_header(found: SheetImport, choices: Reading) -> Preview:
    """The first rows to choose from, where there are any."""
    try:
        return read_preview(found, replace(choices, header_row=NO_HEADER))
    except Refused:
        return Preview()


def read_preview(found: SheetImport, choices: Reading) -> Preview:
    with read_sheet(files.path_of(found), found.filename, reading=choices) as sheet:
        rows = [Shown(row.number, short(row.cells), is_title=True) for row in sheet.titles]
        if sheet.groups:
            rows.append(Shown(sheet.groups.number, short(sheet.groups.cells), is_group=True))
        has_header = choices.header_row != NO_HEADER
        if has_header:
            rows.append(Shown(sheet.header_row, short(sheet.header), is_header=True))
        below = zip(range(ROWS_SHOWN), sheet.rows, strict=False)
        rows += [Shown(row.number, short(row.cells)) for _n, row in below]
        names = dict(SEPARATORS.values())
        separator = str(names.get(sheet.separator, sheet.separator))
        encoding = str(NAMES.get(sheet.encoding, sheet.encoding.upper()))
        depth = 2 if sheet.groups else 1
        return Preview(rows, sheet.name, encoding, separator, depth, has_header)


def is_large(found: SheetImport) -> bool:
    """Whether to read it takes longer than a page may."""
    return files.path_of(found).stat().st_size > AT_ONCE


def short(cells) -> list[str]:
    return [str(cell)[:60] for cell in cells[:COLUMNS_SHOWN]]


def read_again(found: SheetImport, choices: Reading, *, by):
    """Reads the kept upload as chosen, a large one by a job; what was said of the columns is
    proposed anew. Raises Refused, and then everything is as it was."""
    if is_large(found):
        read_preview(found, choices)
        start_reading(found, choices, by=by)
    else:
        read_at_once(found, choices)


def take_in(file, filename: str, *, by, pool) -> SheetImport:
    """An upload, of which a large one is read by a job. Raises Refused where no choice of how to
    read it would help, as far as that is seen at once."""
    if file.size <= AT_ONCE:
        return stage_or_keep(file, filename, by=by, pool=pool)
    seen = unread(USUAL, {"kind": kind_of_sheet(file, filename)})
    found = kept(file, filename, uploaded_by=by, pool=pool, reading=seen)
    start_reading(found, USUAL, by=by)
    found.refresh_from_db()
    return found


@transaction.atomic
def read_at_once(found: SheetImport, choices: Reading):
    locked = locked_in(found, State.MAPPING, State.CHECKED)
    read_into(locked, choices)
    locked.state = State.MAPPING
    locked.save(update_fields=["state"])
