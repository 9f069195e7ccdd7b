"""Why a message of a webhook did not arrive, and what to do, as sentences for an admin."""

from django.utils.translation import gettext as _

from crm.notices.posting import is_allowed


def explain(webhook) -> str:
    """The last failure in words; "" where the last message arrived. The code stays beside it."""
    if webhook.last_status != webhook.Status.FAILED:
        return ""
    if not webhook.address:
        return _("The address cannot be read: the server's key was changed. Enter it again.")
    if not is_allowed(webhook.address):
        return host_refused()
    code = webhook.last_error.partition(" ")[0]
    return hints().get(code) or _("The message did not arrive. It is tried again for a day.")


def host_refused() -> str:
    return _(
        "Zhibi sends only to the hosts of WeCom, DingTalk and Feishu. Whoever runs the server can"
        " name others in WEBHOOK_HOSTS."
    )


def hints() -> dict[str, str]:
    """By the codes of the three: the first are WeCom's, then DingTalk's, then Feishu's."""
    unknown = _("The chat does not know this address. Copy it anew from the robot's settings.")
    signed = _("The chat refused the signature. Copy the signing secret anew.")
    often = _("The robot was asked too often. The message is sent later.")
    rules = _("The robot's security settings refuse it: a keyword, the signature or an IP address.")
    return {
        "93000": unknown,
        "45009": often,
        "300001": unknown,
        "300005": unknown,
        "310000": rules,
        "130101": often,
        "19001": unknown,
        "19021": signed,
        "19022": rules,
        "19024": rules,
        "11232": often,
    }
