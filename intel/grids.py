"""The lists of this room."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.grid import Choice, Choices, Date, Day, Flag, Grid, Number, Person, Related, State, Text
from intel.columns import DepartmentColumn
from intel.editing import DOSSIERS, RIVALS, RIVALS_GO
from intel.models import Dossier, RivalProduct
from intel.models.competitor import DISSATISFIED
from intel.models.dossier import TONES, Role, Stance
from intel.panels import SOON
from sales.columns import CustomerColumn


def ending_soon() -> Q:
    today = timezone.localdate()
    return Q(contract_ends__range=(today, today + SOON))


class DossierGrid(Grid):
    model = Dossier
    key = "dossiers"
    url_name = "intel:dossiers"
    editing = DOSSIERS
    title = _("People map")
    default_order = "contact"
    empty_title = _("Nobody is placed yet.")
    empty_text = _("Place people on the decision map of their customer's page.")

    contact = Text(_("contact"), path="contact__name", sort="contact__sort_name", link=True)
    customer = CustomerColumn(path="contact__customer")
    level = Choice(editable=True)
    function = Choice(editable=True)
    roles = Choices(editable=True)
    stance = Choice(tones=TONES, editable=True)
    coach = Flag(path="is_coach", editable=True)
    department = DepartmentColumn(editable=True)
    job = Text(path="contact__title")
    owner = Person(path="contact__customer__owner", shown=False)

    states = (
        State("mine", _("Mine"), lambda user: Q(contact__customer__owner=user)),
        State("deciders", _("Deciders"), lambda user: Q(roles__contains=[Role.DECIDER])),
        State("coaches", _("Coaches"), lambda user: Q(is_coach=True)),
        State("against", _("For a rival"), lambda user: Q(stance=Stance.AGAINST), "warn"),
        State("unplaced", _("Not placed"), lambda user: Q(level="") | Q(function="")),
    )

    def base(self):
        # A row is named after its contact, whichever columns are shown.
        return super().base().select_related("contact")


class RivalProductGrid(Grid):
    model = RivalProduct
    key = "rivals"
    url_name = "intel:rivals"
    editing = RIVALS
    removing = RIVALS_GO
    title = _("Competitors")
    default_order = "-changed"
    empty_title = _("No rival product is known yet.")
    empty_text = _("Record on a customer's page what they use of whom, and how content they are.")

    product = Text(link=True, editable=True)
    competitor = Related(editable=True)
    customer = CustomerColumn()
    satisfaction = Number(editable=True, summed=False)
    contract_ends = Day(editable=True)
    representative = Text(editable=True)
    owner = Person(path="customer__owner", shown=False)
    remarks = Text(shown=False, editable=True)
    changed = Date(path="updated_at")

    states = (
        State("mine", _("Mine"), lambda user: Q(customer__owner=user)),
        State("soon", _("Contract ends in 90 days"), lambda user: ending_soon(), "warn"),
        State("dissatisfied", _("Dissatisfied"), lambda user: Q(satisfaction__lte=DISSATISFIED)),
    )

    def base(self):
        return super().base().select_related("competitor")
