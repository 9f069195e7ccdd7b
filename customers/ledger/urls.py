from django.urls import path

from crm.grid.views import grid_view
from customers.ledger import views
from customers.ledger.grids import LedgerGrid

urlpatterns = [
    path("ledger/", grid_view(LedgerGrid, "customers/ledger/list.html"), name="ledger_list"),
    path("ledger/held/", views.held, name="held_on"),
    path("ledger/fairness/", views.fairness, name="fairness"),
    path("customers/<int:pk>/ledger/day/", views.on_a_day, name="on_a_day"),
]
