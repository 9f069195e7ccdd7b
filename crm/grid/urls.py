"""What works on any list, under its key."""

from django.urls import URLPattern, URLResolver, include, path

from crm.grid.layouts import views as layouts

app_name = "grids"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("crm.grid.changes.urls")),
    path("", include("crm.grid.conditions.urls")),
    path("", include("crm.grid.exporting.urls")),
    path("", include("crm.grid.saved.urls")),
    path("", include("crm.grid.removing.urls")),
    path("<slug:key>/layout/", layouts.layout, name="layout"),
]
