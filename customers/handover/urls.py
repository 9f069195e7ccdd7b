from django.urls import path

from customers.handover import views

urlpatterns = [
    path("", views.handovers, name="handovers"),
    path("new/<int:person>/", views.new, name="new_handover"),
    path("<int:pk>/", views.handover, name="handover"),
    path("<int:pk>/plan/", views.change, name="handover_plan"),
    path("<int:pk>/confirmation/", views.confirm, name="handover_confirm"),
    path("<int:pk>/removal/", views.discard, name="handover_discard"),
    path("<int:pk>/resumption/", views.resume, name="handover_resume"),
    path("<int:pk>/undo/", views.undo, name="handover_undo"),
]
