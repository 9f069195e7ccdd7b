from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from crm.grid.views import grid_view
from customers.grids import ContactGrid, CustomerGrid, PoolGrid
from customers.pool.grids import RevealGrid
from customers.pool.views import reveal
from customers.views import contacts, customer, options, panels, saving, verbs
from customers.views.look_alikes import look_alikes

app_name = "customers"
new = {"new_url": "customers:new", "new_label": _("New customer")}
urlpatterns = [
    path("customers/", grid_view(CustomerGrid, **new), name="list"),
    path("axes/", include("customers.axes.urls")),
    path("own-fields/", include("customers.own_fields.urls")),
    path("source-systems/", include("customers.source_systems.urls")),
    path("imports/plans/", include("customers.plans.urls")),
    path("imports/", include("customers.imports.urls")),
    path("bulk/", include("customers.bulk.urls")),
    path("", include("customers.merging.urls")),
    path("handovers/", include("customers.handover.urls")),
    path("", include("customers.ledger.urls")),
    path("rules/", include("customers.rules.urls")),
    path("", include("customers.requests.urls")),
    path("release/", include("customers.release.urls")),
    path("pool/", grid_view(PoolGrid, "customers/pool/list.html"), name="pool"),
    path("pool/reveals/", grid_view(RevealGrid), name="reveals"),
    path("contacts/", grid_view(ContactGrid), name="contacts"),
    path("customers/new/", saving.new, name="new"),
    path("customers/look-alikes/", look_alikes, name="look_alikes"),
    path("customers/<int:pk>/", customer.detail, name="detail"),
    path("customers/<int:pk>/why/", customer.why, name="why"),
    path("customers/<int:pk>/edit/", saving.edit, name="edit"),
    path("customers/<int:pk>/claim/", verbs.claim, name="claim"),
    path("customers/<int:pk>/reveal/", reveal, name="reveal"),
    path("customers/<int:pk>/assign/", verbs.assign, name="assign"),
    path("customers/<int:pk>/share/", verbs.share, name="share"),
    path("customers/<int:pk>/unshare/", verbs.unshare, name="unshare"),
    path("customers/<int:pk>/protect/", verbs.protect, name="protect"),
    path("customers/<int:pk>/unprotect/", verbs.unprotect, name="unprotect"),
    path("customers/<int:pk>/whitelist/", verbs.whitelist, name="whitelist"),
    path("customers/<int:pk>/unlist/", verbs.unlist, name="unlist"),
    path("customers/<int:pk>/release/", verbs.release, name="release"),
    path("customers/<int:pk>/delete/", verbs.delete, name="delete"),
    path("customers/<int:pk>/restore/", verbs.restore, name="restore"),
    path("customers/<int:pk>/panels/<slug:key>/", panels.panel, name="panel"),
    path("customers/<int:pk>/ledger/", panels.ledger, name="ledger"),
    path("customers/<int:pk>/history/", panels.changes, name="history"),
    path("customers/<int:pk>/contacts/new/", contacts.new, name="contact_new"),
    path("contacts/<int:pk>/", contacts.edit, name="contact_edit"),
    path("contacts/<int:pk>/primary/", contacts.make_primary, name="contact_primary"),
    path("contacts/<int:pk>/delete/", contacts.delete, name="contact_delete"),
    path("contacts/<int:pk>/restore/", contacts.restore, name="contact_restore"),
    path("axes/<slug:key>/options/", options.axis_options, name="axis_options"),
]
