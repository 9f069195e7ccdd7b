"""The notices about rules: of a change to come, in force, withdrawn."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.days import short_day
from crm.notices import NoticeKind, notify, register_kind
from crm.notices.models import Notice

RULES = "rules"


def tell_of(version, users, *, what: str, by=None) -> None:
    """Tells `users`; `what` is "coming", "in_force" or "withdrawn". Nobody is told twice."""
    batch = f"rules-{version.pk}-{what}"
    told = Notice.objects.filter(kind=RULES, batch=batch)
    notify(
        users.exclude(pk__in=told.values("user")),
        RULES,
        url=reverse("customers:rule_version", args=[version.pk]),
        by=by,
        batch=batch,
        what=what,
        team=version.team.name if version.team else "",
        day=version.effective_from.isoformat(),
    )


def tell(details: dict, count: int) -> str:
    words = {
        "by": details.get("by") or _("Zhibi"),
        "team": details.get("team") or _("the whole company"),
        "day": short_day(date.fromisoformat(details["day"])),
    }
    sentence = {
        "coming": _("%(by)s changed the rules of %(team)s from %(day)s on."),
        "withdrawn": _("%(by)s withdrew the rules of %(team)s that were to hold from %(day)s."),
    }.get(details["what"], _("New rules hold for %(team)s since %(day)s."))
    return sentence % words


register_kind(NoticeKind(RULES, gettext_lazy("Rules"), "scale", tell))
