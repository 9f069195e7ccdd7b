from django.urls import path

from crm.grid.changes import cell_views, many_views, paste_views, set_views

urlpatterns = [
    path("changes/", set_views.mine, name="changes"),
    path("<slug:key>/cell/", cell_views.cell, name="cell"),
    path("<slug:key>/row/", cell_views.row, name="row"),
    path("<slug:key>/edit/", many_views.edit, name="edit"),
    path("<slug:key>/paste/", paste_views.preview, name="paste"),
    path("<slug:key>/changes/<int:pk>/", set_views.show, name="set"),
    path("<slug:key>/changes/<int:pk>/progress/", set_views.progress, name="progress"),
    path("<slug:key>/changes/<int:pk>/apply/", set_views.apply, name="apply"),
    path("<slug:key>/changes/<int:pk>/undo/", set_views.undo, name="undo"),
    path("<slug:key>/changes/<int:pk>/discard/", set_views.discard, name="discard"),
    path("<slug:key>/changes/<int:pk>/stop/", set_views.stop, name="stop"),
    path("<slug:key>/changes/<int:pk>/resume/", set_views.resume, name="resume"),
]
