"""The lists of this room: customers, the pool, contacts."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.days import start_of
from crm.grid import (
    Column,
    Date,
    Flag,
    Person,
    Phones,
    Related,
    State,
    Text,
)
from crm.words import listed
from customers import standards
from customers.axis_columns import Axes
from customers.bulk.actions import ON_CUSTOMERS, ON_THE_POOL
from customers.editing import CONTACTS, CONTACTS_GO, CUSTOMERS
from customers.models import Contact, ContactKey, Customer, CustomerKey
from customers.own_fields.columns import OwnColumns
from customers.pool.columns import PoolColumn, Returned, ReturnReason
from customers.pool.covering import CoveredGrid
from customers.pools import pools_open_to
from customers.registry import row_actions
from customers.release.columns import WEEK, Leaves, Rule
from customers.release.grids import within
from customers.source_systems.columns import SourceKeys
from customers.visibility import INSIDERS, among, has_many_principals

UNTOUCHED_DAYS = 30
FIRST_IN_A_POOL = ("name", "value", "returned", "return_reason", "pooled", "last_activity")


def mine(user) -> Q:
    return Q(owner=user)


def shared_with_me(user) -> Q:
    """Somebody else's customer that reached me by a share rather than by my place."""
    to_me = Q(reader_ids__overlap=[user.pk, *([-user.team_id] if user.team_id else [])])
    return Q(owner__isnull=False) & ~Q(owner=user) & to_me


def pooled(user) -> Q:
    return Q(owner__isnull=True)


def protected(user) -> Q:
    return Q(protected_until__gte=timezone.localdate())


def pooled_this_week(user) -> Q:
    today = timezone.localdate()
    return Q(pooled_since__gte=start_of(today - timedelta(days=today.weekday())))


def returned_often(user) -> Q:
    return Q(returned__gt=1)


def untouched(user) -> Q:
    since = timezone.now() - timedelta(days=UNTOUCHED_DAYS)
    never = Q(last_activity_at__isnull=True, created_at__lt=since)
    return Q(owner__isnull=False) & (Q(last_activity_at__lt=since) | never)


def never_contacted(user) -> Q:
    return Q(last_activity_at__isnull=True)


def overdue(user) -> Q:
    return Q(next_activity_at__lt=start_of(timezone.localdate()))


def pursued(user) -> Q:
    return Q(has_open_opportunity=True) & inside(user)


def has_bought(user) -> Q:
    return Q(won_at__isnull=False) & inside(user)


def inside(user) -> Q:
    """Those of whose business the user may know: a card does not tell it."""
    return among(user, INSIDERS, scanning=has_many_principals(user))


class Ownership(Column):
    """How the reader stands to the customer: held, shared, pooled; protected until."""

    def __init__(self, **options):
        super().__init__(gettext_lazy("ownership"), path="protected_until", **options)

    def load(self, records, grid):
        self.user = grid.user

    def words(self, record) -> list[tuple[str, str]]:
        """(tone, text) of each tag."""
        if record.is_pooled:
            words = [("", _("pool · %(team)s") % {"team": record.pool})]
        elif record.owner_id == self.user.pk:
            shared = len(record.reader_ids) > 1
            words = [("jade", _("mine, shared") if shared else _("exclusive"))]
        elif self.user.pk in record.reader_ids:
            words = [("sky", _("shared with me"))]
        else:
            words = [("", _("held"))]
        if record.is_protected:
            day = f"{record.protected_until:%m-%d}"
            words.append(("sky", _("protected to %(day)s") % {"day": day}))
        return words

    def cell(self, record):
        return format_html_join(" ", '<span class="tag {}">{}</span>', self.words(record))

    def export(self, record):
        return listed(text for _tone, text in self.words(record))

    def related(self):
        return ["pool"]


