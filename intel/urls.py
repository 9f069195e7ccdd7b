from django.urls import path

from crm.grid.views import grid_view
from intel.grids import DossierGrid, RivalProductGrid
from intel.views import departments, dossiers, facts, rivals

app_name = "intel"
urlpatterns = [
    path("dossiers/", grid_view(DossierGrid), name="dossiers"),
    path("contacts/<int:pk>/dossier/", dossiers.dossier, name="dossier"),
    path("contacts/<int:pk>/dossier/edit/", dossiers.edit, name="edit_dossier"),
    path("contacts/<int:pk>/facts/new/", facts.new, name="new_fact"),
    path("facts/<int:pk>/edit/", facts.edit, name="edit_fact"),
    path("facts/<int:pk>/deletion/", facts.delete, name="delete_fact"),
    path("facts/<int:pk>/restoration/", facts.restore, name="restore_fact"),
    path("customers/<int:pk>/departments/new/", departments.new, name="new_department"),
    path("departments/<int:pk>/edit/", departments.edit, name="edit_department"),
    path("departments/<int:pk>/deletion/", departments.delete, name="delete_department"),
    path("departments/<int:pk>/restoration/", departments.restore, name="restore_department"),
    path("competitors/", grid_view(RivalProductGrid), name="rivals"),
    path("competitors/names/", rivals.competitor_names, name="competitor_names"),
    path("customers/<int:pk>/competitors/new/", rivals.new, name="new_rival"),
    path("competitors/<int:pk>/", rivals.rival, name="rival"),
    path("competitors/<int:pk>/edit/", rivals.edit, name="edit_rival"),
    path("competitors/<int:pk>/deletion/", rivals.delete, name="delete_rival"),
    path("competitors/<int:pk>/restoration/", rivals.restore, name="restore_rival"),
]
