from django.urls import path

from customers.merging import views

urlpatterns = [
    path("customers/merge/", views.ticked, name="merge_ticked"),
    path("customers/<int:pk>/merge/", views.choose, name="merge"),
    path("customers/<int:pk>/merge/options/", views.options, name="merge_options"),
    path("customers/<int:pk>/merge/<int:other>/", views.compare, name="merge_with"),
    path("merges/<int:pk>/", views.merged, name="merged"),
    path("merges/<int:pk>/undo/", views.undo, name="merge_undo"),
]
