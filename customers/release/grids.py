"""The lists of release: who leaves soon, whom a night took, whom a draft would take."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.days import start_of
from crm.grid import Date, Grid, Person, Related, State, Text
from customers.bulk.actions import ON_LEAVING
from customers.ledger.columns import Reason
from customers.models import Customer, LedgerEntry
from customers.registry import row_actions
from customers.release.columns import WEEK, Leaves, Rule, WouldLeave

MONTH = 31


def within(days: int) -> Q:
    """Those that leave in the nights of so many days, today's first."""
    return Q(release_due_at__lte=start_of(timezone.localdate() + timedelta(days=days)))


def overdue() -> Q:
    """Still held by a brake or for want of a warning, though their night has come."""
    return Q(release_due_at__lte=timezone.now())


def held_by_or_under(user) -> Q:
    """The customers that are this user's business: their own, and of the people they manage."""
    people = Q(owner__isnull=False)
    return people if user.is_admin else Q(owner__in=[pk for pk in user.principals if pk > 0])


def leaving_soon(user) -> int | None:
    """How many of one's own leave within a week; None if none do."""
    return Customer.objects.filter(within(WEEK), owner=user, deleted_at=None).count() or None


class LeavingGrid(Grid):
    model = Customer
    key = "leaving"
    url_name = "customers:leaving"
    title = _("Leaving soon")
    default_order = "leaves"
    quick_match = True
    empty_title = _("Nobody leaves soon.")
    empty_text = _("Customers that a rule will release stand here, the next one first.")

    name = Text(link=True, sort="sort_name")
    leaves = Leaves(path="release_due_at")
    rule = Rule(path="release_rule", version="release_version")
    last_activity = Date(path="last_activity_at")
    next_activity = Date(path="next_activity_at")
    owner = Person()

    states = (
        State("week", _("Within a week"), lambda user: within(WEEK), "warn"),
        State("month", _("Within a month"), lambda user: within(MONTH)),
        State("overdue", _("Overdue"), lambda user: overdue(), "warn"),
        State("mine", _("Mine"), lambda user: Q(owner=user)),
    )
    bulk_actions = ON_LEAVING
    row_actions = row_actions

    def base(self):
        due = Q(release_due_at__isnull=False)
        return super().base().filter(due & held_by_or_under(self.user))


class NightGrid(Grid):
    """Whom one night released; `night` is set by the view."""

    model = LedgerEntry
    title = _("Released in one night")
    default_order = "-when"
    empty_title = _("Nobody was released.")
    empty_text = _("Whom the night releases stands here.")
    night = None

    customer = Related()
    from_owner = Person(pgettext_lazy("ledger", "from"), path="from_owner")
    to_pool = Text(_("to the pool"), path="to_pool__name")
    reason = Reason(_("by the rule"))
    when = Date(path="at")

    def base(self):
        return super().base().filter(batch=self.night.batch_id)


class DryRunGrid(Grid):
    """Whom a draft of the rules would release; `dues` (instants by customer) is set by the view."""

    model = Customer
    title = _("Would be released")
    default_order = "name"
    quick_match = True
    empty_title = _("Nobody would be released.")
    empty_text = _("The draft takes no customer from anybody until then.")
    dues: dict = {}

    name = Text(link=True, sort="sort_name")
    would_leave = WouldLeave(_("would leave"))
    owner = Person()
    leaves = Leaves(path="release_due_at", label=_("leaves today's rules"))
    last_activity = Date(path="last_activity_at")
    next_activity = Date(path="next_activity_at")

    def base(self):
        return super().base().filter(pk__in=list(self.dues))
