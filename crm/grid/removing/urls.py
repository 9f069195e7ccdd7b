from django.urls import path

from crm.grid.removing import views

urlpatterns = [
    path("removals/<int:pk>/", views.removal, name="removal"),
    path("removals/<int:pk>/progress/", views.progress, name="removal_progress"),
    path("removals/<int:pk>/stop/", views.stop, name="removal_stop"),
    path("removals/<int:pk>/undo/", views.undo, name="removal_undo"),
    path("<slug:key>/delete/", views.delete, name="delete"),
]
