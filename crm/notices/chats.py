"""The message forms of the group robots of WeCom, DingTalk and Feishu.

Sources, as read in November 2026:
- WeCom: https://developer.work.weixin.qq.com/document/path/91770 (markdown, at most 4096 bytes,
  20 messages a minute; no signature, the key is in the address)
- DingTalk: https://open.dingtalk.com/document/robots/custom-robot-access and
  .../robots/customize-robot-security-settings (markdown with a title; `timestamp` in milliseconds
  and `sign` = base64(HMAC-SHA256(secret, timestamp + "\\n" + secret)), both in the query)
- Feishu: https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot (post; `timestamp` in
  seconds and `sign` = base64(HMAC-SHA256(timestamp + "\\n" + secret, "")), both in the body;
  at most 20 KB)

All three answer 200 to what they refuse, and say so in the body: `errcode` or `code` other than 0.
"""

import hashlib
import hmac
from base64 import b64encode
from dataclasses import dataclass
from urllib.parse import urlencode

LONGEST_WECOM = 4096
MARKUP = str.maketrans(
    {"<": "＜", ">": "＞", "[": "［", "]": "］", "*": "＊", "`": "＇", "\n": " "}
)
"""A name must not become a link or a mention: WeCom reads `<@user>`, and knows no escape."""


@dataclass(frozen=True)
class Line:
    text: str
    url: str


@dataclass(frozen=True)
class Message:
    """What is said to a group: a title, and lines that each lead to a page.

    `more` follows them where not all could be said; `open` is the word of their links.
    """

    title: str
    lines: list[Line]
    open: str
    more: str = ""

    def markdown(self) -> str:
        marked = [f"- {plain(line.text)} [{self.open}]({line.url})" for line in self.lines]
        return "\n".join([f"**{plain(self.title)}**", *marked, *filter(None, [self.more])])


def plain(text: str) -> str:
    return str(text).translate(MARKUP)


def wecom(message: Message, address: str, secret: str, now: float) -> tuple[str, dict]:
    content = message.markdown()
    if len(content.encode()) > LONGEST_WECOM:
        # A link that is cut in half is no link: whole lines only.
        while len(content.encode()) > LONGEST_WECOM - 4:
            content = content.rpartition("\n")[0]
        content += "\n…"
    return address, {"msgtype": "markdown", "markdown": {"content": content}}


def dingtalk(message: Message, address: str, secret: str, now: float) -> tuple[str, dict]:
    # Its markdown breaks a line only where it is empty.
    text = message.markdown().replace("\n", "\n\n")
    body = {"msgtype": "markdown", "markdown": {"title": message.title, "text": text}}
    if not secret:
        return address, body
    timestamp = str(round(now * 1000))
    sign = signature(secret, f"{timestamp}\n{secret}")
    joint = "&" if "?" in address else "?"
    return f"{address}{joint}{urlencode({'timestamp': timestamp, 'sign': sign})}", body


def feishu(message: Message, address: str, secret: str, now: float) -> tuple[str, dict]:
    rows = [
        [
            {"tag": "text", "text": f"{line.text} "},
            {"tag": "a", "text": message.open, "href": line.url},
        ]
        for line in message.lines
    ]
    if message.more:
        rows.append([{"tag": "text", "text": message.more}])
    post = {"zh_cn": {"title": message.title, "content": rows}}
    body: dict = {"msg_type": "post", "content": {"post": post}}
    if secret:
        timestamp = str(round(now))
        body |= {"timestamp": timestamp, "sign": signature(f"{timestamp}\n{secret}", "")}
    return address, body


FORMS = {"wecom": wecom, "dingtalk": dingtalk, "feishu": feishu}


def signature(key: str, text: str) -> str:
    digest = hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()
    return b64encode(digest).decode()


def refusal_in(answer: dict) -> str:
    """What the chat refused, as "310000 sign not match"; "" where it took the message."""
    for code, words in (("errcode", "errmsg"), ("code", "msg"), ("StatusCode", "StatusMessage")):
        if answer.get(code):
            return f"{answer[code]} {answer.get(words) or ''}".strip()
    known = any(code in answer for code in ("errcode", "code", "StatusCode"))
    return "" if known else "no code in the answer"
