"""The customer's background data and its place on every axis."""

from django import forms
from django.db.models import Count, Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from customers import standards
from customers.classification import Tree
from customers.fields import CategoryField, CreditCodeField, PhonesField, WebsiteField
from customers.models import Axis, Customer
from customers.own_fields.forms import OwnFieldsForm
from customers.pools import pools_open_to

LONGEST_LIST = 40


def lines(rows):
    return forms.Textarea(attrs={"rows": rows})


class CustomerForm(OwnFieldsForm):
    """Changes a customer; the axes in use are fields named `axis_<key>`."""

    class Meta:
        model = Customer
        fields = [
            "name",
            "short_name",
            "credit_code",
            "phones",
            "address",
            "website",
            "email",
            "business_scope",
            "operating_state",
            "financial_state",
            "remarks",
        ]
        field_classes = {"website": WebsiteField}
        widgets = {
            "business_scope": lines(2),
            "operating_state": lines(2),
            "financial_state": lines(2),
            "remarks": lines(3),
        }

    credit_code = CreditCodeField(required=False)
    phones = PhonesField(required=False, help_text=_("Several numbers: put a comma between them."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in {"credit_code", "phones"} & self.fields.keys():
            self.fields[name].label = capfirst(Customer._meta.get_field(name).verbose_name)
        self.axes = {axis.form_field: axis for axis in self._wanted_axes()}
        short = [axis for axis in self.axes.values() if axis.categories_in_use <= LONGEST_LIST]
        trees = Tree.of_each(short)
        for name, axis in self.axes.items():
            chosen = self.initial[name] = self.instance.category_on(axis)
            self.fields[name] = CategoryField(axis, tree=trees.get(axis.pk), chosen=chosen)

    def _wanted_axes(self) -> list[Axis]:
        # A cell of another column has no use for them, and they cost queries.
        if self.only is not None and not any(
            name.startswith(Axis.FORM_FIELD) for name in self.only
        ):
            return []
        return [axis for axis in axes_with_counts() if self.wants(axis.form_field)]

    @property
    def axis_fields(self):
        return [self[name] for name in self.axes]

    @property
    def doubtful_phones(self) -> list[str]:
        return standards.doubtful(self.cleaned_data.get("phones", []))

    def read(self, row, name):
        if axis := self.axes.get(name):
            return Customer.category_on(row, axis)
        return super().read(row, name)

    def write(self, row, name, value):
        if axis := self.axes.get(name):
            row.classify(axis, value)
            return "category_ids"
        return super().write(row, name, value)

    def show(self, name, value):
        if name in self.axes:
            return self.fields[name].label_of(value)
        return super().show(name, value)


class NewCustomerForm(CustomerForm):
    """Adds a customer: for oneself, or into a pool that is open to one."""

    pool = forms.ModelChoiceField(None, label=_("Held by"), required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["pool"].queryset = pools_open_to(user).order_by("name")
        self.fields["pool"].empty_label = user.name
        self.fields["pool"].label_from_instance = lambda team: _("Pool of %s") % team.name

    def register(self, *, by) -> Customer:
        """Saves what a valid form says and opens the ledger."""
        customer = self.instance
        for name in self.axes:
            self.write(customer, name, self.cleaned_data[name])
        customer.pool = self.cleaned_data["pool"]
        customer.register(by=by)
        return customer


def axes_with_counts():
    """The axes in use, each with `categories_in_use`."""
    in_use = Count("categories", filter=Q(categories__archived_at__isnull=True))
    return Axis.objects.in_use().annotate(categories_in_use=in_use)
