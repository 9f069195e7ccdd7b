from django.urls import path

from crm.shell import views

app_name = "shell"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search_page, name="search"),
    path("keys/", views.keys, name="keys"),
    path("language/", views.choose_language, name="language"),
    path("theme/", views.choose_theme, name="theme"),
]
