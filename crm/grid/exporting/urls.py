from django.urls import path

from crm.grid.exporting import views

urlpatterns = [
    path("exports/", views.exports, name="exports"),
    path("exports/caps/", views.caps, name="export_caps"),
    path("exports/<int:pk>/", views.record, name="export_record"),
    path("exports/<int:pk>/progress/", views.progress, name="export_progress"),
    path("exports/<int:pk>/file/", views.file, name="export_file"),
    path("exports/<int:pk>/cancel/", views.cancel, name="export_cancel"),
    path("exports/<int:pk>/resume/", views.resume, name="export_resume"),
    path("<slug:key>/export/", views.export, name="export"),
]
