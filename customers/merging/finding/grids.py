"""The list of probable duplicates."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.grid import Choice, Choices, Date, Grid, Person, RowAction, State, Text
from customers.models import DuplicatePair

Strength = DuplicatePair.Strength


def all_mine(user) -> Q:
    return Q(a__owner=user, b__owner=user)


def nearly_certain(user) -> Q:
    return Q(strength=Strength.NEARLY)


class DuplicateGrid(Grid):
    model = DuplicatePair
    key = "duplicates"
    url_name = "customers:duplicates"
    title = _("Probable duplicates")
    default_order = "-strength"
    empty_title = _("No probable duplicates.")
    empty_text = _("Every night, customers that are likely one are looked for anew.")

    a = Text(_("customer"), path="a__name", sort="a__sort_name", link=True)
    b = Text(_("and"), path="b__name", sort="b__sort_name", link=True)
    reasons = Choices()
    strength = Choice(tones={Strength.NEARLY: "seal", Strength.LIKELY: "amber"})
    owner = Person(path="a__owner")
    other_owner = Person(_("owner of the other"), path="b__owner")
    found = Date(path="found_at", shown=False)

    states = (
        State("certain", _("Nearly certain"), nearly_certain, "warn"),
        State("mine", _("Both mine"), all_mine),
    )
    row_actions = (RowAction(_("Not duplicates"), "customers:dismiss_pair", "x"),)

    def visible(self):
        return DuplicatePair.objects.visible_to(self.user).waiting()
