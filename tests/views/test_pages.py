"""Views as their people save, share, place and put them away."""

import pytest
from django.urls import reverse

from crm.grid.saved.models import SavedView
from tests.factories_views import make_view
from tests.house import browser_of

DIALOG = {"HX-Request": "true", "HX-Target": "dialog"}


def verb(name, view, *more):
    return reverse(f"grids:view_{name}", args=[view.grid, view.pk, *more])


def post(user, name, view, data=None, **extra):
    return browser_of(user).post(verb(name, view), data or {}, **extra)


def save(user, query="q=heng", key="customers", **data):
    url = reverse("grids:view_new", args=[key])
    return browser_of(user).post(url, {"name": "Mine", "query": query, **data})


def page(user, query="", list_name="customers:list", **extra):
    return browser_of(user).get(f"{reverse(list_name)}?{query}", **extra)


def test_saving_opens_the_view(house):
    response = save(house.owner, "q=heng&cols=owner,name")
    view = SavedView.objects.get()
    assert response.url == f"/customers/?view={view.pk}"
    assert view.query == "q=heng&sort=-changed" and view.columns == ["owner", "name"]
    html = page(house.owner, f"view={view.pk}").content.decode()
    assert "Hengyu Machines" in html and "Changed since saved" not in html


def test_what_the_list_does_not_know_is_not_saved(house):
    save(house.owner, "q=heng&nonsense=1&after=x&view=9&sort=nothing")
    assert SavedView.objects.get().query == "q=heng&sort=-changed"


def test_two_views_of_one_person_have_two_names(house):
    save(house.owner)
    response = save(house.owner, name="mine")
    assert response.status_code == 422
    assert "There is already a view named “mine” in this list." in response.content.decode()
    assert save(house.mate).status_code == 302
    assert save(house.owner, key="contacts").status_code == 302


def test_a_view_without_a_name_is_refused_and_keeps_its_state(house):
    response = save(house.owner, "q=heng", name=" ")
    assert response.status_code == 422
    assert 'value="q=heng"' in response.content.decode()


def test_conditions_beyond_measure_are_refused(house):
    response = save(house.owner, "name=" + "x" * 5000)
    assert "These conditions are too long for a view." in response.content.decode()
    assert not SavedView.objects.exists()


def test_a_shared_view_shows_each_person_their_own_rows(house):
    view = make_view(house.owner, "sort=name", team=house.east)
    assert "Hengyu Machines" in page(house.owner, f"view={view.pk}").content.decode()
    html = page(house.mate, f"view={view.pk}").content.decode()
    assert view.name in html and "Hengyu Machines" not in html


def test_me_in_a_shared_view_is_whoever_looks(house):
    view = make_view(house.owner, "owner=me&sort=name", for_everybody=True)
    assert "Hengyu Machines" not in page(house.manager, f"view={view.pk}").content.decode()
    assert "Hengyu Machines" in page(house.owner, f"view={view.pk}").content.decode()


@pytest.mark.parametrize(
    "shared, readers",
    [
        ({}, {"owner"}),
        ({"team": "east"}, {"owner", "mate", "manager", "director", "admin"}),
        ({"team": "company"}, {"owner", "mate", "manager", "director", "admin", "stranger"}),
        ({"for_everybody": True}, {"owner", "mate", "manager", "director", "admin", "stranger"}),
    ],
)
def test_who_sees_a_view(house, shared, readers):
    shared = {k: getattr(house, v) if k == "team" else v for k, v in shared.items()}
    view = make_view(house.owner, **shared)
    people = ("owner", "mate", "manager", "director", "admin", "stranger")
    seen = {p for p in people if view in SavedView.objects.visible_to(getattr(house, p))}
    assert seen == readers


@pytest.mark.parametrize("name", ["edit", "state", "copy", "pin", "first", "delete"])
def test_a_stranger_meets_404(house, name):
    view = make_view(house.owner, team=house.east)
    assert post(house.stranger, name, view).status_code == 404


@pytest.mark.parametrize("name", ["edit", "state", "delete"])
def test_a_reader_may_not_change_it(house, name):
    view = make_view(house.owner, "q=a", team=house.east)
    response = post(house.mate, name, view, {"name": "Stolen", "query": "q=b", "version": "1"})
    assert response.status_code == 403
    view.refresh_from_db()
    assert (view.name, view.query, view.deleted_at) != ("Stolen", "q=b", None)
    assert view.query == "q=a" and view.deleted_at is None


