"""Principals: the ids under which a user may be granted a row (design, section 4).

A user is their positive id, a team is its negative id. Somebody holds: themselves; their own
team and the teams above it, so that a parent's pool is open to its children; and, for a
manager, the teams below and every user in them.
"""

from dataclasses import dataclass

from django.db import connection

PRINCIPALS = """
WITH RECURSIVE above AS (
    SELECT t.group_ptr_id AS id, t.parent_id FROM crm_team t WHERE t.group_ptr_id = %(team)s
    UNION
    SELECT t.group_ptr_id, t.parent_id FROM crm_team t JOIN above ON t.group_ptr_id = above.parent_id
), below AS (
    SELECT t.group_ptr_id AS id FROM crm_team t WHERE t.manager_id = %(user)s
    UNION
    SELECT t.group_ptr_id FROM crm_team t JOIN below ON t.parent_id = below.id
)
SELECT EXISTS (SELECT FROM below), ARRAY(
    SELECT -id FROM above
    UNION SELECT -id FROM below
    UNION SELECT u.id FROM crm_user u JOIN below ON u.team_id = below.id
    ORDER BY 1
)
"""


@dataclass(frozen=True)
class Standing:
    """Where somebody stands in the tree of teams: whether they manage one, and the principals
    they hold, themselves first."""

    is_manager: bool
    principals: list[int]


def standing_of(user) -> Standing:
    with connection.cursor() as cursor:
        cursor.execute(PRINCIPALS, {"user": user.pk, "team": user.team_id})
        is_manager, others = cursor.fetchone()
    return Standing(is_manager, [user.pk, *(id for id in others if id != user.pk)])


def managed_team_ids(user) -> set[int]:
    """The teams `user` manages, directly or through a team above."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE below AS (
                SELECT group_ptr_id AS id FROM crm_team WHERE manager_id = %s
                UNION
                SELECT t.group_ptr_id FROM crm_team t JOIN below ON t.parent_id = below.id
            )
            SELECT id FROM below
            """,
            [user.pk],
        )
        return {id for (id,) in cursor}


def team_mates(user) -> list[int]:
    """The ids of the people of "my team": oneself and whom one leads; for those who lead nobody,
    the people of their own team."""
    led = [id for id in user.principals if id > 0]
    if len(led) > 1 or user.team_id is None:
        return led
    return list(type(user).objects.filter(team=user.team_id).values_list("pk", flat=True))
