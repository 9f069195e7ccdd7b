"""The states of the customers' lists, in plain Python."""

from datetime import timedelta

from django.utils import timezone

DAY = timedelta(days=1)


def local_day(at):
    return timezone.localtime(at).date() if at else None


def is_reached_by_share(row, reader):
    given = {reader.user.pk, -(reader.user.team_id or 0)}
    shares = reader.world.shares[row.pk]
    held_by = {s.user_id if s.is_personal else -s.group_id for s in shares}
    return bool(row.owner_id and row.owner_id != reader.user.pk and given & held_by)


def is_untouched(row, reader):
    last = row.last_activity_at or row.created_at
    return bool(row.owner_id and last < timezone.now() - 30 * DAY)


STATES = {
    "mine": lambda row, reader: row.owner_id == reader.user.pk,
    "shared": is_reached_by_share,
    "pool": lambda row, reader: row.pool_id is not None,
    "never": lambda row, reader: row.last_activity_at is None,
    "untouched": is_untouched,
    "overdue": lambda row, reader: (
        row.next_activity_at is not None and local_day(row.next_activity_at) < reader.world.today
    ),
    "open": lambda row, reader: reader.reads(row, inside=True) and row.has_open_opportunity,
}
