"""Who reports to whom.

A team without a manager, or whose manager has left, is run by the one above. Nobody manages
themselves, so a manager's own manager is found the same way, one team higher.
"""

from django.db import connection

from crm.people.models import User

DIRECT = """
WITH RECURSIVE climb(user_id, team_id) AS (
    SELECT u.id, u.team_id FROM crm_user u WHERE u.team_id IS NOT NULL
    UNION
    SELECT climb.user_id, t.parent_id
    FROM climb
    JOIN crm_team t ON t.group_ptr_id = climb.team_id
    LEFT JOIN crm_user m ON m.id = t.manager_id AND m.is_active
    WHERE t.parent_id IS NOT NULL AND (m.id IS NULL OR m.id = climb.user_id)
)
SELECT climb.user_id, m.id
FROM climb
JOIN crm_team t ON t.group_ptr_id = climb.team_id
JOIN crm_user m ON m.id = t.manager_id AND m.is_active AND m.id <> climb.user_id
WHERE climb.user_id = %(user)s OR m.id = %(manager)s
ORDER BY 1
"""


def direct_manager_of(user) -> User | None:
    """Who `user` reports to: their team's manager, or the next one above."""
    manager_ids = [manager for _user, manager in _direct(user=user.pk)]
    return User.objects.filter(pk__in=manager_ids).first()


def direct_report_ids(manager) -> list[int]:
    """The ids of everybody whose direct manager is `manager`."""
    return [user for user, _manager in _direct(manager=manager.pk)]


def _direct(user=None, manager=None) -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(DIRECT, {"user": user, "manager": manager})
        return cursor.fetchall()
