"""New notices wait for the webhooks that listen to them, until a job has sent them."""

from functools import partial

from django.db import connection, transaction

from crm.notices.models import Webhook

QUEUE = """
WITH RECURSIVE line (team, above) AS (
    SELECT group_ptr_id, group_ptr_id FROM crm_team
    UNION
    SELECT line.team, t.parent_id FROM line JOIN crm_team t ON t.group_ptr_id = line.above
    WHERE t.parent_id IS NOT NULL
)
INSERT INTO crm_delivery (webhook_id, notice_id)
SELECT w.id, n.id
FROM crm_notice n
JOIN crm_user u ON u.id = n.user_id
JOIN crm_webhook w ON w.is_active AND n.kind = ANY(w.kinds)
WHERE n.id = ANY(%s) AND (
    w.team_id IS NULL
    OR EXISTS (SELECT 1 FROM line WHERE line.team = u.team_id AND line.above = w.team_id)
)
RETURNING webhook_id
"""


def queue(notice_ids: list[int]) -> None:
    """Puts notices before the webhooks of their kind and team; jobs send them after the commit."""
    if not notice_ids or not Webhook.objects.filter(is_active=True).exists():
        return
    with connection.cursor() as cursor:
        cursor.execute(QUEUE, [notice_ids])
        webhooks = {webhook for (webhook,) in cursor.fetchall()}
    if webhooks:
        transaction.on_commit(partial(send_soon, webhooks))


def send_soon(webhook_ids) -> None:
    """Has a job send what waits for each webhook."""
    from crm.notices.tasks import defer_sending

    for pk in sorted(webhook_ids):
        defer_sending(pk)
