"""The one short form in which an activity is logged or planned, and its later correction."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from crm.widgets import DayInput
from sales.days import plausible, start_of, start_of_today
from sales.forms.engaged import EngagedForm
from sales.forms.fields import Moment, Segments, capitalised, lines_input
from sales.models import Activity

CLOCKS_DIFFER = timedelta(minutes=5)


class ActivityForm(EngagedForm):
    """Corrects an activity; `when` is when it happened or, while planned, when it is due."""

    when = Moment(label=gettext_lazy("When"))

    class Meta:
        model = Activity
        fields = ["kind", "text", "contact", "outcome"]
        widgets = {"text": lines_input(3, autofocus=True), "outcome": lines_input()}

    field_order = ["kind", "when", "contact", "text", "outcome"]

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.fields["kind"] = forms.ChoiceField(
            label=_("Kind"), choices=capitalised(Activity.Kind.choices), widget=Segments
        )
        self.fields["contact"].queryset = people_at(instance.customer, instance.contact_id)
        self.fields["contact"].empty_label = _("nobody in particular")
        self.order_fields(self.field_order)
        if not instance._state.adding:
            self.initial["when"] = self.read(instance, "when")

    def read(self, row, name):
        return row.happened_at or row.due_at if name == "when" else super().read(row, name)

    def write(self, row, name, value):
        if name != "when":
            return super().write(row, name, value)
        field = "happened_at" if row.happened_at else "due_at"
        setattr(row, field, value)
        return field

    def clean_when(self):
        when = self.cleaned_data["when"]
        if self.is_done and when > timezone.now() + CLOCKS_DIFFER:
            raise ValidationError(_("This is still to come: choose “planned”, or an earlier time."))
        return when

    @property
    def is_done(self) -> bool:
        return self.instance.is_done


class LogForm(ActivityForm):
    """A new activity, done or planned, and perhaps the next step."""

    status = forms.ChoiceField(
        label=gettext_lazy("Status"), choices=(), widget=Segments, initial=Activity.Status.DONE
    )
    next_text = forms.CharField(
        label=gettext_lazy("Next step"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    next_kind = forms.ChoiceField(label=gettext_lazy("How"), choices=(), initial=Activity.Kind.CALL)
    next_day = forms.DateField(
        label=pgettext_lazy("day", "By"), required=False, widget=DayInput(), validators=[plausible]
    )

    field_order = ["status", *ActivityForm.field_order]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = capitalised(reversed(Activity.Status.choices))
        self.fields["next_kind"].choices = capitalised(Activity.Kind.choices)
        self.fields["next_kind"].required = False

    @property
    def is_done(self) -> bool:
        return self.cleaned_data.get("status") != Activity.Status.PLANNED

    def clean_when(self):
        when = super().clean_when()
        if not self.is_done and when < start_of_today():
            raise ValidationError(_("This is past: choose “done”, or a later time."))
        return when

    def clean(self):
        cleaned = super().clean()
        if not self.is_done:
            # The form hides these of a plan; what is not seen is not meant.
            cleaned |= {"outcome": "", "next_text": "", "next_day": None}
            return cleaned
        text, day = cleaned.get("next_text"), cleaned.get("next_day")
        if text and not day and "next_day" not in self.errors:
            self.add_error("next_day", _("Choose the day of the next step."))
        if day and not text:
            self.add_error("next_text", _("Say what the next step is."))
        if day and day < timezone.localdate():
            self.add_error("next_day", _("The next step cannot be in the past."))
        return cleaned

    def log(self, *, by) -> Activity:
        """Saves what a valid form says."""
        activity, when = self.instance, self.cleaned_data["when"]
        activity.happened_at, activity.due_at = (when, None) if self.is_done else (None, when)
        activity.log(by=by, next_step=self._next_step())
        return activity

    def _next_step(self) -> Activity | None:
        said = self.cleaned_data
        if not said["next_text"]:
            return None
        return Activity(
            customer=self.instance.customer,
            contact=self.instance.contact,
            kind=said["next_kind"] or Activity.Kind.CALL,
            text=said["next_text"],
            due_at=start_of(said["next_day"]),
        )


def people_at(customer, also_id=None):
    """The living contacts of a customer, and one that is gone but still named."""
    living = Q(deleted_at__isnull=True) | Q(pk=also_id)
    return customer.contacts.filter(living).order_by("-is_primary", "sort_name", "pk")
