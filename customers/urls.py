from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from crm.grid.views import grid_view
from customers.grids import ContactGrid, CustomerGrid, PoolGrid

app_name = "customers"
new = {"new_url": "customers:new", "new_label": _("New customer")}
urlpatterns = [
    path("customers/", grid_view(CustomerGrid, **new), name="list"),
    path("axes/", include("customers.axes.urls")),
    path("imports/", include("customers.imports.urls")),
    path("pool/", grid_view(PoolGrid), name="pool"),
    path("contacts/", grid_view(ContactGrid), name="contacts"),
    path("customers/<int:pk>/", grid_view(CustomerGrid), name="detail"),
    path("customers/new/", grid_view(CustomerGrid), name="new"),
    path("customers/assign/", grid_view(CustomerGrid), name="bulk_assign"),
    path("axes/<slug:key>/options/", grid_view(CustomerGrid), name="axis_options"),
]
