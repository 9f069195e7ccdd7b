"""Webhooks: what a group is sent, in each vendor's form, and what happens when it is not taken.

Signatures are computed here a second time, as the vendors' own examples do it.
"""

import base64
import hashlib
import hmac
import time
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from crm.notices import notify
from crm.notices.models import Delivery, Webhook
from crm.notices.posting import Undelivered, is_allowed
from crm.notices.sending import send_test, send_waiting
from crm.notices.tasks import send_webhook, wake_webhooks
from tests.factories import make_team, make_user, make_webhook
from tests.notices.chat import TAKEN, chat

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_jobs(db):
    """The queue's tables are not emptied between tests whose transactions are real."""
    ProcrastinateJob.objects.all().delete()


SECRET = "SEC0f3a"


@pytest.fixture
def group(settings):
    """A chat that takes everything; `webhook(…)` makes one that is sent to it."""
    with chat() as server:
        settings.WEBHOOK_HOSTS = [server.origin]
        settings.SITE_URL = "https://crm.example.com"
        server.webhook = lambda form="wecom", **fields: make_webhook(
            form, ["rung", "assigned"], **{"address": server.url, "language": "en", **fields}
        )
        yield server


def jobs(task="send_webhook") -> list:
    return list(ProcrastinateJob.objects.filter(task_name=task, status="todo").order_by("id"))


def ring(*people, **said):
    notify(people, "rung", url="/customers/7/", by=make_user("Wang"), **said)


