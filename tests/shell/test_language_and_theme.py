import pytest
from django.conf import settings

pytestmark = pytest.mark.django_db


def language_of(client, browser=""):
    response = client.get("/keys/", headers={"Accept-Language": browser})
    return response.content.decode().split('<html lang="')[1].split('"')[0]


@pytest.mark.parametrize(
    "preferred, shown", [("en-GB", "en"), ("zh-CN", "zh-hans"), ("fr", "zh-hans")]
)
def test_without_a_choice_the_browser_decides(signed_in, preferred, shown):
    assert language_of(signed_in, preferred) == shown


def test_the_choice_of_the_user_wins_over_the_browser(signed_in, user):
    signed_in.post("/language/", {"language": "en", "next": "/keys/"})
    user.refresh_from_db()
    assert user.language == "en"
    signed_in.cookies.pop(settings.LANGUAGE_COOKIE_NAME)
    assert language_of(signed_in, "zh-CN") == "en"


def test_a_language_that_is_not_offered_changes_nothing(signed_in, user):
    assert signed_in.post("/language/", {"language": "xx"}).status_code == 302
    user.refresh_from_db()
    assert user.language == ""


def test_the_sign_in_page_can_be_switched_too(client):
    client.post("/language/", {"language": "en", "next": "/account/login/"})
    response = client.get("/account/login/", headers={"Accept-Language": "zh-CN"})
    assert '<html lang="en"' in response.content.decode()


@pytest.mark.parametrize("address", ["/language/", "/theme/"])
def test_a_switch_never_leads_out_of_the_house(client, address):
    response = client.post(address, {"language": "en", "next": "https://evil.example/"})
    assert "evil" not in response["Location"]


@pytest.mark.parametrize("address", ["/language/", "/theme/"])
def test_a_switch_is_a_change_and_wants_a_post(client, address):
    assert client.get(address).status_code == 405


def test_the_theme_is_in_the_page_from_the_first_paint(signed_in):
    signed_in.post("/theme/", {"theme": "dark", "next": "/keys/"})
    page = signed_in.get("/keys/").content.decode()
    assert 'data-theme="dark"' in page
    assert 'value="dark" aria-pressed="true"' in page


@pytest.mark.parametrize("theme", ["", "purple", '"><script>'])
def test_any_other_theme_is_the_system_s(signed_in, theme):
    signed_in.post("/theme/", {"theme": "dark"})
    signed_in.post("/theme/", {"theme": theme})
    assert "data-theme=" not in signed_in.get("/keys/").content.decode()


def test_a_forged_theme_cookie_is_ignored(signed_in):
    signed_in.cookies["theme"] = 'x" onload="go()'
    assert "onload" not in signed_in.get("/keys/").content.decode()
