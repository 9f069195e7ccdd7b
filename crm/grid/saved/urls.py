from django.urls import path

from crm.grid.saved import linking, views

urlpatterns = [
    path("<slug:key>/link/", linking.make, name="make_link"),
    path("<slug:key>/views/", views.manage, name="views"),
    path("<slug:key>/views/new/", views.new, name="view_new"),
    path("<slug:key>/views/<int:pk>/edit/", views.edit, name="view_edit"),
    path("<slug:key>/views/<int:pk>/state/", views.state, name="view_state"),
    path("<slug:key>/views/<int:pk>/undo/", views.undo, name="view_undo"),
    path("<slug:key>/views/<int:pk>/copy/", views.copy, name="view_copy"),
    path("<slug:key>/views/<int:pk>/pin/", views.pin, name="view_pin"),
    path("<slug:key>/views/<int:pk>/first/", views.first, name="view_first"),
    path("<slug:key>/views/<int:pk>/move/<slug:direction>/", views.move, name="view_move"),
    path("<slug:key>/views/<int:pk>/delete/", views.delete, name="view_delete"),
    path("<slug:key>/views/<int:pk>/restore/", views.restore, name="view_restore"),
]
