"""People and teams as a sheet: down, up, looked at, and taken."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from crm.grid.exporting.small_tables import hand_out
from crm.people.access import admin_required
from crm.people.sheets.people import Choices
from crm.people.sheets.people_columns import PeopleColumns
from crm.people.sheets.taking import resource_of, take
from crm.people.sheets.team_rows import TeamResource
from crm.refusals import Refused
from crm.sheets.declared import SheetForm, headings_alone, read_rows
from crm.sheets.previewed import packed, preview, unpacked
from crm.shell import flash

TABLES = {"people": PeopleColumns, "teams": TeamResource}
LISTS = {"people": "people:list", "teams": "people:teams"}
MOST_SHOWN = 1_000
NOTES_SHOWN = 5


class ChoicesForm(forms.Form):
    create_teams = forms.BooleanField(label=gettext_lazy("Create them"), required=False)
    new_people = forms.ChoiceField(
        label=gettext_lazy("New people"),
        choices=[
            ("invite", gettext_lazy("get a link to choose a password")),
            ("inactive", gettext_lazy("stay inactive until somebody activates them")),
        ],
        widget=forms.RadioSelect,
    )

    @property
    def choices(self) -> Choices:
        if not self.is_valid():
            return Choices()
        given = self.cleaned_data
        return Choices(given["create_teams"], given["new_people"] == "invite")


@admin_required
@require_GET
def download(request, kind):
    resource = table_of(kind)()
    return (
        headings_alone(resource) if "empty" in request.GET else hand_out(resource, by=request.user)
    )


@admin_required
@require_http_methods(["GET", "POST"])
def upload(request, kind):
    """A sheet that is sent is looked at; the page that shows it sends its rows back here."""
    table = table_of(kind)
    if "rows" in request.POST:
        return look_or_take(request, kind)
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    if form.is_valid():
        rows = form.read(lambda file, name: packed(read_rows(table(), file, name), request.user))
        if rows is not None:
            return look(request, kind, rows, ChoicesForm({"new_people": "invite"}))
    return again(request, kind, form)


def table_of(kind):
    if kind not in TABLES:
        raise Http404
    return TABLES[kind]


def again(request, kind, form):
    context = {"form": form, "kind": kind, "most": TABLES[kind].most_rows}
    status = 422 if form.errors else 200
    return render(request, "crm/people/sheets/upload.html", context, status=status)


def look_or_take(request, kind):
    choices, rows = ChoicesForm(request.POST), request.POST["rows"]
    try:
        sheet = unpacked(rows, request.user)
    except Refused as refusal:
        form = SheetForm({}, {})
        form.add_error("sheet", ValidationError(str(refusal)))
        return again(request, kind, form)
    if "take" not in request.POST:
        return look(request, kind, rows, choices)
    shown = request.POST.get("shown", "")
    outcome = take(kind, sheet, by=request.user, choices=choices.choices, shown=shown)
    if not outcome.is_taken:
        return show(request, kind, rows, choices, outcome, has_changed=True)
    tell(request, outcome)
    if outcome.counts["refused"]:
        return show(request, kind, rows, choices, outcome)
    return redirect(LISTS[kind])


def look(request, kind, rows, form):
    make = resource_of(kind, request.user, form.choices)
    return show(request, kind, rows, form, preview(make, unpacked(rows, request.user)))


def show(request, kind, rows, form, outcome, *, has_changed=False):
    """What would become, or became, of every row."""
    found = outcome.differences
    if outcome.is_taken:
        found = [each for each in found if each.outcome == "refused"]
    context = {
        "kind": kind,
        "rows": rows,
        "form": form,
        "outcome": outcome,
        "differences": found[:MOST_SHOWN],
        "more": max(len(found) - MOST_SHOWN, 0),
        "has_changed": has_changed,
        "back": reverse(LISTS[kind]),
        "missing": getattr(outcome.resource, "missing", []),
        "created": getattr(outcome.resource, "created", []),
        "has_new_people": kind == "people" and (outcome.counts["new"] or not form.choices.invite),
    }
    status = 409 if has_changed else 200
    return render(request, "crm/people/sheets/preview.html", context, status=status)


def tell(request, outcome):
    counts = {name: outcome.counts[name] for name in ("new", "changed", "refused")}
    said = _("Added: %(new)d. Changed: %(changed)d. Refused and left as they are: %(refused)d.")
    flash.done(request, said % counts)
    for note in getattr(outcome.resource, "notes", [])[:NOTES_SHOWN]:
        flash.told(request, note)
    invited = len(getattr(outcome.resource, "to_invite", []))
    mailed = len(getattr(outcome.resource, "mailed", []))
    tell_of_mails(request, mailed, invited - mailed)


def tell_of_mails(request, mailed: int, by_hand: int):
    if mailed:
        said = ngettext(
            "%(count)d invitation is on its way by mail.",
            "%(count)d invitations are on their way by mail.",
            mailed,
        )
        flash.told(request, said % {"count": mailed})
    if by_hand:
        said = ngettext(
            "%(count)d person gets no mail: open them and hand over the link yourself.",
            "%(count)d people get no mail: open each and hand over the link yourself.",
            by_hand,
        )
        url = f"{reverse('people:list')}?state=invited"
        flash.told(request, said % {"count": by_hand}, url=url)
