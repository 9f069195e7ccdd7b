"""The verbs that can be said to many customers at once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from customers.bulk.forms import EndShareForm, SpreadForm
from customers.forms.verbs import (
    AssignForm,
    ProtectForm,
    ReleaseForm,
    ShareForm,
    VerbForm,
    WhitelistForm,
)


def everybody(user) -> bool:
    return True


def managers(user) -> bool:
    return user.is_admin or user.is_manager


@dataclass(frozen=True)
class BulkVerb:
    """`act` names the method of Customer; `told(count)` says what was done, "8 claimed".

    `open_to(user)` says whether to offer it; every row's verb checks again.
    """

    name: str
    label: Any
    act: str
    told: Callable[[int], str]
    form: type[VerbForm] = VerbForm
    open_to: Callable[[Any], bool] = everybody
    tone: str = "main"
    warning: Any = ""


def claimed(count) -> str:
    return ngettext("%(count)s claimed", "%(count)s claimed", count)


def assigned(count) -> str:
    return ngettext("%(count)s assigned", "%(count)s assigned", count)


def shared(count) -> str:
    return ngettext("%(count)s shared", "%(count)s shared", count)


def unshared(count) -> str:
    return ngettext("%(count)s share ended", "%(count)s shares ended", count)


def protected(count) -> str:
    return ngettext("%(count)s protected", "%(count)s protected", count)


def unprotected(count) -> str:
    return ngettext("%(count)s protection ended", "%(count)s protections ended", count)


def released(count) -> str:
    return ngettext("%(count)s released", "%(count)s released", count)


def whitelisted(count) -> str:
    return ngettext("%(count)s never to be released", "%(count)s never to be released", count)


def unlisted(count) -> str:
    return ngettext("%(count)s open to release again", "%(count)s open to release again", count)


def deleted(count) -> str:
    return ngettext("%(count)s deleted", "%(count)s deleted", count)


SPREAD = "spread"
VERBS = {
    verb.name: verb
    for verb in (
        BulkVerb("claim", _("Claim"), "claim", claimed),
        BulkVerb("assign", _("Assign"), "assign", assigned, AssignForm, managers),
        BulkVerb(SPREAD, _("Spread over several"), "assign", assigned, SpreadForm, managers),
        BulkVerb("share", _("Share"), "share", shared, ShareForm),
        BulkVerb("unshare", _("End a share"), "unshare", unshared, EndShareForm),
        BulkVerb("protect", _("Protect"), "protect", protected, ProtectForm),
        BulkVerb("unprotect", _("End protection"), "unprotect", unprotected),
        BulkVerb("release", _("Release"), "release", released, ReleaseForm),
        BulkVerb(
            "whitelist", _("Never release"), "whitelist", whitelisted, WhitelistForm, managers
        ),
        BulkVerb("unlist", _("Open to release again"), "unlist", unlisted, WhitelistForm, managers),
        BulkVerb(
            "delete",
            _("Delete"),
            "delete",
            deleted,
            tone="danger",
            warning=_("They leave every list. Whoever leads them can bring each one back."),
        ),
    )
}