class CustomerGrid(CoveredGrid):
    model = Customer
    key = "customers"
    url_name = "customers:list"
    title = gettext_lazy("Customers")
    default_order = "-changed"
    quick_match = True
    editing = CUSTOMERS
    empty_title = gettext_lazy("No customers yet.")
    empty_text = gettext_lazy("Add the first one, import a spreadsheet, or claim from the pool.")

    name = Text(link=True, sort="sort_name", importable=True, required=True, editable=True)
    short_name = Text(shown=False, importable=True, editable=True)
    axes = Axes()
    owner = Person(importable=True)
    ownership = Ownership()
    last_activity = Date(path="last_activity_at")
    next_activity = Date(path="next_activity_at")
    leaves = Leaves(path="release_due_at", shown=False)
    leaves_by = Rule(path="release_rule", version="release_version", shown=False)
    credit_code = Text(shown=False, importable=True, editable=True, normalise=standards.credit_code)
    phones = Phones(shown=False, importable=True, editable=True, normalise=standards.phones)
    address = Text(shown=False, importable=True, editable=True)
    website = Text(shown=False, importable=True, editable=True, normalise=standards.website)
    email = Text(shown=False, importable=True, editable=True)
    business_scope = Text(shown=False, importable=True, editable=True)
    operating_state = Text(shown=False, importable=True, editable=True)
    financial_state = Text(shown=False, importable=True, editable=True)
    remarks = Text(shown=False, importable=True, editable=True)
    own = OwnColumns()
    source_keys = SourceKeys(CustomerKey)
    since = Date(path="owned_since", shown=False)
    created = Date(path="created_at", shown=False)
    changed = Date(path="updated_at", shown=False)

    states = (
        State("mine", gettext_lazy("Mine"), mine),
        State("shared", gettext_lazy("Shared with me"), shared_with_me),
        State("pool", gettext_lazy("Pool"), pooled),
        State("protected", gettext_lazy("Protected"), protected),
        State("leaving", gettext_lazy("Leaving this week"), lambda user: within(WEEK), "warn"),
        State("never", gettext_lazy("Never contacted"), never_contacted),
        State("untouched", gettext_lazy("Untouched 30 days"), untouched, "warn"),
        State("overdue", gettext_lazy("Next step overdue"), overdue, "warn"),
        State("open", gettext_lazy("Open opportunity"), pursued),
        State("won", gettext_lazy("Has bought"), has_bought),
    )
    bulk_actions = ON_CUSTOMERS
    row_actions = row_actions

    def visible(self):
        # With few principals one index finds what they read and what narrows the list at once.
        scanning = self.is_scanned and (self.is_whole or has_many_principals(self.user))
        return Customer.objects.visible_to(self.user, scanning=scanning)


class PoolGrid(CustomerGrid):
    key = "pool"
    url_name = "customers:pool"
    title = gettext_lazy("Pool")
    owner = Person(shown=False)
    ownership = Ownership(shown=False)
    next_activity = Date(path="next_activity_at", shown=False)
    pool = PoolColumn(shown=False)
    pooled = Date(path="pooled_since")
    returned = Returned(summed=False)
    return_reason = ReturnReason()

    states = (
        State("new", gettext_lazy("New this week"), pooled_this_week),
        State("untouched", gettext_lazy("No activity ever"), lambda user: Q(last_activity_at=None)),
        State("returned", gettext_lazy("Returned more than once"), returned_often, "warn"),
    )
    bulk_actions = ON_THE_POOL
    conditions = (None, Q(owner__isnull=True))

    @property
    def empty_title(self):
        has_pool = pools_open_to(self.user).exists()
        return _("The pool is empty.") if has_pool else _("No pool is open to you.")

    @property
    def empty_text(self):
        if pools_open_to(self.user).exists():
            return _("Released customers come here, to be claimed.")
        return _("A team's pool opens to its members: ask an administrator to put you in a team.")

    @cached_property
    def columns(self):
        """What tells whether it is worth a claim comes first: a phone shows six."""
        place = {name: number for number, name in enumerate(FIRST_IN_A_POOL)}
        return sorted(super().columns, key=lambda column: place.get(column.name, len(place)))

    def base(self):
        return super().base().filter(owner__isnull=True)


class ContactGrid(CoveredGrid):
    model = Contact
    key = "contacts"
    url_name = "customers:contacts"
    title = gettext_lazy("Contacts")
    quick_match = True
    editing = CONTACTS
    removing = CONTACTS_GO
    empty_title = gettext_lazy("No contacts yet.")
    empty_text = gettext_lazy("Add people on their customer's page, or import them.")

    name = Text(link=True, sort="sort_name", importable=True, required=True, editable=True)
    customer = Related()
    job = Text(path="title", importable=True, editable=True)
    primary = Flag(path="is_primary")
    mobile = Phones(importable=True, editable=True, normalise=standards.phone)
    phone = Phones(shown=False, importable=True, editable=True, normalise=standards.phone)
    email = Text(importable=True, editable=True)
    wechat = Text(shown=False, importable=True, editable=True)
    owner = Person(path="customer__owner")
    axes = Axes(path="customer")
    own = OwnColumns()
    source_keys = SourceKeys(ContactKey)
    changed = Date(path="updated_at", shown=False)

    @property
    def default_order(self):
        """Where pools mask names, a name is no order for most rows, and no index has it."""
        return "-changed" if self.masks.closed("contact.name") else "name"