def test_an_administrator_may_change_what_is_shared_but_not_what_is_private(house):
    shared, private = make_view(house.owner, for_everybody=True), make_view(house.owner)
    data = {"name": "Tidied", "shared_with": "everybody"}
    assert post(house.admin, "edit", shared, data).status_code == 302
    assert post(house.admin, "edit", private, data).status_code == 404


def test_a_rep_shares_with_their_team_and_no_further(house):
    view = make_view(house.owner)
    refused = post(house.owner, "edit", view, {"name": "A", "shared_with": "everybody"})
    assert refused.status_code == 422
    refused = post(house.owner, "edit", view, {"name": "A", "shared_with": house.west.pk})
    assert refused.status_code == 422
    post(house.owner, "edit", view, {"name": "A", "shared_with": house.east.pk})
    view.refresh_from_db()
    assert view.team == house.east


def test_a_manager_shares_with_everybody(house):
    save(house.manager, shared_with="everybody")
    assert SavedView.objects.get().for_everybody


def test_saving_a_changed_view_can_be_undone(house):
    view = make_view(house.owner, "q=a&sort=name", columns=["name"])
    post(house.owner, "state", view, {"query": "q=b&sort=name&cols=owner", "version": 1})
    view.refresh_from_db()
    assert (view.query, view.columns) == ("q=b&sort=name", ["owner"])
    browser_of(house.owner).post(verb("undo", view) + f"?version={view.version}")
    view.refresh_from_db()
    assert (view.query, view.columns) == ("q=a&sort=name", ["name"])


def test_saving_over_somebody_elses_newer_state_is_refused(house):
    view = make_view(house.owner, "q=a", for_everybody=True)
    post(house.admin, "state", view, {"query": "q=theirs", "version": 1})
    response = post(house.owner, "state", view, {"query": "q=mine", "version": 1}, follow=True)
    assert (
        "was changed meanwhile by Admin; nothing of yours was saved." in response.content.decode()
    )
    view.refresh_from_db()
    assert view.query == "q=theirs&sort=-changed"


@pytest.mark.parametrize("version", ["", "x", "9" * 30, "-1"])
def test_a_version_that_is_none_is_refused(house, version):
    view = make_view(house.owner, "q=a")
    post(house.owner, "state", view, {"query": "q=b", "version": version})
    view.refresh_from_db()
    assert view.query == "q=a"


def test_the_bar_offers_to_save_save_anew_and_go_back(house):
    view = make_view(house.owner, "q=a&sort=name", "A's")
    fresh = page(house.owner).content.decode()
    assert "Save view" not in fresh
    assert "Save view" in page(house.owner, "q=a").content.decode()
    changed = page(house.owner, f"view={view.pk}&q=b").content.decode()
    assert "Changed since saved" in changed and "Revert" in changed
    assert verb("state", view) in changed and f'href="?view={view.pk}"' in changed


def test_a_reader_of_a_changed_view_is_not_offered_to_save_over_it(house):
    view = make_view(house.owner, "q=a", for_everybody=True)
    html = page(house.mate, f"view={view.pk}&q=b").content.decode()
    assert verb("state", view) not in html and "Save as…" in html


def test_a_copy_is_ones_own_and_private(house):
    view = make_view(house.owner, "q=a", "A", for_everybody=True, columns=["name"])
    post(house.mate, "copy", view)
    post(house.mate, "copy", view)
    copies = SavedView.objects.filter(owner=house.mate).order_by("pk")
    assert [(c.name, c.query, c.columns, c.sharing) for c in copies] == [
        ("A", "q=a", ["name"], "private"),
        ("A 2", "q=a", ["name"], "private"),
    ]


def test_a_pinned_view_stands_in_the_navigation_of_every_page(house):
    view = make_view(house.owner, name="Pinned one", for_everybody=True)
    post(house.mate, "pin", view)
    url = f'href="/customers/?view={view.pk}"'
    assert url in page(house.mate, list_name="sales:orders").content.decode()
    assert url not in page(house.owner, list_name="sales:orders").content.decode()
    post(house.mate, "pin", view)
    assert url not in page(house.mate, list_name="sales:orders").content.decode()


def test_a_pin_on_what_is_shared_no_longer_is_not_shown(house):
    view = make_view(house.owner, for_everybody=True)
    post(house.mate, "pin", view)
    view.for_everybody = False
    view.save(update_fields=["for_everybody"])
    assert view.name not in page(house.mate).content.decode()


