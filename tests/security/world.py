"""A customer with something of every kind, each text of it beginning with a word that can be
searched for and ending in one that must never be read by those who may not."""

from decimal import Decimal
from urllib.parse import urlencode

from django.utils import timezone

from crm.grid.saved.models import ShortLink
from customers.merging.merging import merge
from customers.models import DuplicatePair, ImportRow, OwnField, SheetImport
from tests.factories import (
    make_contact,
    make_customer,
    make_leave,
    make_notice,
    make_own_field,
    make_request,
    make_user,
    make_webhook,
)
from tests.factories_changes import make_change_set
from tests.factories_exports import make_export
from tests.factories_intel import make_department, make_dossier, make_fact, make_rival
from tests.factories_keys import make_customer_key, make_import_plan, make_source_system
from tests.factories_removals import make_removal
from tests.factories_rules import make_bulk_run, make_handover
from tests.factories_sales import make_activity, make_opportunity, make_order
from tests.factories_views import make_short_link, make_view
from tests.security.routes import CODE

KNOWN, SECRET = "Qzxvk", "wjbfyteiz"
PHONE = "0571 8791 6397"


def said(what: str) -> str:
    return f"{KNOWN} {what} {SECRET}"


class Dossiers:
    """The customer and what hangs on it; `records` gives the row for each kind of URL."""

    def __init__(self, *, categories=(), by=None, **held):
        background = {"address": said("street"), "remarks": said("remark"), "phones": [PHONE]}
        by = by or held.get("owner")
        self.customer = make_customer(
            said("Works"), categories=categories, by=by, **background, **held
        )
        self.contact = make_contact(
            self.customer, said("Wu"), title=said("head"), mobile="139 5810 6397"
        )
        self.sell(by)
        self.learn(by)
        self.sheet = self.imported(by)
        self.leave = make_leave(by, note=said("leave"))
        self.notice = make_notice(by, details={"customer": said("told")})
        self.webhook = make_webhook(name=said("group"))
        self.request = make_request(self.customer, by=by, reason=said("reason"))
        self.move(by)
        self.own_field = OwnField.objects.first() or make_own_field()
        self.system = make_source_system(said("ERP"))
        make_customer_key(self.customer, self.system, said("key"))
        self.plan = make_import_plan(by, self.a_pool(by), said("plan"))
        self.list(by)
        self.double(by)
        self.rename()

    def double(self, by):
        """A record that went into it, and one that is likely the same."""
        gone, twin = (make_customer(said("Twin"), owner=by) for _ in range(2))
        self.merge = merge(self.customer, gone, by=make_user(is_admin=True))
        said_so = {"reasons": ["name"], "strength": 3, "is_whole": True, "is_open": True}
        self.pair = DuplicatePair.objects.create(a=self.customer, b=twin, **said_so)

    def sell(self, by):
        named = {"customer": self.customer, "by": by}
        self.activity = make_activity(**named, text=said("visit"), contact=self.contact)
        make_activity(**named, text=said("plan"), due_at=timezone.now())
        self.opportunity = make_opportunity(
            **named, name=said("need"), amount=Decimal("918273645"), owner=by
        )
        lines = ((3, "918273"),)
        self.order = make_order(
            **named, number=said("SO"), opportunity=self.opportunity, lines=lines
        )

    def learn(self, by):
        self.department = make_department(self.customer, said("plant"), head=self.contact)
        self.dossier = make_dossier(self.contact, is_coach=True, department=self.department)
        self.fact = make_fact(self.contact, said("Qbzpt"), recorded_by=by)
        self.rival = make_rival(self.customer, product=said("lathe"))

    def move(self, by):
        """A plan to hand it over, and a bulk action said to it; both name it."""
        self.handover = make_handover(by, to=by, by=by)
        self.run = make_bulk_run(self.customer, by)
        self.changes = make_change_set(by, self.customer)

    def list(self, by):
        """What somebody made of lists: a view, an export with its file, a deletion, a link."""
        asked = urlencode({"q": said("asked")})
        self.view = make_view(by, asked, said("view"))
        self.export = make_export(by, content=said("cell").encode(), sentence=said("asked"))
        self.removal = make_removal(by)
        if not ShortLink.objects.exists():
            make_short_link(CODE, by=by)

    def imported(self, by):
        sheet = SheetImport.objects.create(
            filename=f"{said('sheet')}.csv", uploaded_by=by, header=["Name"], pool=self.a_pool(by)
        )
        ImportRow.objects.create(sheet_import=sheet, number=2, cells=[said("row")])
        return sheet

    def a_pool(self, by):
        return self.customer.pool or by.team

    def rename(self):
        """So that there is a history of changes, with the name in it."""
        self.customer.name = said("Plant")
        self.customer.save(update_fields=["name"])
        self.contact.title = said("chief")
        self.contact.save(update_fields=["title"])

    def pk_of(self, record: str) -> int:
        return getattr(self, record).pk
