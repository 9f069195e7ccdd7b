"""The bell of every page: how many notices somebody has not read, and the newest of them."""

from crm.notices.models import Notice

COUNTS_TO = 99
SHOWN = 10


def unread_of(user) -> str:
    """How many, "99+" for more than can be said, "" for none; one query of an index."""
    count = Notice.objects.unread().filter(user=user)[: COUNTS_TO + 1].count()
    if not count:
        return ""
    return f"{COUNTS_TO}+" if count > COUNTS_TO else str(count)


def latest_of(user):
    return user.notices.newest_first()[:SHOWN]
