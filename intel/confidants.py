"""Who reads facts about people: a narrower circle than those who see everything else.

The owner; people with a share of everything that may edit; and the direct managers of those.
Being an administrator opens nothing, nor does seeing the product as one of these people.
"""

from django.db import connection
from django.utils.translation import gettext as _

from crm.people.reporting import direct_report_ids
from crm.refusals import NotAllowed
from customers.models import Customer
from customers.models.share import Share
from customers.visibility import INSIDERS

TEAMS_OVER = """
WITH RECURSIVE above AS (
    SELECT t.group_ptr_id AS id, t.parent_id
        FROM crm_team t JOIN crm_user u ON u.team_id = t.group_ptr_id WHERE u.id = ANY(%s)
    UNION
    SELECT t.group_ptr_id, t.parent_id FROM crm_team t JOIN above ON t.group_ptr_id = above.parent_id
)
SELECT id FROM above ORDER BY id
"""


def confiding_customers(user):
    """The customers about whose people `user` reads facts, by the arrays, for lists."""
    trusted = trusted_principals(user)
    return Customer.objects.visible_to(user, INSIDERS).entrusted_to(trusted)


def is_confidant(user, customer) -> bool:
    """Of somebody inside: whether they read facts at this instant, by the shares as they stand."""
    return not entrusted_principals(customer).isdisjoint(trusted_principals(user))


def refuse_unless_confidant(user, customer):
    if user.viewed_by:
        raise NotAllowed(_("Facts about people stay closed while you see it as somebody else."))
    if not is_confidant(user, customer):
        raise NotAllowed(
            _(
                "Facts about people are for the owner, for people who may edit everything here, "
                "and for their direct managers."
            ),
            _("Ask the owner to share everything with you, with the right to edit."),
        )


def trusted_principals(user) -> list[int]:
    """The principals of `user` and of their direct reports; of nobody further down. None while
    an administrator looks through them."""
    if user.viewed_by:
        return []
    people = [user.pk, *direct_report_ids(user)]
    with connection.cursor() as cursor:
        cursor.execute(TEAMS_OVER, [people])
        return [*people, *(-team for (team,) in cursor)]


def entrusted_principals(customer) -> set[int]:
    """The owner, and whom everything is shared with for editing."""
    wide = (s for s in customer.shares() if s.may_edit and s.scope == Share.Scope.EVERYTHING)
    shared = {share.user_id if share.is_personal else -share.group_id for share in wide}
    return shared | ({customer.owner_id} if customer.owner_id else set())
