"""The department: a part of the customer, with a head, below another one."""

import pghistory
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.trash import Deletable
from customers.visibility import CustomerChild


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Department(CustomerChild, Deletable):
    """What stands below a deleted department keeps its place, and shows one level higher."""

    customer = models.ForeignKey(
        "customers.Customer",
        models.PROTECT,
        related_name="departments",
        verbose_name=gettext_lazy("customer"),
    )
    name = models.CharField(gettext_lazy("name"), max_length=80)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=gettext_lazy("below"),
    )
    head = models.ForeignKey(
        "customers.Contact",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="headed_departments",
        verbose_name=gettext_lazy("head"),
    )

    class Meta:
        verbose_name = gettext_lazy("department")
        verbose_name_plural = gettext_lazy("departments")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(parent=F("id")), name="department_not_below_itself")
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return self.customer.get_absolute_url()

    @property
    def living_head(self):
        return self.head if self.head and not self.head.deleted_at else None

    def clean(self):
        if self.parent and self.parent.customer_id != self.customer_id:
            raise ValidationError({"parent": _("This department belongs to another customer.")})
        if self.head and self.head.customer_id != self.customer_id:
            raise ValidationError({"head": _("This person works for another customer.")})
        if self._stands_below_itself():
            raise ValidationError({"parent": _("A department cannot stand below itself.")})

    def _stands_below_itself(self) -> bool:
        siblings = type(self).objects.filter(customer=self.customer_id)
        parents, above = dict(siblings.values_list("pk", "parent_id")), self.parent_id
        while above and above != self.pk:
            above = parents.pop(above, None)
        return above is not None
