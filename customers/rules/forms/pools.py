"""The pools section as a form: which categories go to which pool."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.models import Team
from customers.rules.forms.base import SectionForm
from customers.rules.forms.fields import AnyCategoryField
from customers.rules.forms.release import DraftForm, NestedForm
from customers.rules.sections import Pools, Route


class RouteRow(DraftForm):
    pool = forms.ModelChoiceField(
        label=gettext_lazy("Pool"),
        queryset=Team.objects.filter(has_pool=True).order_by("name"),
        error_messages={"invalid_choice": gettext_lazy("This team keeps no pool. Choose another.")},
    )

    def build(self):
        category = AnyCategoryField(self.draft.names, label=_("Customers of"))
        self.fields = {"category": category, **self.fields}

    def made(self) -> Route:
        return Route(self.cleaned_data["category"], self.cleaned_data["pool"].pk)


class PoolsForm(SectionForm, NestedForm):
    section = Pools
    template_name = "customers/rules/forms/pools.html"

    def build(self):
        self.routes = self.nested(RouteRow, "routes", self.value.routes if self.value else ())

    @property
    def rows(self):
        return [self.routes]

    def clean(self):
        if self.routes.is_valid():
            doubled = _("A category stands here twice.")
            self.refuse_doubled([route.category for route in self.routes.made()], doubled)

    def made(self) -> Pools:
        return Pools(tuple(self.routes.made()))
