from django.urls import path

from crm.grid.views import grid_view
from sales.grids import ActivityGrid, OpportunityGrid, OrderGrid
from sales.views import activities, opportunities, orders

app_name = "sales"
urlpatterns = [
    path("activities/", grid_view(ActivityGrid), name="activities"),
    path("activities/new/", activities.log_anywhere, name="log_anywhere"),
    path("activities/customers/", activities.customer_options, name="customer_options"),
    path("customers/<int:pk>/activities/new/", activities.log, name="log"),
    path("activities/<int:pk>/", activities.activity, name="activity"),
    path("activities/<int:pk>/edit/", activities.edit, name="edit_activity"),
    path("activities/<int:pk>/completion/", activities.complete, name="complete_activity"),
    path("activities/<int:pk>/reopening/", activities.reopen, name="reopen_activity"),
    path("activities/<int:pk>/deletion/", activities.delete, name="delete_activity"),
    path("activities/<int:pk>/restoration/", activities.restore, name="restore_activity"),
    path("opportunities/", grid_view(OpportunityGrid), name="opportunities"),
    path("customers/<int:pk>/opportunities/new/", opportunities.new, name="new_opportunity"),
    path("opportunities/<int:pk>/", opportunities.opportunity, name="opportunity"),
    path("opportunities/<int:pk>/edit/", opportunities.edit, name="edit_opportunity"),
    path("opportunities/<int:pk>/stage/", opportunities.move, name="move_opportunity"),
    path("opportunities/<int:pk>/win/", opportunities.win, name="win_opportunity"),
    path("opportunities/<int:pk>/loss/", opportunities.lose, name="lose_opportunity"),
    path("opportunities/<int:pk>/reopening/", opportunities.reopen, name="reopen_opportunity"),
    path("opportunities/<int:pk>/deletion/", opportunities.delete, name="delete_opportunity"),
    path("opportunities/<int:pk>/restoration/", opportunities.restore, name="restore_opportunity"),
    path("orders/", grid_view(OrderGrid), name="orders"),
    path("orders/line/", orders.line, name="order_line"),
    path("customers/<int:pk>/orders/new/", orders.new, name="new_order"),
    path("orders/<int:pk>/", orders.order, name="order"),
    path("orders/<int:pk>/edit/", orders.edit, name="edit_order"),
    path("orders/<int:pk>/deletion/", orders.delete, name="delete_order"),
    path("orders/<int:pk>/restoration/", orders.restore, name="restore_order"),
]
