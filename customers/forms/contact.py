"""A person at a customer."""

from django import forms

from customers.fields import PhoneField
from customers.models import Contact
from customers.own_fields.forms import OwnFieldsForm


class ContactForm(OwnFieldsForm):
    class Meta:
        model = Contact
        fields = ["name", "title", "mobile", "phone", "email", "wechat", "remarks"]
        field_classes = {"mobile": PhoneField, "phone": PhoneField}
        widgets = {"remarks": forms.Textarea(attrs={"rows": 2})}
