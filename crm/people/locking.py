"""Locks of those who write many people or teams at once."""

from django.db import connection

from crm.people.models import Team, User


def one_at_a_time():
    """Until the transaction ends, nobody else writes people or teams from a sheet or an import."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('crm_people_sheets'))")


def lock_people_and_teams():
    """The same, and nobody changes those that are there: teams first, as in their own verbs."""
    one_at_a_time()
    for rows in (Team.objects, User.objects):
        list(rows.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk"))
