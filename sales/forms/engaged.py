"""Changing a row that moves its customer's engagement."""

from crm.editing import ThreeWayForm
from customers import engagement


class EngagedForm(ThreeWayForm):
    def _lock(self):
        # The customer first, as everywhere in this room: the other way round would deadlock.
        engagement.lock([self.instance.customer_id])
        return super()._lock()
