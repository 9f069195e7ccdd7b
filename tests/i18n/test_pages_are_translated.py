"""Every page, found by itself, shows messages and data and nothing else.

A page fails here when it shows text that no catalogue can translate. Mark text with gettext;
text of a record is data and comes from a factory; a name that is the same in every language
stands in an element with `translate="no"`.
"""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import trans_real

from tests.factories import make_user

from .brackets import LETTER, unbracketed_texts
from .pages import all_pages, make_everything

pytestmark = pytest.mark.django_db

PAGES = all_pages()
ROOMS = sorted({page.room for page in PAGES})
NOT_A_PAGE = {405}


@pytest.fixture
def visitor(client, pseudo):
    client.raise_request_exception = False
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def admin(visitor, pseudo):
    """Signed in and asked for the password again, as the pages about second factors demand."""
    user = make_user("«1»", username="1", password="1", is_admin=True, language="en")
    visitor.post(reverse("account_login"), {"login": "1", "password": "1"})
    visitor.post(reverse("account_reauthenticate"), {"password": "1"})
    visitor.user = user
    return visitor


def texts_of(client, page, expected=()):
    """What the page shows outside the brackets; why it could not be opened, if so."""
    return [text for url in page.urls for text in texts_at(client, url, expected)]


def texts_at(client, url, expected):
    response = client.get(url)
    if response.status_code in NOT_A_PAGE:
        return []
    if response.status_code >= 400 and response.status_code not in expected:
        return [f"cannot be opened: {response.status_code} for {url}"]
    return unbracketed_texts(body_of(response))


def body_of(response):
    is_page = "html" in response.headers.get("Content-Type", "")
    return b"".join(response).decode() if is_page else ""


def bare_texts(client, pages, expected=()):
    found = {page.name: texts_of(client, page, expected) for page in pages}
    return "\n".join(f"{name}: {text}" for name, texts in found.items() for text in texts)


def in_room(room):
    return [page for page in PAGES if page.room == room]


def test_pages_are_found():
    assert {"shell:home", "people:list", "account_login"} <= {page.name for page in PAGES}


@pytest.mark.parametrize("room", ROOMS)
def test_pages_with_records_are_translated(admin, room):
    make_everything(admin.user)
    assert bare_texts(admin, in_room(room)) == ""


@pytest.mark.parametrize("room", ROOMS)
def test_pages_of_a_new_installation_are_translated(admin, room):
    lists = [page for page in in_room(room) if not page.takes_arguments]
    assert bare_texts(admin, lists, expected={404}) == ""


def test_pages_before_sign_in_are_translated(visitor):
    pages = [page for page in in_room("account") if not page.takes_arguments]
    assert bare_texts(visitor, pages) == ""


def test_an_address_that_leads_nowhere_is_explained_in_words_of_ours(admin):
    response = admin.get("/nowhere/")
    assert response.status_code == 404
    assert unbracketed_texts(response.content.decode()) == []


@pytest.mark.parametrize("template", ["400.html", "403.html", "404.html", "500.html"])
def test_pages_of_errors_are_translated(pseudo, template):
    assert unbracketed_texts(render_to_string(template)) == []


def test_what_the_pages_ask_for_is_known_in_chinese(admin, pseudo):
    make_everything(admin.user)
    bare_texts(admin, PAGES)
    known = {key if isinstance(key, str) else key[0] for key, _ in chinese().items()}
    assert sorted(asked for asked in pseudo.asked - known if LETTER.search(asked)) == []


def chinese():
    return trans_real.translation("zh-hans")._catalog
