from django.urls import path

from customers.own_fields import views

urlpatterns = [
    path("", views.own_fields, name="own_fields"),
    path("of/<slug:host>/new/", views.new, name="new_own_field"),
    path("<int:pk>/", views.edit, name="edit_own_field"),
    path("<int:pk>/moves/<direction:direction>/", views.move, name="move_own_field"),
    path("<int:pk>/archive/", views.archive, name="archive_own_field"),
    path("<int:pk>/unarchive/", views.unarchive, name="unarchive_own_field"),
    path("<int:pk>/index/", views.index, name="own_field_index"),
    path("<int:pk>/index/make/", views.make_index, name="make_own_field_index"),
    path("<int:pk>/index/drop/", views.drop_index, name="drop_own_field_index"),
]
