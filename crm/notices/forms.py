"""The form of a webhook. Its address and secret are typed, never shown again."""

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from crm.notices.kinds import kinds
from crm.notices.models import Webhook
from crm.notices.posting import is_allowed
from crm.notices.troubles import host_refused
from crm.people.forms import TeamField

SECRETS = ("address", "secret")
UNSEEN = {"autocomplete": "off", "spellcheck": "false", "translate": "no"}


class Checks(forms.CheckboxSelectMultiple):
    """The class is for the list of boxes; Django would give it to each box as well."""

    def create_option(self, *args, **kwargs):
        option = super().create_option(*args, **kwargs)
        option["attrs"].pop("class")
        return option


class WebhookForm(forms.ModelForm):
    address = forms.CharField(
        label=_("Address"),
        max_length=500,
        help_text=_("As the robot's settings in the chat show it."),
        widget=forms.TextInput(attrs=UNSEEN),
    )
    secret = forms.CharField(
        label=_("Signing secret"),
        max_length=200,
        required=False,
        help_text=_("Of DingTalk and Feishu, where the robot asks for signatures."),
        widget=forms.TextInput(attrs=UNSEEN),
    )
    unsigned = forms.BooleanField(label=_("Forget the signing secret"), required=False)
    kinds = forms.MultipleChoiceField(label=_("Tells of"), widget=Checks(attrs={"class": "checks"}))
    team = TeamField(
        empty_label=_("The whole company"),
        help_text=_("What people of this team and of the teams below it are told."),
    )

    class Meta:
        model = Webhook
        fields = (
            *("name", "form", "address", "secret", "unsigned"),
            *("kinds", "team", "language", "is_active"),
        )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = [(kind.key, kind.label) for kind in kinds()]
        self.kept = {name: getattr(self.instance, name) for name in SECRETS}
        for name in SECRETS:
            self.initial[name] = ""
        if self.instance.pk:
            self._keep_what_is_not_typed()
        if not self.kept["secret"]:
            del self.fields["unsigned"]

    def _keep_what_is_not_typed(self):
        self.fields["address"].required = False
        kept = _("Kept as it is unless you type another one.")
        for name in SECRETS:
            if self.kept[name]:
                self.fields[name].help_text = kept
        self.fields["address"].widget.attrs["placeholder"] = self.instance.masked_address

    def clean_address(self):
        address = self.cleaned_data["address"] or self.kept["address"]
        URLValidator(schemes=["https", "http"])(address)
        if not is_allowed(address):
            raise forms.ValidationError(host_refused())
        return address

    def clean(self):
        cleaned = super().clean()
        secret = cleaned.get("secret") or self.kept["secret"]
        cleaned["secret"] = "" if cleaned.get("unsigned") else secret
        return cleaned
