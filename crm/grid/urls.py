"""What works on any list, under its key."""

from django.urls import URLPattern, URLResolver

app_name = "grids"
urlpatterns: list[URLPattern | URLResolver] = []
