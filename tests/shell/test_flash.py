import json

import pytest
from django.contrib.messages import get_messages

from crm.refusals import Refused
from crm.shell import flash

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.shell.urls")]

HTMX = {"HX-Request": "true"}
FORM = {"name": "王磊", "value": "a"}


def toasts(response):
    return json.loads(response["HX-Trigger"])["toasts"]["items"]


def test_a_refusal_says_why_on_one_line_and_what_to_do_on_the_next():
    assert flash.refusal_text(Refused("Taken.", "Ask 王磊.")) == "Taken.\nAsk 王磊."
    assert flash.refusal_text(Refused("Taken.")) == "Taken."
    assert flash.refusal_text("Just so.") == "Just so."


def test_what_was_done_is_said_on_the_next_page_with_its_undo(signed_in):
    response = signed_in.post("/gallery/sheet/", FORM, follow=True)
    page = response.content.decode()
    assert 'class="toast success"' in page and "Shared with 王磊." in page
    assert 'action="/undone/" data-toast-undo>' in page


def test_a_message_without_an_undo_hides_the_button(signed_in):
    signed_in.get("/saying/")
    page = signed_in.get("/keys/").content.decode()
    assert page.count("data-toast-undo hidden") == 2  # the message and the empty pattern


def test_a_message_is_escaped(signed_in):
    signed_in.get("/saying/")
    assert "&lt;b&gt;Imported&lt;/b&gt;" in signed_in.get("/keys/").content.decode()


def test_after_an_htmx_request_the_message_travels_in_the_header(signed_in):
    response = signed_in.post("/gallery/sheet/", FORM, headers=HTMX)
    assert response.status_code == 204
    assert "dialog-close" in response["HX-Trigger"]
    assert toasts(response) == [
        {"text": "Shared with 王磊.", "level": "success", "undo": "/undone/"}
    ]


def test_a_message_is_said_only_once(signed_in):
    response = signed_in.get("/saying/", headers=HTMX)
    assert toasts(response)[0]["text"] == "<b>Imported</b>"
    assert "Imported" not in signed_in.get("/keys/").content.decode()


def test_a_message_waits_for_the_page_that_htmx_is_sent_to(signed_in):
    response = signed_in.post("/theme/", {"theme": "dark"}, headers=HTMX)
    assert response.status_code == 302 and "HX-Trigger" not in response


def test_an_undo_address_survives_the_store(rf, signed_in):
    response = signed_in.post("/gallery/sheet/", FORM)
    message = next(iter(get_messages(response.wsgi_request)))
    assert flash.undo_url(message) == "/undone/"
