"""Last activity, next step, won: added up from the rows after every change (design, section 4)."""

from collections.abc import Collection
from contextlib import contextmanager

import pghistory
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from crm.refusals import Refused
from crm.trash import Deletable
from customers import engagement
from customers.engagement import Engagement
from sales.signed import SIGNATURE, Signed

ADDED_UP = """
SELECT c.id,
    (SELECT max(happened_at) FROM sales_activity a
        WHERE a.customer_id = c.id AND a.deleted_at IS NULL),
    (SELECT min(due_at) FROM sales_activity a
        WHERE a.customer_id = c.id AND a.deleted_at IS NULL AND a.happened_at IS NULL),
    LEAST(
        (SELECT min(closed_at) FROM sales_opportunity o
            WHERE o.customer_id = c.id AND o.deleted_at IS NULL AND o.status = 'won'),
        (SELECT min(ordered_on)::timestamp AT TIME ZONE %s FROM sales_order o
            WHERE o.customer_id = c.id AND o.deleted_at IS NULL)
    ),
    EXISTS (SELECT 1 FROM sales_opportunity o
        WHERE o.customer_id = c.id AND o.deleted_at IS NULL AND o.status = 'open')
FROM unnest(%s::int[]) AS c(id)
"""


def added_up(customer_ids: Collection[int]) -> list[Engagement]:
    with connection.cursor() as cursor:
        cursor.execute(ADDED_UP, [settings.TIME_ZONE, list(customer_ids)])
        return [Engagement(*row) for row in cursor]


def refresh(customer_ids: Collection[int]):
    """Adds up anew; bulk writers, which bypass `save`, call it when they are done."""
    with keeping(customer_ids):
        pass


@contextmanager
def keeping(customer_ids: Collection[int]):
    """Around a change to rows of these customers: locks them, and adds up afterwards."""
    with transaction.atomic():
        engagement.lock(customer_ids)
        yield
        engagement.record(added_up(customer_ids))


class Engaging(Signed, Deletable):
    """A row whose coming, changing and going moves the customer's engagement."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        with keeping([self.customer_id]):
            super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        with keeping([self.customer_id]):
            return super().delete(*args, **kwargs)

    def put_aside(self, *, by):
        with pghistory.context(user=by.pk):
            super().put_aside(by=by)

    def bring_back(self, *, by):
        """`restore`, remembering who did it."""
        with pghistory.context(user=by.pk):
            self.restore()

    @contextmanager
    def as_it_stands(self):
        """Under the customer's lock, with the row as it is now. Refuses a deleted row."""
        with transaction.atomic():
            engagement.lock([self.customer_id])
            self.refresh_from_db()
            if self.deleted_at:
                raise Refused(_("This has been deleted meanwhile."), _("Restore it first."))
            yield

    @contextmanager
    def changing(self, by, fields):
        """A verb's frame: the row as it is now, changed in the block, signed and saved."""
        with pghistory.context(user=by.pk), self.as_it_stands():
            yield
            self.sign(by)
            self.save(update_fields=[*fields, *SIGNATURE])
