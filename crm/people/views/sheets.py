"""People and teams as a sheet: down, up, looked at, and taken."""

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm.grid.exporting.small_tables import hand_out
from crm.people.access import admin_required
from crm.people.sheets.people import Choices
from crm.people.sheets.people_columns import PeopleColumns
from crm.people.sheets.taking import resource_of, take
from crm.people.sheets.team_rows import TeamResource
from crm.sheets.resources.declared import headings_alone
from crm.sheets.resources.pages import SheetPages
from crm.shell import flash

TABLES = {"people": PeopleColumns, "teams": TeamResource}
LISTS = {"people": "people:list", "teams": "people:teams"}
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


class PeoplePages(SheetPages):
    """Of people, or of teams, which are the other `kind`."""

    upload_template = "crm/people/sheets/upload.html"
    preview_template = "crm/people/sheets/preview.html"
    form_class = ChoicesForm
    first_choices = {"new_people": "invite"}

    def __init__(self, request, kind):
        super().__init__(request)
        self.kind, self.table = kind, table_of(kind)
        self.back = reverse(LISTS[kind])
        self.here = reverse("people:sheet_upload", args=[kind])
        self.refused_url = reverse("people:sheet_refused", args=[kind])

    def reading(self):
        return self.table()

    def writing(self, form):
        return resource_of(self.kind, self.request.user, form.choices)

    def take(self, sheet, form, shown):
        by = self.request.user
        return take(self.kind, sheet, by=by, choices=form.choices, shown=shown)

    def context(self):
        return super().context() | {"kind": self.kind}

    def shown(self, form, outcome):
        resource = outcome.resource
        has_new = self.kind == "people" and (outcome.counts["new"] or not form.choices.invite)
        return {
            "missing": getattr(resource, "missing", []),
            "created": getattr(resource, "created", []),
            "has_new_people": has_new,
        }

    def tell(self, outcome):
        super().tell(outcome)
        for note in getattr(outcome.resource, "notes", [])[:NOTES_SHOWN]:
            flash.told(self.request, note)
        invited = len(getattr(outcome.resource, "to_invite", []))
        mailed = len(getattr(outcome.resource, "mailed", []))
        tell_of_mails(self.request, mailed, invited - mailed)


@admin_required
@require_http_methods(["GET", "POST"])
def upload(request, kind):
    return PeoplePages(request, kind).answer()


@admin_required
@require_POST
def refused(request, kind):
    return PeoplePages(request, kind).refused_rows()


def table_of(kind):
    if kind not in TABLES:
        raise Http404
    return TABLES[kind]


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
