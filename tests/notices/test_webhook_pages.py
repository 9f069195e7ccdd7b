"""Where an admin tends webhooks: addresses and secrets are typed and never shown again."""

import pytest
from django.db import connection
from django.urls import reverse

from crm.notices.models import Webhook
from tests.factories import make_webhook
from tests.house import browser_of
from tests.notices.chat import chat

pytestmark = pytest.mark.django_db
ADDRESS = "https://oapi.dingtalk.com/robot/send?access_token=0123456789abcdef"
TYPED = {
    "name": "Sales",
    "form": "dingtalk",
    "address": ADDRESS,
    "secret": "SECxyzzy",
    "kinds": ["assigned", "released"],
    "language": "en",
    "is_active": "on",
}
URLS = ["webhooks", "add_webhook", "webhook", "test_webhook", "remove_webhook"]


def url(name, webhook=None):
    return reverse(f"notices:{name}", args=[webhook.pk] if webhook else [])


def send(house, name, webhook=None, typed=None):
    return browser_of(house.admin).post(url(name, webhook), typed or {}, follow=True)


@pytest.fixture
def webhook(house):
    send(house, "add_webhook", typed=TYPED)
    return Webhook.objects.get()


def test_a_webhook_is_added(webhook):
    assert (webhook.name, webhook.form, webhook.kinds) == (
        "Sales",
        "dingtalk",
        ["assigned", "released"],
    )
    assert (webhook.address, webhook.secret, webhook.is_active) == (ADDRESS, "SECxyzzy", True)


def test_address_and_secret_are_encrypted_in_the_database(webhook):
    with connection.cursor() as cursor:
        cursor.execute("SELECT address || secret FROM crm_webhook")
        (kept,) = cursor.fetchone()
    assert "dingtalk" not in kept and "xyzzy" not in kept


def test_no_page_shows_them_again(house, webhook):
    client = browser_of(house.admin)
    for page in (url("webhooks"), url("webhook", webhook)):
        shown = client.get(page).content.decode()
        assert "oapi.dingtalk.com/…cdef" in shown
        assert "0123456789ab" not in shown and "xyzzy" not in shown


def test_what_is_not_typed_anew_is_kept(house, webhook):
    send(house, "webhook", webhook, {**TYPED, "address": "", "secret": "", "name": "Sales East"})
    webhook.refresh_from_db()
    assert (webhook.name, webhook.address, webhook.secret) == ("Sales East", ADDRESS, "SECxyzzy")


def test_the_secret_is_forgotten_when_asked(house, webhook):
    send(house, "webhook", webhook, {**TYPED, "secret": "", "unsigned": "on"})
    webhook.refresh_from_db()
    assert (webhook.address, webhook.secret) == (ADDRESS, "")


@pytest.mark.parametrize(
    "odd",
    [
        {"address": "https://evil.example/hook"},
        {"address": "http://169.254.169.254/"},
        {"address": "javascript:alert(1)"},
        {"address": "https://oapi.dingtalk.com/\r\nHost: x"},
        {"address": ""},
        {"form": "slack"},
        {"kinds": ["unheard"]},
        {"kinds": []},
        {"name": ""},
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(house, odd):
    response = send(house, "add_webhook", typed={**TYPED, "team": house.east.pk, **odd})
    assert response.context["form"].errors.keys() == odd.keys()
    assert response.context["form"]["language"].value() == "en"
    assert not Webhook.objects.exists()


def test_a_host_out_of_bounds_is_refused_in_a_sentence(house):
    response = send(house, "add_webhook", typed={**TYPED, "address": "https://evil.example/"})
    assert "Zhibi sends only to the hosts of WeCom, DingTalk and Feishu." in response.text


def test_a_test_message_is_sent_and_its_arrival_told(house, settings):
    with chat() as server:
        settings.WEBHOOK_HOSTS = [server.origin]
        webhook = make_webhook(address=server.url, language="en", name="Sales")
        response = send(house, "test_webhook", webhook)
    assert "The test message has arrived at “Sales”." in response.text
    assert "what “Sales” listens to" in server.got[0].body["markdown"]["content"]


def test_why_a_test_message_did_not_arrive_is_told_and_stays_on_the_page(house, settings):
    with chat((200, {"errcode": 93000, "errmsg": "invalid webhook url"})) as server:
        settings.WEBHOOK_HOSTS = [server.origin]
        webhook = make_webhook(address=server.url)
        response = send(house, "test_webhook", webhook)
    said = "The chat does not know this address."
    assert said in str(next(iter(response.context["messages"])))
    shown = browser_of(house.admin).get(url("webhooks")).text
    assert said in shown and "93000 invalid webhook url" in shown


def test_a_webhook_whose_key_is_lost_asks_for_its_address(house, webhook, settings):
    settings.SECRET_KEY = "another one"
    assert "Enter it again." in send(house, "test_webhook", webhook).text


def test_a_webhook_is_deleted(house, webhook):
    send(house, "remove_webhook", webhook)
    assert not Webhook.objects.exists()


@pytest.mark.parametrize("name", URLS)
def test_only_admins_tend_webhooks(house, name):
    webhook = make_webhook()
    page = url(name, None if name in ("webhooks", "add_webhook") else webhook)
    for user in (house.owner, house.manager):
        assert browser_of(user).get(page).status_code == 403
        assert browser_of(user).post(page).status_code == 403
    assert Webhook.objects.count() == 1


def test_many_webhooks_cost_as_many_queries_as_one(house, django_assert_max_num_queries):
    client = browser_of(house.admin)
    make_webhook(team=house.east)
    with django_assert_max_num_queries(40) as alone:
        client.get(url("webhooks"))
    for _number in range(4):
        make_webhook(team=house.east)
    with django_assert_max_num_queries(len(alone)):
        client.get(url("webhooks"))
