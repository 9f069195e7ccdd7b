from django.urls import include, path

from crm.grid.saved.linking import follow

handler400 = "crm.shell.refusals.not_understood"
urlpatterns = [
    path("", include("crm.shell.urls")),
    path("", include("customers.urls")),
    path("", include("sales.urls")),
    path("", include("intel.urls")),
    path("grids/", include("crm.grid.urls")),
    path("g/<slug:code>/", follow, name="short_link"),
    path("people/", include("crm.people.urls")),
    path("workdays/", include("crm.workdays.urls")),
    path("notices/", include("crm.notices.urls")),
    path("account/", include("crm.people.account_urls")),
]
