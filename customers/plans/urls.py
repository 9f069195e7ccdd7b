from django.urls import path

from customers.plans import reconciling_views, views

file = "<int:pk>/files/<int:number>/"
urlpatterns = [
    path("", views.plans, name="import_plans"),
    path("new/", views.new, name="new_import_plan"),
    path("<int:pk>/", views.plan, name="import_plan"),
    path("<int:pk>/edit/", views.edit, name="edit_import_plan"),
    path("<int:pk>/files/", views.add_file, name="add_plan_file"),
    path(file, views.upload_again, name="upload_plan_file"),
    path(f"{file}drop/", views.drop_file, name="drop_plan_file"),
    path(f"{file}moves/<direction:direction>/", views.move_file, name="move_plan_file"),
    path(f"{file}reconciliation/", reconciling_views.of_file, name="reconcile_plan_file"),
    path(f"{file}sums/", reconciling_views.sums, name="plan_file_sums"),
    path("<int:pk>/rehearsal/", views.rehearse, name="rehearse_import_plan"),
    path("<int:pk>/run/", views.run, name="run_import_plan"),
    path("<int:pk>/progress/", views.progress, name="import_plan_progress"),
    path("<int:pk>/stop/", views.stop, name="stop_import_plan"),
    path("<int:pk>/resume/", views.resume, name="resume_import_plan"),
    path("<int:pk>/replay/", views.replay, name="replay_import_plan"),
    path(
        "<int:pk>/reconciliation/", reconciling_views.reconciliation, name="reconcile_import_plan"
    ),
    path(
        "<int:pk>/reconciliation.json",
        reconciling_views.reconciliation_json,
        name="reconcile_as_json",
    ),
]
