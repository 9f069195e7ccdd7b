"""Pages of rules; the team 0 is the whole company."""

from django.urls import path

from customers.rules import views

urlpatterns = [
    path("", views.overview, name="rules"),
    path("mine/", views.mine, name="my_rules"),
    path("categories/", views.category_options, name="rule_categories"),
    path("<int:team_pk>/", views.team_rules, name="team_rules"),
    path("<int:team_pk>/edit/", views.edit, name="edit_rules"),
    path("<int:team_pk>/history/", views.history, name="rules_history"),
    path("trials/<int:pk>/", views.progress, name="rules_trial"),
    path("versions/<int:pk>/", views.version, name="rule_version"),
    path("versions/<int:pk>/withdrawal/", views.withdraw, name="withdraw_rules"),
]
