from django.urls import path

from customers.imports import kind_views, views
from customers.imports.categories import views as categories
from customers.imports.difference import deciding_views, many_views, row_views
from customers.imports.reading import views as reading_views
from customers.imports.undoing import views as undoing_views

urlpatterns = [
    path("", views.imports, name="imports"),
    path("template/", views.template, name="import_template"),
    path("<int:pk>/", views.one_import, name="import"),
    path("<int:pk>/progress/", views.progress, name="import_progress"),
    path("<int:pk>/reading/", reading_views.reading, name="import_reading"),
    path("<int:pk>/kind/", kind_views.kind, name="import_kind"),
    path("<int:pk>/mapping/", views.mapping, name="import_mapping"),
    path("<int:pk>/categories/", categories.categories, name="import_categories"),
    path("<int:pk>/categories/form/", categories.choosing, name="import_categories_form"),
    path("<int:pk>/check/", views.check, name="import_check"),
    path("<int:pk>/difference/", row_views.difference, name="import_difference"),
    path("<int:pk>/rows/<int:number>/", row_views.row, name="import_row"),
    path("<int:pk>/rows/<int:number>/decide/", row_views.decide, name="import_row_decide"),
    path("<int:pk>/decide/<slug:decision>/", many_views.decide_many, name="import_rows_decide"),
    path("<int:pk>/policies/", deciding_views.policies, name="import_policies"),
    path("<int:pk>/decide/", deciding_views.decide, name="import_decide"),
    path("<int:pk>/write/", views.write, name="import_write"),
    path("<int:pk>/stop/", views.stop, name="import_stop"),
    path("<int:pk>/resume/", views.resume, name="import_resume"),
    path("<int:pk>/undo/", undoing_views.undo, name="import_undo"),
    path("<int:pk>/undo/rest/", undoing_views.outlook_on_rest, name="import_undo_rest"),
    path("<int:pk>/errors/", views.errors, name="import_errors"),
]
