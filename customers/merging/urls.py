from django.urls import path

from crm.grid.views import grid_view
from customers.merging import views
from customers.merging.finding import views as finding
from customers.merging.finding.grids import DuplicateGrid

LIST = "customers/merging/duplicates.html"
urlpatterns = [
    path("duplicates/", grid_view(DuplicateGrid, LIST), name="duplicates"),
    path("duplicates/search/", finding.look_anew, name="find_duplicates"),
    path("duplicates/<int:pk>/dismissal/", finding.dismiss, name="dismiss_pair"),
    path("duplicates/<int:pk>/return/", finding.undismiss, name="undismiss_pair"),
    path("customers/merge/", views.ticked, name="merge_ticked"),
    path("customers/<int:pk>/merge/", views.choose, name="merge"),
    path("customers/<int:pk>/merge/options/", views.options, name="merge_options"),
    path("customers/<int:pk>/merge/<int:other>/", views.compare, name="merge_with"),
    path("merges/<int:pk>/", views.merged, name="merged"),
    path("merges/<int:pk>/undo/", views.undo, name="merge_undo"),
]
