"""An administrator with a sheet in their browser."""

from io import BytesIO

import pytest
from django.urls import reverse

from tests.house import browser_of
from tests.imports.conftest import sheet_in
from tests.people.conftest import _in_english, admin, manager, rep, team  # noqa: F401 - fixtures
from tests.sheets.makers import xlsx


class Desk:
    """Uploads sheets and takes them, as the pages do."""

    def __init__(self, client):
        self.client = client

    def look(self, table, kind="people", name="sheet.xlsx"):
        sheet = BytesIO(table if isinstance(table, bytes) else xlsx(table))
        sheet.name = name
        return self.client.post(reverse("people:sheet_upload", args=[kind]), {"sheet": sheet})

    def again(self, page, **choices):
        """The form of the page, sent with what was chosen in it."""
        form = page.context["form"].data
        data = {"rows": page.context["rows"], "shown": page.context["outcome"].fingerprint}
        data |= {name: form[name] for name in form if name in ("create_teams", "new_people")}
        url = reverse("people:sheet_upload", args=[page.context["kind"]])
        return self.client.post(url, data | choices)

    def take(self, page, **choices):
        return self.again(page, take="1", **choices)

    def import_(self, table, kind="people", **choices):
        page = self.look(table, kind)
        if choices:
            page = self.again(page, **choices)
        return self.take(page)

    def download(self, kind="people", **query) -> list[list[str]]:
        return sheet_in(self.client.get(reverse("people:sheet", args=[kind]), query))


@pytest.fixture
def desk(admin):  # noqa: F811 - the fixture
    return Desk(browser_of(admin))


def outcomes(page) -> list[str]:
    assert page.status_code == 200, page.content.decode()[:2000]
    return [row.outcome for row in page.context["differences"]]


def reasons(page) -> str:
    return "\n".join(text for row in page.context["differences"] for text in row.reasons)


def cells(page, number=0) -> dict[str, tuple[str, str]]:
    changes = page.context["differences"][number].changes
    return {change.heading: (change.old, change.new) for change in changes}


def refused_sheet(desk, page, kind="people"):
    """The sheet of refused rows that the page offers, as the browser saves it."""
    new_people = page.context["form"].data["new_people"]
    form = {"new_people": new_people, "rows": page.context["rows"]}
    return desk.client.post(reverse("people:sheet_refused", args=[kind]), form)
