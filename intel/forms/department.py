"""What is known of a department."""

import pghistory
from django.utils.translation import gettext_lazy as _

from crm.editing import ThreeWayForm
from customers import engagement
from intel.forms.fields import DepartmentField
from intel.models import Department
from sales.forms.activity import people_at


class DepartmentForm(ThreeWayForm):
    class Meta:
        model = Department
        fields = ["name", "parent", "head"]
        error_messages = {
            "head": {
                "invalid_choice": _("There is no such contact at this customer. Choose another.")
            }
        }

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.fields["parent"] = DepartmentField(
            customer=instance.customer,
            without=instance,
            label=_("Below"),
            empty_label=_("nothing: it stands at the top"),
        )
        self.fields["head"].queryset = people_at(instance.customer, instance.head_id)
        self.fields["head"].empty_label = _("unknown")

    def found(self, *, by) -> Department:
        """Saves what a valid form says."""
        with pghistory.context(user=by.pk):
            self.instance.save()
        return self.instance

    def _lock(self):
        # The customer first: two moves at once could close a circle.
        engagement.lock([self.instance.customer_id])
        return super()._lock()
