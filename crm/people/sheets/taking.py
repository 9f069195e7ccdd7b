"""Taking a sheet of people or teams that was looked at."""

from functools import partial

from django.conf import settings
from django.db import transaction

from crm import mail
from crm.people.models import User
from crm.people.sheets.people import Choices, PeopleResource
from crm.people.sheets.team_rows import TeamResource
from crm.people.tasks import mail_invitation
from crm.sheets.resources import previewed
from crm.sheets.resources.previewed import Outcome, SheetRows


def resource_of(kind: str, by, choices: Choices):
    """A function that makes the resource; called in a transaction, it locks people and teams."""
    if kind == "teams":
        return partial(TeamResource, by)
    return partial(PeopleResource, by, choices)


@transaction.atomic
def take(kind: str, sheet: SheetRows, *, by, choices: Choices, shown: str) -> Outcome:
    """Write what the preview `shown` (its fingerprint) promised, and have those who are new
    invited; their mails leave with the transaction or not at all."""
    outcome = previewed.take(resource_of(kind, by, choices), sheet, shown)
    if outcome.is_taken and kind == "people":
        invite(outcome.resource, by)
    return outcome


def invite(resource, by):
    """Those without a mail are told apart: somebody has to hand them their link."""
    invited = User.objects.filter(pk__in=resource.to_invite)
    mailed = invited.exclude(email="") if sends_mail() else invited.none()
    resource.mailed = list(mailed.values_list("pk", flat=True))
    if resource.mailed:
        mail_invitation.batch_defer(*({"pk": pk, "by": by.pk} for pk in resource.mailed))


def sends_mail() -> bool:
    return settings.EMAIL_BACKEND != mail.TO_THE_LOG
