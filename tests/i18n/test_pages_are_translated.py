"""Every page, found by itself, shows messages and data and nothing else.

A page fails here when it shows text that no catalogue can translate. Mark text with gettext;
text of a record is data and comes from a factory; a name that is the same in every language
stands in an element with `translate="no"`.
"""

import pytest
from django.utils.translation import trans_real

from tests.factories import make_user

from .brackets import LETTER, unbracketed_texts
from .pages import all_pages, make_everything

pytestmark = pytest.mark.django_db

PAGES = all_pages()
ROOMS = sorted({page.room for page in PAGES})
BROKEN = "cannot be opened: {}"
NOT_A_PAGE = {405}


@pytest.fixture
def admin(client):
    client.force_login(make_user("«1»", is_admin=True, language="en"))
    client.raise_request_exception = False
    return client


@pytest.fixture
def visitor(client):
    client.raise_request_exception = False
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def texts_of(client, page):
    """What the page shows outside the brackets; why it could not be opened, if so."""
    response = client.get(page.url)
    if response.status_code in NOT_A_PAGE:
        return []
    if response.status_code >= 400:
        return [BROKEN.format(response.status_code)]
    return unbracketed_texts(body_of(response))


def body_of(response):
    is_page = response.status_code == 200 and "html" in response.headers["Content-Type"]
    return b"".join(response).decode() if is_page else ""


def bare_texts(client, pages):
    found = {page.name: texts_of(client, page) for page in pages}
    return {name: texts for name, texts in found.items() if texts}


def in_room(room):
    return [page for page in PAGES if page.room == room]


def test_pages_are_found():
    assert {"shell:home", "people:list", "account_login"} <= {page.name for page in PAGES}


@pytest.mark.parametrize("room", ROOMS)
def test_pages_with_records_are_translated(admin, pseudo, room):
    make_everything()
    assert bare_texts(admin, in_room(room)) == {}


@pytest.mark.parametrize("room", ROOMS)
def test_pages_of_a_new_installation_are_translated(admin, pseudo, room):
    lists = [page for page in in_room(room) if not page.converters]
    assert bare_texts(admin, lists) == {}


def test_pages_before_sign_in_are_translated(visitor, pseudo):
    pages = [page for page in in_room("account") if not page.converters]
    assert bare_texts(visitor, pages) == {}


def test_an_address_that_leads_nowhere_is_explained_in_words_of_ours(admin, pseudo):
    response = admin.get("/nowhere/")
    assert response.status_code == 404
    assert unbracketed_texts(response.content.decode()) == []


def test_what_the_pages_ask_for_is_known_in_chinese(admin, pseudo):
    make_everything()
    bare_texts(admin, PAGES)
    known = {key if isinstance(key, str) else key[0] for key in chinese().keys()}
    assert sorted(asked for asked in pseudo.asked - known if LETTER.search(asked)) == []


def chinese():
    return trans_real.translation("zh-hans")._catalog
