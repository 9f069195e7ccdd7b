from django.urls import path

from crm.grid.views import grid_view
from customers.release import views
from customers.release.grids import LeavingGrid

urlpatterns = [
    path("leaving/", grid_view(LeavingGrid), name="leaving"),
    path("nights/", views.nights, name="nights"),
    path("nights/run/", views.run, name="run_night"),
    path("nights/<int:pk>/", views.night, name="night"),
    path("nights/<int:pk>/released/", views.released, name="night_released"),
    path("nights/<int:pk>/stop/", views.stop, name="stop_night"),
    path("brakes/<int:pk>/decision/", views.decide, name="decide_brake"),
    path("dry-runs/<int:pk>/", views.dry_run, name="dry_run"),
]
