import pytest

from crm.shell import sheets
from tests.shell.urls import SampleForm

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.shell.urls")]

IN_DIALOG = {"HX-Request": "true", "HX-Target": "dialog"}


def test_a_sheet_is_a_fragment_in_the_dialog(signed_in):
    page = signed_in.get("/gallery/sheet/", headers=IN_DIALOG).content.decode()
    assert "<html" not in page and 'id="dialog-title">Share the customer<' in page
    assert 'hx-post="/gallery/sheet/" hx-target="#dialog"' in page


def test_a_sheet_is_a_page_of_its_own_without_javascript(signed_in):
    page = signed_in.get("/gallery/sheet/").content.decode()
    assert "<h1>Share the customer</h1>" in page and "hx-post" not in page
    assert 'method="post" action="/gallery/sheet/"' in page


def test_a_field_ties_its_help_and_its_error_to_the_input(signed_in):
    response = signed_in.post("/gallery/sheet/", {"value": "a"}, headers=IN_DIALOG)
    page = response.content.decode()
    assert response.status_code == 422
    assert 'aria-describedby="id_name_helptext id_name_error"' in page
    assert 'id="id_name_helptext"' in page and 'id="id_name_error"' in page


def test_what_was_typed_is_still_there_after_a_refusal(signed_in):
    response = signed_in.post("/gallery/sheet/", {"remarks": "not to be lost"}, headers=IN_DIALOG)
    assert "not to be lost" in response.content.decode()


def test_leaving_goes_on_in_the_window_or_by_htmx(rf):
    plain, swapped = rf.get("/"), rf.get("/")
    plain.htmx, swapped.htmx = False, True
    assert sheets.leave(plain, "shell:keys")["Location"] == "/keys/"
    assert sheets.leave(swapped, "shell:keys")["HX-Redirect"] == "/keys/"


def test_closing_tells_the_parts_of_the_page(rf):
    response = sheets.close(rf.get("/"), "contacts-changed")
    assert response.status_code == 204
    assert "dialog-close" in response["HX-Trigger"] and "contacts-changed" in response["HX-Trigger"]


def test_a_sheet_with_errors_answers_422_and_a_fresh_one_200(rf, user):
    request = rf.get("/")
    request.user, request.htmx = user, None
    template = "crm/shell/keys.html"
    assert sheets.show(request, template, {}, SampleForm()).status_code == 200
    assert sheets.show(request, template, {}, SampleForm({})).status_code == 422
