"""Whatever a clipboard holds is a draft to look at or a sentence, never a fault."""

import pytest
from django.urls import reverse

from crm.grid.changes.models import Change
from customers.models import Contact
from tests.factories import make_contact, make_customer, make_pool, make_user
from tests.house import browser_of

pytestmark = pytest.mark.django_db
HTMX = {"hx-request": "true", "hx-target": "dialog"}
ODD = [
    "a\0b",
    '"unbalanced',
    '"a\nb"\t"',
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "=1+1",
    "@SUM(A1)",
    "x" * 100_000,
    "\t" * 1_000,
    "\n" * 400,
    "\r\n\r",
    "\u2028x\u2029",
    "\x1f\x1e\x1d",
    "￥1e999",
    "NaN",
]


@pytest.fixture
def owner():
    return make_user("Owner", make_pool("East"))


@pytest.fixture
def person(owner):
    return make_contact(make_customer("Works", owner=owner), "Wu", title="Old")


def paste(owner, ids, cols, text):
    url = reverse("grids:paste", args=["contacts"])
    return browser_of(owner).post(url, {"ids": ids, "cols": cols, "text": text}, headers=HTMX)


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
@pytest.mark.parametrize("cols", ["job,mobile,email", "name", "customer", "nonsense,job"])
def test_an_odd_clipboard_is_borne(owner, person, cols, text):
    response = paste(owner, person.pk, cols, text)
    assert response.status_code in (200, 409)
    told = response.content.decode() + response.headers.get("HX-Trigger", "")
    assert told.strip()
    person.refresh_from_db()
    assert person.title == "Old"


@pytest.mark.parametrize("ids", ["", "x", "0", "-1", "9" * 40, "1,,x", "\0"])
def test_odd_rows_are_borne(owner, person, ids):
    assert paste(owner, ids, "job", "New").status_code in (200, 409)


def test_a_hundred_thousand_cells_are_refused_in_words(owner, person):
    response = paste(owner, person.pk, "job", "\n".join(["a\tb"] * 50_000))
    assert response.status_code == 409
    assert "too many to paste" in response.headers["HX-Trigger"]
    assert not Change.objects.exists()


def test_ten_megabytes_are_refused_in_words(owner, person):
    response = paste(owner, person.pk, "job", "x" * 10_000_000)
    assert response.status_code == 413
    assert "That is too large to be sent at once." in response.headers["HX-Trigger"]
    assert response.headers["HX-Reswap"] == "none"
    assert not Change.objects.exists()


def test_a_stranger_pastes_into_nothing(owner, person):
    """Of a row that is there and of one that is not, they are told the same."""
    stranger = make_user("Stranger", make_pool("West"))
    pages = [paste(stranger, pk, "job", "New").status_code for pk in (person.pk, 10**9)]
    assert pages[0] == pages[1]
    assert set(Change.objects.values_list("state", "name")) == {("missing", "")}
    assert Contact.objects.get(pk=person.pk).title == "Old"