def test_the_bare_list_opens_ones_default_view(house):
    view = make_view(house.owner, "q=a", for_everybody=True)
    post(house.mate, "first", view)
    assert page(house.mate).url == f"/customers/?view={view.pk}"
    assert page(house.mate, "view=all").status_code == 200
    assert page(house.mate, "q=b").status_code == 200
    assert page(house.mate, headers={"HX-Request": "true", "HX-Target": "grid"}).status_code == 200
    assert page(house.owner).status_code == 200


def test_another_default_takes_the_place_of_the_first(house):
    one, two = make_view(house.owner), make_view(house.owner)
    contacts = make_view(house.owner, grid="contacts")
    for view in (one, two, contacts):
        post(house.owner, "first", view)
    assert page(house.owner).url == f"/customers/?view={two.pk}"
    post(house.owner, "first", two)
    assert page(house.owner).status_code == 200
    assert page(house.owner, list_name="customers:contacts").url == f"/contacts/?view={contacts.pk}"


def test_views_stand_in_ones_own_order(house):
    views = [make_view(house.owner, name=name, for_everybody=True) for name in "ABC"]
    browser_of(house.mate).post(verb("move", views[2], "up"))
    names = lambda user: [v.name for v in page(user).context["grid"].views]  # noqa: E731
    assert names(house.mate) == ["A", "C", "B"] and names(house.owner) == ["A", "B", "C"]
    browser_of(house.mate).post(verb("move", views[0], "up"))
    assert names(house.mate) == ["A", "C", "B"]
    assert browser_of(house.mate).post(verb("move", views[0], "aside")).status_code == 404


def test_a_deleted_view_leaves_every_list_and_comes_back(house):
    view = make_view(house.owner, "q=heng", name="Gone", for_everybody=True)
    post(house.mate, "pin", view)
    response = post(house.owner, "delete", view, follow=True)
    assert response.request["QUERY_STRING"] == "q=heng"
    assert "Gone" not in page(house.mate).content.decode()
    assert post(house.mate, "restore", view).status_code == 404
    assert post(house.owner, "restore", view).url == f"/customers/?view={view.pk}"
    assert "Gone" in page(house.mate).content.decode()


def test_coming_back_to_a_taken_name_is_refused(house):
    view = make_view(house.owner, name="A")
    post(house.owner, "delete", view)
    make_view(house.owner, name="a")
    post(house.owner, "restore", view)
    view.refresh_from_db()
    assert view.deleted_at is not None


def test_a_team_that_goes_leaves_its_views_to_their_owners(house):
    view = make_view(house.owner, team=house.west)
    house.stranger.team = None
    house.stranger.save(update_fields=["team"])
    house.west.delete()
    view.refresh_from_db()
    assert view.sharing == "private"


def test_what_somebody_shared_stays_when_they_leave(house):
    view = make_view(house.owner, "q=heng", for_everybody=True)
    house.owner.is_active = False
    house.owner.save(update_fields=["is_active"])
    assert page(house.mate, f"view={view.pk}").context["grid"].view == view


def test_a_name_is_text_and_nothing_else(house):
    name = '<img src=x onerror=alert(1)>"'
    view = make_view(house.owner, name=name)
    post(house.owner, "pin", view)
    html = page(house.owner, f"view={view.pk}").content.decode()
    managed = browser_of(house.owner).get(reverse("grids:views", args=["customers"]))
    assert "&lt;img src=x" in html
    assert "<img src=x" not in html and "<img src=x" not in managed.content.decode()


def test_managing_redraws_the_dialog_and_tells_the_page(house):
    view = make_view(house.owner, name="A")
    response = post(house.owner, "pin", view, headers=DIALOG)
    assert 'aria-pressed="true"' in response.content.decode()
    assert "views-changed" in response.headers["HX-Trigger"]


def test_an_empty_list_of_views_says_how_one_is_made(house):
    response = browser_of(house.owner).get(reverse("grids:views", args=["customers"]))
    assert "No views yet." in response.content.decode()


@pytest.mark.parametrize("name", ["views", "view_new"])
def test_an_unknown_list_is_404(house, name):
    url = reverse(f"grids:{name}", args=["nothing"])
    assert browser_of(house.owner).get(url).status_code == 404


@pytest.mark.parametrize("name", ["state", "copy", "pin", "first", "delete", "restore"])
def test_nothing_is_changed_by_looking(house, name):
    view = make_view(house.owner)
    assert browser_of(house.owner).get(verb(name, view)).status_code == 405
