"""Who reads personal facts: a narrower circle than those who see everything.

The owner; people with a share of everything that may edit; and the direct managers of those.
"""

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, F, Func, IntegerField, Q, Value

from crm.models import Team, User
from customers.models import Customer
from customers.visibility import EDITORS, INSIDERS


class HaveOneInCommon(Func):
    """Whether several integer arrays share a member."""

    template = "EXISTS (SELECT unnest(%(expressions)s))"
    arg_joiner = ") INTERSECT SELECT unnest("
    output_field = BooleanField()


def confiding_customers(user):
    """The customers whose people's facts `user` may read and record."""
    principals = trusted_principals(user)
    mine = Value(principals, output_field=ArrayField(IntegerField()))
    return Customer.objects.filter(
        Q(**{f"{INSIDERS}__overlap": principals, f"{EDITORS}__overlap": principals}),
        # One and the same share must give both: a card share to edit and a share to read don't.
        HaveOneInCommon(F(INSIDERS), F(EDITORS), mine),
        deleted_at__isnull=True,
    )


def trusted_principals(user) -> list[int]:
    """Themselves, the teams they sit in, and their direct reports; nobody further down."""
    teams = [id for id in user.principals if id < 0 and -id not in below(user)]
    return [user.pk, *teams, *direct_reports(user)]


def below(user) -> set[int]:
    """Teams `user` holds only as a manager."""
    above, team = set(), user.team
    while team is not None:
        above.add(team.pk)
        team = team.parent
    return {-id for id in user.principals if id < 0} - above


def direct_reports(user) -> list[int]:
    """The members of the teams `user` manages, and the managers of the teams right below."""
    managed = list(Team.objects.filter(manager=user).values_list("pk", flat=True))
    members = Q(team__in=managed)
    managers = Q(managed_teams__parent__in=managed)
    people = User.objects.filter(members | managers).exclude(pk=user.pk)
    return sorted(set(people.values_list("pk", flat=True)))
