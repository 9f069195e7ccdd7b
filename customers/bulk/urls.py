from django.urls import path

from customers.bulk import views

urlpatterns = [
    path("", views.runs, name="bulk_runs"),
    path("<int:pk>/", views.run, name="bulk_run"),
    path("<int:pk>/progress/", views.progress, name="bulk_progress"),
    path("<int:pk>/stop/", views.stop, name="bulk_stop"),
    path("<int:pk>/resume/", views.resume, name="bulk_resume"),
    path("<int:pk>/<slug:kind>/", views.sheet, name="bulk_sheet"),
    path("<slug:verb>/", views.say, name="bulk"),
]
