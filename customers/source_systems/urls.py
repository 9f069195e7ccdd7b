from django.urls import path

from customers.source_systems import views

order = "orders/<slug:target>/"
urlpatterns = [
    path("", views.systems, name="source_systems"),
    path("new/", views.new, name="new_source_system"),
    path("orders/new/", views.new_order, name="new_field_order"),
    path(f"{order}forget/", views.forget_order, name="forget_field_order"),
    path(
        f"{order}<int:pk>/moves/<direction:direction>/",
        views.move_in_field,
        name="move_in_field_order",
    ),
    path("<int:pk>/", views.edit, name="edit_source_system"),
    path("<int:pk>/moves/<direction:direction>/", views.move, name="move_source_system"),
    path("<int:pk>/archive/", views.archive, name="archive_source_system"),
    path("<int:pk>/unarchive/", views.unarchive, name="unarchive_source_system"),
]
