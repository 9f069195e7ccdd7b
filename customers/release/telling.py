"""What a night tells those who decide about its brakes."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from crm.models import User
from crm.notices import NoticeKind, Told, notify_many, register_kind
from crm.people.reporting import direct_manager_of

BRAKED = "braked"


def braked(details, count) -> str:
    if count > 1:
        return _("Release waits for you: it would take many customers of %(count)d people.") % {
            "count": count
        }
    return ngettext(
        "Release waits for you: it would take %(number)d customer of %(owner)s.",
        "Release waits for you: it would take %(number)d customers of %(owner)s.",
        details["number"],
    ) % {"number": details["number"], "owner": details["owner"]}


register_kind(NoticeKind(BRAKED, gettext_lazy("Release asks"), "octagon-pause", braked))


def ask_about(brakes, night) -> None:
    """Asks each owner's manager and the administrators, once a night."""
    admins = set(User.objects.admins().values_list("pk", flat=True))
    notify_many(
        Told(
            user_id,
            BRAKED,
            night.get_absolute_url(),
            night.get_absolute_url(),
            batch=f"night-{night.pk}",
            details={"owner": str(brake.owner), "number": brake.count},
        )
        for brake in brakes
        for user_id in admins | manager_ids(brake.owner)
    )


def manager_ids(person) -> set[int]:
    manager = direct_manager_of(person)
    return {manager.pk} if manager else set()
