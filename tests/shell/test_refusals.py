import json

import pytest

from crm.templatetags.shell import initial

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.shell.urls")]

HTMX = {"HX-Request": "true"}
HERE = "http://testserver/keys/"


def test_a_refusal_leads_back_with_the_reason(signed_in):
    response = signed_in.post("/refused/", headers={"Referer": HERE})
    assert response.status_code == 302 and response["Location"] == HERE
    page = signed_in.get("/keys/").content.decode()
    assert "王磊 was quicker.\nAsk 王磊 to share the customer with you." in page
    assert 'class="toast error" role="alert"' in page


@pytest.mark.parametrize("referer", ["", "https://evil.example/", "http://testserver/refused/"])
def test_a_refusal_never_leads_to_a_stranger_or_in_a_circle(signed_in, referer):
    response = signed_in.get("/refused/", headers={"Referer": referer})
    assert response["Location"] == "/"


def test_a_refusal_to_htmx_is_a_toast_that_swaps_nothing(signed_in):
    response = signed_in.post("/refused/", headers=HTMX)
    assert response.status_code == 409 and response["HX-Reswap"] == "none"
    toast = json.loads(response["HX-Trigger"])["toasts"]["items"][0]
    assert toast["level"] == "error" and toast["text"].startswith("王磊 was quicker.")


def test_a_missing_right_is_a_403_in_its_own_words(signed_in):
    response = signed_in.post("/right-refused/")
    assert response.status_code == 403
    assert "Ask 李娜 for an edit share." in response.content.decode()


def test_a_missing_right_is_a_403_for_htmx_too(signed_in):
    response = signed_in.post("/right-refused/", headers=HTMX)
    assert response.status_code == 403 and "Ask 李娜" in json.dumps(
        json.loads(response["HX-Trigger"]), ensure_ascii=False
    )


def test_another_fault_is_not_dressed_up_as_a_refusal(signed_in):
    signed_in.raise_request_exception = False
    assert signed_in.get("/failing/").status_code == 500


@pytest.mark.parametrize(
    "name, shown", [("李娜", "娜"), ("Ada Lovelace", "AL"), ("ada", "A"), ("", "?"), ("  ", "?")]
)
def test_a_face_carries_the_initial_people_expect(name, shown):
    assert initial(name) == shown
