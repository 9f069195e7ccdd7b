from django.urls import path

from crm.grid.conditions import views

urlpatterns = [path("<slug:key>/where/", views.build, name="where")]