def signed(key: str, text: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()


def test_wecom_gets_markdown(group, house):
    webhook = group.webhook()
    ring(house.owner)
    assert send_waiting(webhook.pk) is False
    line = "- To Owner: Wang rang 1 [Open](https://crm.example.com/customers/7/)"
    content = f"**Zhibi: 1 notice**\n{line}"
    assert group.got[0].body == {"msgtype": "markdown", "markdown": {"content": content}}
    assert group.got[0].asked == {"access_token": ["abc"]}


def test_dingtalk_gets_markdown_with_a_title_and_a_signed_address(group, house):
    webhook = group.webhook("dingtalk", secret=SECRET)
    ring(house.owner)
    send_waiting(webhook.pk)
    (got,) = group.got
    assert got.body["msgtype"] == "markdown"
    assert got.body["markdown"]["title"] == "Zhibi: 1 notice"
    assert "\n\n- To Owner: Wang rang 1 [Open](" in got.body["markdown"]["text"]
    (timestamp,), (sign,) = got.asked["timestamp"], got.asked["sign"]
    assert sign == signed(SECRET, f"{timestamp}\n{SECRET}")
    assert abs(int(timestamp) / 1000 - time.time()) < 3600
    assert got.asked["access_token"] == ["abc"]


def test_feishu_gets_a_post_with_a_signed_body(group, house):
    webhook = group.webhook("feishu", secret=SECRET)
    ring(house.owner)
    send_waiting(webhook.pk)
    body = group.got[0].body
    post = body["content"]["post"]["zh_cn"]
    link = {"tag": "a", "text": "Open", "href": "https://crm.example.com/customers/7/"}
    assert (body["msg_type"], post["title"]) == ("post", "Zhibi: 1 notice")
    assert post["content"] == [[{"tag": "text", "text": "To Owner: Wang rang 1 "}, link]]
    assert body["sign"] == signed(f"{body['timestamp']}\n{SECRET}", "")
    assert abs(int(body["timestamp"]) - time.time()) < 3600


@pytest.mark.parametrize("form", ["dingtalk", "feishu"])
def test_without_a_secret_nothing_is_signed(group, form):
    send_test(group.webhook(form))
    assert "sign" not in group.got[0].asked and "sign" not in group.got[0].body


def test_names_become_no_links_and_no_mentions(group, house):
    webhook = group.webhook()
    names = {"customer": "[Win](https://evil.example) <@all>\n# *big*"}
    notify([house.owner], "assigned", url="/customers/7/", **names)
    send_waiting(webhook.pk)
    content = group.got[0].body["markdown"]["content"]
    assert "［Win］(https://evil.example) ＜@all＞ # ＊big＊" in content


def test_what_several_were_told_is_one_line_with_their_names(group, house):
    webhook = group.webhook()
    ring(house.owner, house.mate)
    send_waiting(webhook.pk)
    assert "To Owner, Mate: Wang rang 1" in group.got[0].body["markdown"]["content"]


def test_much_is_one_message_and_what_does_not_fit_is_counted(group, house):
    webhook = group.webhook()
    for number in range(25):
        notify([house.owner], "assigned", url="/customers/", customer=f"Customer {number}")
    send_waiting(webhook.pk)
    (got,) = group.got
    content = got.body["markdown"]["content"]
    assert (content.count("[Open]"), content.endswith("and 5 more")) == (20, True)
    assert not Delivery.objects.exists()


def test_wecom_is_sent_no_more_than_it_takes(group, house):
    webhook = group.webhook()
    for number in range(20):
        notify([house.owner], "assigned", url="/customers/", customer=f"{number}{'衡' * 100}")
    send_waiting(webhook.pk)
    content = group.got[0].body["markdown"]["content"]
    assert len(content.encode()) <= 4096
    assert content.endswith("[Open](https://crm.example.com/customers/)\n…")


def test_a_batch_that_still_grows_is_told_when_it_is_whole(group, house):
    webhook = group.webhook()
    ring(house.owner, batch=7)
    assert send_waiting(webhook.pk) is True
    house.owner.notices.update(at=timezone.now() - timedelta(seconds=11), count=300)
    assert send_waiting(webhook.pk) is False
    assert "Wang rang 300" in group.got[0].body["markdown"]["content"]


def test_the_group_is_told_in_its_own_language(group, house):
    webhook = group.webhook(language="zh-hans")
    notify([house.owner], "assigned", url="/customers/", customer="Hengyu")
    send_waiting(webhook.pk)
    assert "to you" not in group.got[0].body["markdown"]["content"]


# --- who is told what -----------------------------------------------------------------------


def test_only_what_a_webhook_listens_to_waits_for_it(house):
    make_webhook(kinds=["shared"])
    make_webhook(is_active=False)
    notify([house.owner], "assigned", url="/customers/", customer="Hengyu")
    assert not Delivery.objects.exists()


def test_a_team_is_told_of_its_people_and_of_those_below(house):
    company, east = make_webhook(team=house.company), make_webhook(team=house.east)
    below = make_user(team=make_team(parent=house.east))
    notify([below, house.stranger], "assigned", url="/customers/", customer="Hengyu")
    waiting = {
        hook: hook.deliveries.values_list("notice__user", flat=True) for hook in (company, east)
    }
    assert set(waiting[company]) == {below.pk, house.stranger.pk}
    assert set(waiting[east]) == {below.pk}


@pytest.mark.django_db(transaction=True)
def test_the_job_is_there_once_the_transaction_is(house):
    make_webhook()
    with transaction.atomic():
        for number in range(3):
            notify([house.owner], "assigned", url="/customers/", customer=f"Customer {number}")
        assert jobs() == []
    assert len(jobs()) == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_sent_to_nobody(house):
    make_webhook()
    with pytest.raises(RuntimeError), transaction.atomic():
        notify([house.owner], "assigned", url="/customers/", customer="Hengyu")
        raise RuntimeError
    assert (jobs(), Delivery.objects.count()) == ([], 0)


# --- what does not arrive -------------------------------------------------------------------

REFUSALS = [
    ((200, {"errcode": 310000, "errmsg": "sign not match"}), "310000 sign not match"),
    ((200, {"code": 19021, "msg": "sign match fail"}), "19021 sign match fail"),
    ((200, {"StatusCode": 19001}), "19001"),
    ((200, {}), "no code in the answer"),
    ((200, [1]), "no code in the answer"),
    ((200, b"<html>"), "the answer is not JSON"),
    ((500, TAKEN), "HTTP 500"),
    ((302, TAKEN), "HTTP 302"),
]


@pytest.mark.parametrize(("answer", "kept"), REFUSALS)
def test_a_refusal_is_kept_and_the_message_waits(group, house, answer, kept):
    group.answers[:] = [answer]
    webhook = group.webhook()
    ring(house.owner)
    with pytest.raises(Undelivered):
        send_waiting(webhook.pk)
    webhook.refresh_from_db()
    assert (webhook.last_status, webhook.last_error) == ("failed", kept)
    assert Delivery.objects.count() == len(group.got) == 1


def test_success_as_feishu_says_it(group):
    group.answers[:] = [(200, {"code": 0, "msg": "success", "data": {}})]
    webhook = group.webhook("feishu")
    send_test(webhook)
    assert (webhook.last_status, webhook.last_error) == ("sent", "")


def test_what_did_not_arrive_is_tried_again_ever_later(group, house):
    group.answers[:] = [(502, b""), (502, b""), (200, TAKEN)]
    webhook = group.webhook()
    ring(house.owner)
    waits = []
    for tries in range(3):
        send_webhook(webhook.pk, tries)
        waits += [(job.scheduled_at - timezone.now()).seconds // 10 for job in jobs()]
        ProcrastinateJob.objects.filter(task_name="send_webhook").delete()
    assert waits == [5, 23]
    assert (len(group.got), Delivery.objects.count()) == (3, 0)


def test_a_chat_that_does_not_answer_is_no_fault_of_ours(settings, house):
    settings.WEBHOOK_HOSTS = ["http://127.0.0.1:9"]
    webhook = make_webhook(address="http://127.0.0.1:9/")
    with pytest.raises(Undelivered):
        send_test(webhook)
    assert webhook.last_error


def test_news_of_a_day_ago_are_given_up(group, house):
    webhook = group.webhook()
    ring(house.owner)
    house.owner.notices.update(at=timezone.now() - timedelta(hours=25))
    assert send_waiting(webhook.pk) is False
    assert (group.got, Delivery.objects.count()) == ([], 0)


def test_what_waits_for_a_webhook_switched_off_is_forgotten(group, house):
    webhook = group.webhook()
    ring(house.owner)
    Webhook.objects.update(is_active=False)
    send_waiting(webhook.pk)
    assert (group.got, Delivery.objects.count()) == ([], 0)


def test_one_whose_job_died_is_woken(house):
    webhook = make_webhook(kinds=["rung"])
    ring(house.owner)
    ProcrastinateJob.objects.all().delete()
    wake_webhooks(0)
    wake_webhooks(0)
    assert [job.args["pk"] for job in jobs()] == [webhook.pk]


# --- where messages go ----------------------------------------------------------------------

ALLOWED = [
    "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=x",
    "https://oapi.dingtalk.com/robot/send?access_token=x",
    "https://open.feishu.cn:443/open-apis/bot/v2/hook/x",
]
ELSEWHERE = [
    "http://oapi.dingtalk.com/robot/send",
    "https://oapi.dingtalk.com:8443/robot/send",
    "https://oapi.dingtalk.com.evil.example/",
    "https://oapi.dingtalk.com@evil.example/",
    "https://evil.example/#oapi.dingtalk.com",
    "https://127.0.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "file:///etc/passwd",
    "https://[::1/",
    "https://oapi.dingtalk.com:x/",
    "",
]


@pytest.mark.parametrize("address", ALLOWED)
def test_the_three_are_allowed(address):
    assert is_allowed(address)


@pytest.mark.parametrize("address", ELSEWHERE)
def test_everywhere_else_is_not(address):
    assert not is_allowed(address)


def test_a_host_that_is_allowed_no_more_is_not_asked(group, settings):
    webhook = group.webhook()
    settings.WEBHOOK_HOSTS = []
    with pytest.raises(Undelivered):
        send_test(webhook)
    assert (group.got, webhook.last_error) == ([], "this host is not allowed")
    assert "WEBHOOK_HOSTS" in webhook.trouble


def test_no_redirect_is_followed(group):
    group.answers[:] = [(307, TAKEN)]
    with pytest.raises(Undelivered):
        send_test(group.webhook())
    assert [got.path for got in group.got] == ["/robot/send"]
