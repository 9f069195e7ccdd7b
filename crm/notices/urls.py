from django.urls import path

from crm.notices import views, webhook_views

app_name = "notices"
urlpatterns = [
    path("", views.notice_list, name="list"),
    path("unread/", views.unread, name="unread"),
    path("latest/", views.latest, name="latest"),
    path("reading/", views.mark_all_read, name="read_all"),
    path("<int:pk>/", views.open_notice, name="open"),
    path("webhooks/", webhook_views.webhook_list, name="webhooks"),
    path("webhooks/new/", webhook_views.add, name="add_webhook"),
    path("webhooks/<int:pk>/", webhook_views.edit, name="webhook"),
    path("webhooks/<int:pk>/test/", webhook_views.test, name="test_webhook"),
    path("webhooks/<int:pk>/removal/", webhook_views.remove, name="remove_webhook"),
]
