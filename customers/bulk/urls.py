from django.urls import path

from customers.bulk import plan_views, views

urlpatterns = [
    path("", views.runs, name="bulk_runs"),
    path("<int:pk>/", views.run, name="bulk_run"),
    path("<int:pk>/progress/", views.progress, name="bulk_progress"),
    path("<int:pk>/stop/", views.stop, name="bulk_stop"),
    path("<int:pk>/resume/", views.resume, name="bulk_resume"),
    path("<int:pk>/plan/", plan_views.change, name="bulk_plan"),
    path("<int:pk>/confirm/", plan_views.confirm, name="bulk_confirm"),
    path("<int:pk>/discard/", plan_views.discard, name="bulk_discard"),
    path("<int:pk>/<slug:kind>/", views.sheet, name="bulk_sheet"),
    path("<slug:verb>/", views.say, name="bulk"),
]
