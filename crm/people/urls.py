from django.urls import path

from crm.people.views import people, profile, sheets, teams, viewing
from crm.people.views.options import options

app_name = "people"
urlpatterns = [
    path("", people.people_list, name="list"),
    path("options/", options, name="options"),
    path("me/", profile.profile, name="profile"),
    path("invitation/", people.invite, name="invite"),
    path("<int:pk>/", people.person, name="person"),
    path("<int:pk>/invitation/", people.send_link, name="send_link"),
    path("<int:pk>/deactivation/", people.deactivate, name="deactivate"),
    path("<int:pk>/reactivation/", people.reactivate, name="reactivate"),
    path("<int:pk>/two-factor-reset/", people.reset_two_factor, name="reset_two_factor"),
    path("<int:pk>/managed-teams/", people.make_manager, name="make_manager"),
    path(
        "<int:pk>/managed-teams/<int:team_pk>/removal/",
        people.unmake_manager,
        name="unmake_manager",
    ),
    path("viewings/", viewing.log, name="viewings"),
    path("viewings/new/", viewing.view_as, name="view_as"),
    path("viewings/stop/", viewing.stop, name="stop_viewing"),
    path("sheets/<slug:kind>/", sheets.upload, name="sheet_upload"),
    path("sheets/<slug:kind>/refused/", sheets.refused, name="sheet_refused"),
    path("sheets/<slug:kind>/file/", sheets.download, name="sheet"),
    path("teams/", teams.tree, name="teams"),
    path("teams/new/", teams.add, name="add_team"),
    path("teams/<int:pk>/", teams.team, name="team"),
    path("teams/<int:pk>/removal/", teams.remove, name="remove_team"),
]
