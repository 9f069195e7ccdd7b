"""Which customers a verb is for; lists of customers only."""

from crm.grid.choosing import Selection
from customers.models import Batch, BatchRow, Customer


class CustomerSelection(Selection):
    model = Customer
    usual_key = "customers"

    def write_rows(self, batch: Batch) -> tuple[int, int]:
        """The rows of `batch`: how many, and how many ids were not seen."""
        state = BatchRow.State.WAITING
        usual = {"state": state, "rule": "", "why": "", "is_fixed": False}
        return self.write_down(BatchRow, "customer_id", batch_id=batch.pk, **usual)
